// What the command is told.
import { parseArgs } from 'node:util';
import { cases } from './cases.mjs';

export const USAGE = `usage: npm run bench -- [--only NAME]… [--rounds N] [--json FILE] [--smoke]

  --only NAME   one case; may be repeated: ${cases.map(({ name }) => name).join(', ')}
  --rounds N    rounds to run, 3 by default: more are slower and more certain
  --json FILE   writes the rows there too
  --smoke       the short cases, roughly; fails where all rounds are three times worse than the target`;

/** The options, checked; throws an error of one line. */
export function readOptions() {
  const options = {
    only: { type: 'string', multiple: true },
    rounds: { type: 'string', default: '3' },
    json: { type: 'string' },
    smoke: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  };
  const { values } = parseArgs({ options });
  const { only, smoke } = values;
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds ${values.rounds} is no number of rounds`);
  for (const name of only ?? []) {
    if (!cases.some((each) => each.name === name)) throw new Error(`--only ${name}: there is no such case`);
  }
  const chosen = cases.filter(({ name, inSmoke }) => only?.includes(name) ?? (!smoke || inSmoke));
  return { ...values, chosen, rounds };
}
