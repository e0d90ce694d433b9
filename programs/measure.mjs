// One program, plain and instrumented: what came out, and how long it took.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { differences, outcomeOf } from './outcome.mjs';
import { checkProfile } from './profile.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const tsprof = fileURLToPath(new URL('../cli/bin/tsprof.js', import.meta.url));

/** Beyond this time (s) of a plain run more rounds say nothing new. */
const LONG = 20;
const OUTPUT_LIMIT = 1 << 28;

/**
 * Runs a program plain, then instrumented (which fills the cache of the loader), then `rounds` times each in turn
 * on the clock. Every run's result is compared with the first one's.
 */
export function measure({ name }, { folder, rounds, clock }) {
  const settings = { script: join(here, 'cases', `${name}.mjs`), folder: join(folder, name), clock };
  const expected = runPlain(settings);
  const first = runInstrumented(settings);
  const found = [...failure(expected), ...differences(expected, first)];
  const times = { plain: [], instrumented: [] };
  for (let round = 0; round < (expected.time > LONG ? 1 : rounds); round++) {
    for (const [way, run] of Object.entries({ plain: runPlain, instrumented: runInstrumented })) {
      const outcome = run(settings);
      found.push(...differences(expected, outcome).map((line) => `${way}, round ${round + 1}: ${line}`));
      times[way].push(outcome.time);
    }
  }
  const checked = checkProfile(profileOf(settings));
  rmSync(settings.folder, { recursive: true, force: true });
  const [plain, instrumented] = [median(times.plain), median(times.instrumented)];
  return { name, differences: found, ...checked, plain, instrumented, ratio: instrumented / plain };
}

function failure({ code, stderr }) {
  return code === 0
    ? []
    : [`the plain program exits with ${code}: ${stderr.trim().split('\n').slice(0, 6).join('\n')}`];
}

function runPlain(settings) {
  return runChild([], settings);
}

function runInstrumented(settings) {
  const options = [
    'run',
    '--quiet',
    '--clock',
    settings.clock,
    '--include',
    '/**',
    '-o',
    profileOf(settings),
  ];
  return runChild([tsprof, ...options], settings);
}

/** `folder` has the same name in all runs: a program may print where it writes to. */
function runChild(before, { script, folder }) {
  const [results, times] = [join(folder, 'results'), join(folder, 'time.txt')];
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const args = [...before, join(here, 'child.mjs'), script, results, times];
  const ran = spawnSync(process.execPath, args, { cwd: here, encoding: 'utf8', maxBuffer: OUTPUT_LIMIT });
  return outcomeOf(ran, results, ran.status === 0 ? Number(readFileSync(times, 'utf8')) / 1000 : NaN);
}

function profileOf({ folder }) {
  return join(folder, 'profile.tsprof');
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle) - 1]) / 2;
}
