// The process that is measured: runs a program until it is warm, then a few times on the clock. Arguments: the module
// with `run`, and settings: the clock to profile with, if at all; `run`'s own argument; whether a rough figure is
// enough. Prints the least time (whatever else the machine does only adds to it), in milliseconds, and what `run`
// returned.

/**
 * So long, and so often at least, before and on the clock (ms, runs). V8 takes seconds to make up its mind: prettier's
 * third run still takes twice as much processor time as its tenth.
 */
const THOROUGH = { warm: [3000, 2], measured: [1000, 3] };
const ROUGH = { warm: [500, 1], measured: [0, 1] };

const [module, settings] = process.argv.slice(2);
const { clock, argument, isShort } = JSON.parse(settings);
const { warm, measured } = isShort ? ROUGH : THOROUGH;

/** Times of runs, until there are enough, on the clock and by what all threads have taken of processors; and the last one's result. */
async function timeRuns([enough, least]) {
  const times = [];
  const cpu = [];
  let result;
  for (let total = 0; total < enough || times.length < least; total += times.at(-1)) {
    const before = process.cpuUsage();
    const began = performance.now();
    result = await run(argument);
    times.push(performance.now() - began);
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / 1e3);
  }
  return { time: Math.min(...times), cpu: Math.min(...cpu), result };
}

// A plain process has nothing of ours in it. Profiling starts first: probes that are sampled are others from the beginning.
const profiler = clock === undefined ? undefined : await import('@tsprof/runtime');
profiler?.start({ clock });
const { run } = await import(module);
await timeRuns(warm);
const outcome = await timeRuns(measured);
profiler?.stop();
console.log(JSON.stringify(outcome));
// What has not settled by now is no part of it.
process.exit();
