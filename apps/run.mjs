// Builds apps plain and profiled, and drives both in Chromium: see apps/README.md.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));
const names = readdirSync(here).filter((name) => existsSync(`${here}${name}/app.test.ts`));

const USAGE = `usage: npm run apps -- [--only NAME]…

  --only NAME  this app alone; may be repeated: ${names.join(', ')}`;

/** Throws what is to be said on bad usage. */
function readOptions() {
  const options = {
    only: { type: 'string', multiple: true, default: names },
    help: { type: 'boolean', default: false },
  };
  const { values } = parseArgs({ options });
  for (const name of values.only) if (!names.includes(name)) throw new Error(`--only ${name}: no such app`);
  return values;
}

/** Its exit code is 1 when something did not hold. */
function checkApps(only) {
  const files = only.map((name) => `${name}/app.test.ts`);
  const args = [
    `${root}node_modules/vitest/vitest.mjs`,
    'run',
    '--config',
    `${here}vitest.config.ts`,
    ...files,
  ];
  return spawnSync(process.execPath, args, { cwd: here, stdio: 'inherit' }).status ?? 1;
}

let options;
try {
  options = readOptions();
} catch (error) {
  console.error(`${error.message}\n${USAGE}`);
  process.exit(2);
}
if (options.help) console.log(USAGE);
else process.exitCode = checkApps(options.only);
