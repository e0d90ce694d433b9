// What V8's sampling profiler says: samples by function, from a .cpuprofile.
import { basename } from 'node:path';
import { book } from './shares.mjs';

/**
 * Samples between two moments of the monotonic clock (µs). One in native code or in Node's own is its nearest
 * caller's among the program's functions; `(program)`, `(idle)`, `(garbage collector)` and whatever else no function
 * of the program has called are left out. Each counts the same, whatever the time since the last: if that is long,
 * the process had no core. `nameOf(file, line, column)` names functions (0-based), and is undefined for files of no
 * interest.
 */
export function sampledTimes({ nodes, samples, timeDeltas, startTime }, { from, to }, nameOf) {
  const owners = ownersOf(nodes, nameOf);
  const times = new Map();
  let at = startTime;
  samples.forEach((sample, index) => {
    at += timeDeltas[index];
    const owner = owners.get(sample);
    if (owner !== undefined && at >= from && at < to) book(times, owner, 1);
  });
  return times;
}

/** For each node the function that its samples are booked to. */
function ownersOf(nodes, nameOf) {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const owners = new Map();
  // Parents come before their children.
  for (const { id, callFrame } of nodes) {
    const { url, lineNumber, columnNumber } = callFrame;
    const own = url === '' ? undefined : nameOf(basename(url), lineNumber, columnNumber);
    owners.set(id, own ?? owners.get(parents.get(id)));
  }
  return owners;
}
