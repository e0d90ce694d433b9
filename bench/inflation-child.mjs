// One run of a program, bare and profiled by turns in one process, so that whatever else the machine does strikes both.
// Arguments: the folder, and settings: seconds, `run`'s own argument, the clock. Prints a line of JSON, for each turn: what a run
// takes bare and profiled (ms), how many there were profiled, and what of these is shown as time of the program (ms).
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Each half of a turn takes so long (ms); V8 takes seconds to make up its mind. */
const HALF = 200;
const WARM = 3000;

const [folder, settings] = process.argv.slice(2);
const { seconds, argument, clock = 'auto', isShort } = JSON.parse(settings);
const load = (copy) => import(pathToFileURL(join(folder, copy, 'main.mjs')).href);
const profiler = await import('@tsprof/runtime');
profiler.start({ clock });
const [bare, profiled] = [await load('plain'), await load('instrumented')];

/** Runs it until `period` ms have passed; returns how often that was, and how long (ms) each took. */
async function runFor(run, period) {
  const began = performance.now();
  let runs = 0;
  do {
    await run(argument);
    runs++;
  } while (performance.now() - began < period);
  return { runs, time: (performance.now() - began) / runs };
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** What is shown as time of the program, ns: own times of functions, and the root's less what is the profiler's of it. */
async function taken() {
  const { threads } = await profiler.snapshot();
  const { edges, rootSelf, health } = threads[0];
  const { paused = 0, probes = 0 } = health;
  const shown = sum(edges.tsub) + rootSelf - paused - probes;
  return { shown: shown / 1e6, probes: probes / 1e6, calls: sum(edges.ncall), health };
}

async function turn(period) {
  const { time } = await runFor(bare.run, period);
  profiler.clear();
  const { runs, time: profiledTime } = await runFor(profiled.run, period);
  return { bare: time, profiled: profiledTime, runs, ...(await taken()) };
}

await turn(isShort ? HALF : WARM);
const turns = [];
const began = performance.now();
do turns.push(await turn(HALF));
while (performance.now() - began < seconds * 1000);
console.log(JSON.stringify(turns));
process.exit();
