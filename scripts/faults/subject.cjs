// What the suite of faults kills: a main thread, a child and a worker, as asked for, that count their own calls in
// files. Arguments: folder for the files, kinds of threads, calls in a row, for how long to run at most (ms).
const { fork } = require('node:child_process');
const { existsSync, openSync, writeFileSync, writeSync } = require('node:fs');
const { join } = require('node:path');
const { isMainThread, Worker, workerData } = require('node:worker_threads');

const [folder, kinds, row, duration] = workerData ?? process.argv.slice(2);
const isChild = process.send !== undefined;
const name = !isMainThread ? 'worker' : isChild ? 'child' : 'main';

/** Time in the counts' file, ms: the count at the end of each such stretch since the first one. */
const SLOT = 50;
const file = openSync(join(folder, `${name}.counts`), 'w');
/** There as soon as the program is to end by itself. */
const end = join(folder, 'end');
const began = Date.now();
writeSync(file, Float64Array.of(began), 0, 8, 0);
let count = 0;

/** Each kind of thread has a function of its own, by which its calls are told apart in the profile. */
const ticks = {
  main() {
    count++;
  },
  child() {
    count++;
  },
  worker() {
    count++;
  },
};
const tick = ticks[name];

/** Counts are in the kernel's hands when this returns: whatever kills us, they are known. */
function run() {
  for (let calls = 0; calls < Number(row); calls++) tick();
  const slot = Math.floor((Date.now() - began) / SLOT);
  writeSync(file, Float64Array.of(count), 0, 8, 8 * (1 + slot));
}

const timer = setInterval(() => {
  run();
  if (Date.now() - began < Number(duration) && !existsSync(end)) return;
  clearInterval(timer);
  if (isChild) process.disconnect();
}, 2);

if (isMainThread) writeFileSync(join(folder, `${name}.pid`), String(process.pid));
if (name === 'main') {
  const ends = (signal) => console.log(`child ${signal}`);
  if (kinds.includes('child'))
    fork(__filename, process.argv.slice(2)).on('exit', (_, signal) => ends(signal));
  if (kinds.includes('worker')) new Worker(__filename, { workerData: process.argv.slice(2) });
}
