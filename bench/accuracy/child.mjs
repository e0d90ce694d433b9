// The process whose times are compared: runs a program until it is warm, then for so many seconds. Arguments: the
// module with `run`, and settings: `seconds`, `run`'s own argument, and either a clock and a file for the profile, or
// nothing. Prints when the run began and ended (microseconds of the clock that V8's profiler uses), and what the program has
// `taken` meanwhile by function, where it measures that itself (ms).
import { writeFileSync } from 'node:fs';

const SECOND = 1e6;
/** V8 takes that long to make up its mind (µs). */
const WARM = 3 * SECOND;

const [module, settings] = process.argv.slice(2);
const { seconds, argument, clock, file } = JSON.parse(settings);
const { run, taken = new Map() } = await import(module);
const profiler = clock === undefined ? undefined : await import('@tsprof/runtime');
const now = () => Number(process.hrtime.bigint() / 1000n);

async function runFor(period) {
  const began = now();
  while (now() - began < period) await run(argument);
}

profiler?.start({ clock });
await runFor(WARM);
profiler?.clear();
taken.clear();
const from = now();
await runFor(seconds * SECOND);
const to = now();
profiler?.stop();
if (profiler !== undefined) writeFileSync(file, JSON.stringify(await profiler.snapshot()));
console.log(JSON.stringify({ from, to, taken: Object.fromEntries(taken) }));
process.exit();
