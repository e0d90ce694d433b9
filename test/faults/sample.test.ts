import { expect, test } from 'vitest';
// @ts-expect-error: a script without types
import { runTrial } from '../../scripts/faults/run-trial.mjs';
// @ts-expect-error: a script without types
import { isWell } from '../../scripts/faults/table.mjs';
// @ts-expect-error: a script without types
import { trialsOf } from '../../scripts/faults/trials.mjs';

interface Trial {
  readonly target: string;
  readonly signal: string;
  readonly after: number;
}

/** A few of those that `npm run faults` has, hit early: some of each target and signal. */
const SAMPLE = [
  'main SIGKILL',
  'main SIGTERM',
  'child SIGINT',
  'command SIGHUP',
  'all processes at once SIGKILL',
];
const EARLY = 1500;

const trials = (trialsOf(1, 11) as Trial[])
  .filter(({ target, signal }) => SAMPLE.includes(`${target} ${signal}`))
  .map((trial) => ({ ...trial, after: trial.after % EARLY }));

test.concurrent.each(trials)('$target hit by $signal: nothing is lost, nothing left', async (trial) => {
  const result = (await runTrial(trial)) as object;
  expect({ ...result, isWell: isWell({ ...result, trial }) as boolean }).toMatchObject({
    problems: [],
    isWell: true,
  });
});
