import { readFileSync } from 'node:fs';
import babel from 'prettier/plugins/babel';
import estree from 'prettier/plugins/estree';
import { format } from 'prettier/standalone';

const input = readFileSync(new URL('input.txt', import.meta.url), 'utf8');

export async function run() {
  return (await format(input, { parser: 'babel', plugins: [babel, estree] })).length;
}
