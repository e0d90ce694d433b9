// What must hold for every profile: nothing that did not fit together, and no time lost or found.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const tsprof = fileURLToPath(new URL('../cli/bin/tsprof.js', import.meta.url));

/** Times are nanoseconds; a sum of many is exact to this share. */
const ROUNDING = 1e-9;
const OUTPUT_LIMIT = 1 << 30;

/** The number of calls, and what is wrong with the profile (a line each). */
export function checkProfile(file) {
  const profile = JSON.parse(readFileSync(file, 'utf8'));
  const args = [tsprof, 'stats', '--json', file];
  const stats = JSON.parse(
    execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: OUTPUT_LIMIT }),
  );
  const calls = sum(stats.functions.map(({ ncall }) => ncall));
  const anomalies = profile.threads.flatMap(threadAnomalies);
  const unbalanced = [...profile.threads.flatMap(threadBalance), ...totalBalance(stats)];
  const pending = sum(stats.functions.map((row) => row.pending));
  return { calls, functions: stats.functions.length, pending, anomalies, unbalanced };
}

function threadAnomalies({ id, anomalies }) {
  return Object.entries(anomalies).map(([name, count]) => `thread ${id}: ${name} ${count}`);
}

/** Every thread's own times, added up, are the time for which it was profiled. */
function threadBalance({ id, elapsed, rootSelf, edges }) {
  return balance(`thread ${id}`, elapsed, rootSelf + sum(edges.tsub));
}

/** The same in what `tsprof stats` prints, over all threads. */
function totalBalance({ threads, functions }) {
  const elapsed = sum(threads.map((thread) => thread.elapsed));
  const own = sum(threads.map((thread) => thread.root_tsub)) + sum(functions.map(({ tsub }) => tsub));
  return balance('tsprof stats', elapsed, own);
}

function balance(what, elapsed, own) {
  const isKept = Math.abs(elapsed - own) <= elapsed * ROUNDING;
  return isKept ? [] : [`${what}: own times add up to ${own}, but ${elapsed} elapsed`];
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
