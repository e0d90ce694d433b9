const UNITS = [
  ['s', 1e9],
  ['ms', 1e6],
  ['µs', 1e3],
] as const;

/** A time with three significant digits in its own unit: `12.3 ms`. */
export function shortTime(ns: number): string {
  // What rounds up to a thousand of a unit is one of the next.
  const [unit, size] = UNITS.find(([, size]) => ns >= size * 0.9995) ?? ['ns', 1];
  const value = ns / size;
  return `${value >= 100 ? Math.round(value) : Number(value.toPrecision(3))} ${unit}`;
}
