// How much slower programs get: plain against instrumented, in turn. See README.md.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cases } from './cases.mjs';
import { measure } from './measure.mjs';
import { prepare } from './prepare.mjs';
import { machine, table } from './table.mjs';

const USAGE = `usage: npm run bench -- [--rounds N] [--only NAME]

  --rounds N    rounds to run, 3 by default: more are slower and more certain
  --only NAME   one case: ${cases.map(({ name }) => name).join(', ')}`;

function readOptions() {
  const options = {
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    help: { type: 'boolean' },
  };
  const { values } = parseArgs({ options });
  const rounds = Number(values.rounds);
  const chosen = cases.filter(({ name }) => values.only === undefined || name === values.only);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds ${values.rounds} is no number of rounds`);
  if (chosen.length === 0) throw new Error(`--only ${values.only}: there is no such case`);
  return { rounds, chosen, help: values.help };
}

/** Below the repository's own packages: instrumented copies must find the runtime. */
function temporaryFolder() {
  const cache = fileURLToPath(new URL('../node_modules/.cache', import.meta.url));
  mkdirSync(cache, { recursive: true });
  return mkdtempSync(join(cache, 'tsprof-bench-'));
}

async function main({ rounds, chosen }) {
  const folder = temporaryFolder();
  try {
    console.log(`${machine()}\n${rounds} rounds; ratios to plain: median, fastest and slowest round`);
    for (const each of chosen) {
      const own = join(folder, each.name);
      const title = await prepare(each, own);
      const rows = measure(own, rounds, (round) =>
        console.error(`${each.name}: round ${round + 1} of ${rounds} …`),
      );
      console.log(`\n${table(title, rows)}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

let options;
try {
  options = readOptions();
} catch (error) {
  console.error(`${error.message}\n${USAGE}`);
  process.exit(2);
}
if (options.help) console.log(USAGE);
else await main(options);
