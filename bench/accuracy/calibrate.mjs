// Finds the size of the inline half of chatty.mjs at which both halves take the same time. Argument: the module, bare.
import { median } from '../rows.mjs';

/** Times of calibrating, each with so many runs; the first ones warm up. */
const TIMES = 5;
const RUNS = 101;

const { timeHalves } = await import(process.argv[2]);
let calls;
for (let time = 0; time < TIMES; time++) {
  const halves = Array.from({ length: RUNS }, () => timeHalves(calls));
  const ratio = median(halves.map(({ chatty, inline }) => chatty / inline));
  calls = Math.round(halves[0].calls * ratio);
}
console.log(JSON.stringify({ calls }));
