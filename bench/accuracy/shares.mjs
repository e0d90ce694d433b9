// How time is spread over functions: a Map from a function to its time, or to its share of all time.

/** Adds time to a function. */
export function book(times, name, time) {
  times.set(name, (times.get(name) ?? 0) + time);
}

/** Shares of the total, which add up to 1. */
export function sharesOf(times) {
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  return new Map([...times].map(([name, time]) => [name, time / total]));
}

/** Several runs as one. */
export function addUp(runs) {
  const times = new Map();
  for (const run of runs) for (const [name, time] of run) book(times, name, time);
  return times;
}

function differences(one, other) {
  const names = new Set([...one.keys(), ...other.keys()]);
  return [...names].map((name) => ({ name, by: (one.get(name) ?? 0) - (other.get(name) ?? 0) }));
}

/** The total variation distance of two spreads, from 0 (the same) to 1: what one side knows alone counts. */
export function distance(one, other) {
  return differences(one, other).reduce((sum, { by }) => sum + Math.abs(by), 0) / 2;
}

/** The most by which any function's share differs. */
export function greatestDifference(one, other) {
  return Math.max(...differences(one, other).map(({ by }) => Math.abs(by)));
}

/** The functions that differ most, for whoever wants to know why. */
export function worst(one, other, count) {
  const sorted = differences(one, other).sort((a, b) => Math.abs(b.by) - Math.abs(a.by));
  return sorted.slice(0, count);
}
