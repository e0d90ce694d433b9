// By how much times shown differ from those that a program has measured itself.
import { median } from '../rows.mjs';

const NS = 1e6;

/**
 * `runs`: what each function has `taken` (ms), and what is `shown` of it (a Map, ns). Returns the greatest deviation of any
 * function, as a part of what it has taken: of the medians of all runs, and of single ones.
 */
export function deviations(runs) {
  const names = Object.keys(runs[0].taken);
  const ofName = names.map((name) =>
    runs.map(({ taken, shown }) => (shown.get(name) ?? 0) / NS / taken[name] - 1),
  );
  const most = (values) => Math.max(...values.map(Math.abs));
  return { median: most(ofName.map(median)), worst: most(ofName.flat()) };
}
