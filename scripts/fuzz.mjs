// Generated programs, bare and instrumented: see docs/fuzz.md. Both tests of test/fuzz run at the same time.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const USAGE = `usage: npm run fuzz -- [--programs N] [--seed S] [--seconds N]

  --programs N  so many programs for each of the two tests, 10000 by default
  --seed S      the same programs as a run that failed
  --seconds N   how long a program may take on the average, 1 by default; more where the machine is busy`;

/** Throws what is to be said on bad usage. */
function readOptions() {
  const options = {
    programs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    seconds: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  };
  const { values } = parseArgs({ options });
  if (!/^[1-9]\d*$/.test(values.programs))
    throw new Error(`--programs ${values.programs} is no number of programs`);
  if (!/^-?\d+$/.test(values.seed)) throw new Error(`--seed ${values.seed} is no whole number`);
  if (!/^[1-9]\d*$/.test(values.seconds))
    throw new Error(`--seconds ${values.seconds} is no number of seconds`);
  return values;
}

/** Its exit code is 1 when a program failed. */
function fuzz({ programs, seed, seconds }) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  console.log(`${programs} programs for each test, seed ${seed}`);
  const env = { ...process.env, FUZZ: programs, SEED: seed, FUZZ_SECONDS: seconds };
  const args = ['node_modules/vitest/vitest.mjs', 'run', 'test/fuzz', '--maxWorkers=2'];
  return spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' }).status ?? 1;
}

let options;
try {
  options = readOptions();
} catch (error) {
  console.error(`${error.message}\n${USAGE}`);
  process.exit(2);
}
if (options.help) console.log(USAGE);
else process.exitCode = fuzz(options);
