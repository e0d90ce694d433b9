// The process that is measured: runs a case until it is warm, then a few times on the clock. Arguments: the module
// with `run`, and the clock to profile with, if at all. Prints the least time (whatever else the machine does only adds
// to it), in milliseconds, and what `run` returned.
import { start, stop } from '@tsprof/runtime';

/** Runs before the compiler has made up its mind. */
const WARM = 2;
/** So long is measured (ms), and so often at least. */
const ENOUGH = 300;
const LEAST = 2;

const [module, clock] = process.argv.slice(2);
const { run } = await import(module);

if (clock) start({ clock });
for (let runs = 0; runs < WARM; runs++) await run();
const times = [];
let result;
for (let total = 0; total < ENOUGH || times.length < LEAST; total += times.at(-1)) {
  const began = performance.now();
  result = await run();
  times.push(performance.now() - began);
}
stop();
console.log(JSON.stringify({ time: Math.min(...times), result }));
