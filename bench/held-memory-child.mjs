// A process whose memory is watched through one phase of a program. Arguments: the module with `phases`, and
// settings: the phase, its number, the clock to profile with, if at all. Prints by how much the memory that it holds
// (RSS, bytes) has grown from the first tenth to the end. Needs --expose-gc.
import { setTimeout as delay } from 'node:timers/promises';

const [module, settings] = process.argv.slice(2);
const { phase, number, clock } = JSON.parse(settings);
const { phases } = await import(module);
const profiler = clock === undefined ? undefined : await import('@tsprof/runtime');
profiler?.start({ clock });

/** So that the accountant has read what there is to read, and collectors have come to rest (ms). */
const REST = 300;

async function held() {
  await delay(REST);
  globalThis.gc();
  await delay(REST);
  return process.memoryUsage.rss();
}

await phases[phase](number / 10);
const before = await held();
await phases[phase](number);
const after = await held();
console.log(JSON.stringify({ growth: after - before }));
process.exit();
