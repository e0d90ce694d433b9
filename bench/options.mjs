// What the command is told.
import { parseArgs } from 'node:util';
import { cases } from './cases.mjs';
import { deadline, oldestFirst, readResults } from './results.mjs';

export const USAGE = `usage: npm run bench -- [--only NAME]… [--rounds N] [--minutes N] [--record] [--json FILE] [--smoke]

  --only NAME   one case; may be repeated: ${cases.map(({ name }) => name).join(', ')}
  --rounds N    rounds to run, 3 by default: more are slower and more certain
  --minutes N   begins with what was recorded longest ago, and leaves out what would not be over by then
  --record      writes what was measured into results.json, case by case, and into the tables of the documents
  --json FILE   writes the rows there
  --smoke       the short cases, roughly; fails where all rounds are three times worse than the target`;

/** The options, checked; throws an error of one line. */
export function readOptions() {
  const options = {
    only: { type: 'string', multiple: true },
    rounds: { type: 'string', default: '3' },
    minutes: { type: 'string' },
    record: { type: 'boolean', default: false },
    json: { type: 'string' },
    smoke: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  };
  const { values } = parseArgs({ options });
  const rounds = positive('rounds', values.rounds);
  if (values.smoke && values.record) throw new Error('--record --smoke: rough figures are not recorded');
  const recorded = readResults().costs;
  const minutes = values.minutes && positive('minutes', values.minutes);
  const fits = minutes === undefined ? () => true : deadline(recorded, { minutes, rounds });
  return { ...values, chosen: choose(values, recorded), rounds, fits };
}

/** The cases asked for. */
function choose({ only, smoke, minutes }, recorded) {
  for (const name of only ?? []) {
    if (!cases.some((each) => each.name === name)) throw new Error(`--only ${name}: there is no such case`);
  }
  const chosen = cases.filter(({ name, inSmoke }) => only?.includes(name) ?? (!smoke || inSmoke));
  return minutes === undefined ? chosen : oldestFirst(chosen, recorded);
}

function positive(name, text) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} ${text} is no number of ${name}`);
  return number;
}
