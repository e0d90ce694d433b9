// How true the times are: see README.md.
import { parseArgs } from 'node:util';
import { cases } from './accuracy/cases.mjs';
import { HEADINGS, cellsOf } from './accuracy/rows.mjs';
import { temporaryFolder } from './folder.mjs';
import { measureAll, recorder, show } from './measure-all.mjs';

const USAGE = `usage: npm run bench:accuracy -- [--only NAME]… [--seconds N] [--repeats N] [--record] [--json FILE]

  --only NAME   one case; may be repeated: ${cases.map(({ name }) => name).join(', ')}
  --seconds N   how long each program runs, 20 by default
  --repeats N   runs of V8's sampling profiler, 3 by default
  --record      writes what was measured into results.json, case by case, and into the tables of the documents
  --json FILE   writes the rows there`;

function readOptions() {
  const options = {
    only: { type: 'string', multiple: true },
    seconds: { type: 'string', default: '20' },
    repeats: { type: 'string', default: '3' },
    record: { type: 'boolean', default: false },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  };
  const { values } = parseArgs({ options });
  const [seconds, repeats] = ['seconds', 'repeats'].map((name) => positive(name, values[name]));
  for (const name of values.only ?? []) {
    if (!cases.some((each) => each.name === name)) throw new Error(`--only ${name}: there is no such case`);
  }
  const chosen = cases.filter(({ name }) => values.only?.includes(name) ?? true);
  return { ...values, seconds, repeats, chosen };
}

function positive(name, text) {
  if (!Number.isInteger(Number(text)) || Number(text) < 1)
    throw new Error(`--${name} ${text} is no number of ${name}`);
  return Number(text);
}

async function main({ chosen, seconds, repeats, record, json }) {
  const settings = { folder: temporaryFolder(), seconds, repeats };
  const how = { rounds: repeats, period: seconds };
  const keep = record ? recorder('accuracy', cases) : undefined;
  const measured = await measureAll(chosen, settings, { how, keep });
  show(measured, { headings: HEADINGS, cellsOf, json });
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
