// Calls that the program has counted and the profile has not.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SLOT = 50;
const THREADS = ['main', 'child', 'worker'];

/** As `subject.cjs` writes them: a start, then the count at the end of each stretch of SLOT ms; 0 where nothing ran. */
function countsOf(folder, thread) {
  const file = join(folder, `${thread}.counts`);
  if (!existsSync(file)) return { began: 0, counts: [] };
  const bytes = readFileSync(file);
  const numbers = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  return { began: numbers[0] ?? 0, counts: [...numbers.slice(1)] };
}

/**
 * `lost`: of all calls, but in those threads that outlive the run (`orphans`, and all that begin later) of all before `hit` (ms since 1970);
 * `lostEarly`: of those that were made by two seconds before that.
 */
export function lossesOf(json, folder, hit, orphans) {
  let lost = 0;
  let lostEarly = 0;
  let calls = 0;
  for (const thread of THREADS) {
    const { began, counts } = countsOf(folder, thread);
    const found = profiledCalls(json, thread);
    const by = (time) => Math.max(0, ...counts.slice(0, Math.max(0, Math.floor((time - began) / SLOT))));
    const all = orphans.includes(thread) || began > hit ? by(hit) : Math.max(0, ...counts);
    const early = by(hit - 2000);
    calls += all;
    lost += Math.max(0, all - found);
    lostEarly += Math.max(0, early - found);
  }
  return { calls, lost, lostEarly };
}

function profiledCalls(json, thread) {
  return (json?.functions ?? []).find(({ name }) => name === `ticks.${thread}`)?.ncall ?? 0;
}
