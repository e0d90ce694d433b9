/** A time on the axis, and what stands there. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

const UNITS = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [1, 'ns'],
] as const;

/** Round times between two, so far apart at least. */
export function ticks(from: number, to: number, least: number): readonly Tick[] {
  const step = roundUp(Math.max(1, least));
  const [size, unit] = UNITS.find(([size]) => Math.max(step, to) >= size)!;
  const digits = Math.max(0, -Math.floor(Math.log10(step / size) + 1e-9));
  const found: Tick[] = [];
  for (let count = Math.ceil(from / step); count * step <= to; count++) {
    const at = count * step;
    found.push({ at, label: at === 0 ? '0' : `${(at / size).toFixed(digits)} ${unit}` });
  }
  return found;
}

/** The next of 1, 2 and 5 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const [one, two, five] = [1, 2, 5].map((times) => times * power) as [number, number, number];
  return value <= one ? one : value <= two ? two : value <= five ? five : 10 * power;
}

const FINEST = [
  [1e9, 's', 9],
  [1e6, 'ms', 6],
  [1e3, 'µs', 3],
  [1, 'ns', 0],
] as const;

/** A time of the axis as precise as the picture is: so many ns are a pixel. */
export function moment(time: number, pixel: number): string {
  const [size, unit, most] = FINEST.find(([size]) => Math.abs(time) >= size) ?? FINEST[3];
  const digits = Math.max(0, Math.min(most, Math.ceil(Math.log10(size / Math.max(1, pixel)))));
  return time === 0 ? '0' : `${(time / size).toFixed(digits)} ${unit}`;
}
