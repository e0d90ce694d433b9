// Programs that are killed at random moments, and what is left of their profiles: see docs/faults.md.
import { parseArgs } from 'node:util';
import { runTrial } from './faults/run-trial.mjs';
import { isWell, tableOf } from './faults/table.mjs';
import { trialsOf } from './faults/trials.mjs';

const USAGE = `usage: npm run faults -- [--times N] [--seed S] [--only WORDS] [--jobs N]

  --times N     so many random moments for each signal and what it hits, 100 by default
  --seed S      the same moments as a run that failed
  --only WORDS  only what hits these, such as "main SIGTERM"
  --jobs N      so many trials at the same time, 2 by default`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      times: { type: 'string', default: '100' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
      only: { type: 'string', default: '' },
      jobs: { type: 'string', default: '2' },
    },
  });
  for (const name of ['times', 'seed', 'jobs'])
    if (!/^\d+$/.test(values[name])) throw new Error(`--${name} ${values[name]} is no whole number`);
  return values;
}

/** Its exit code is 1 when something went wrong. */
async function main({ times, seed, only, jobs }) {
  const trials = trialsOf(Number(times), Number(seed)).filter(({ target, signal }) =>
    `${target} ${signal}`.startsWith(only),
  );
  console.log(`${trials.length} trials, seed ${seed}`);
  const results = [];
  const next = trials.values();
  await Promise.all(Array.from({ length: Number(jobs) }, () => work(next, results)));
  console.log(tableOf(inOrder(results, trials)));
  return results.every(isWell) ? 0 : 1;
}

async function work(next, results) {
  for (const trial of next) {
    const result = { trial, ...(await runTrial(trial)) };
    results.push(result);
    if (!isWell(result)) console.log(complaint(result));
  }
}

function inOrder(results, trials) {
  return [...results].sort((a, b) => trials.indexOf(a.trial) - trials.indexOf(b.trial));
}

function complaint({ trial, problems, calls, lost, lostEarly }) {
  const { target, signal, after, clock, row } = trial;
  const what = `${target} ${signal} after ${after} ms, clock ${clock}, ${row} calls in a row`;
  return [`${what}: ${lost} of ${calls} calls lost, ${lostEarly} of them early`, ...problems].join('\n  ');
}

let options;
try {
  options = readOptions();
} catch (error) {
  console.error(`${error.message}\n${USAGE}`);
  process.exit(2);
}
process.exitCode = await main(options);
