import { readFileSync } from 'node:fs';
import { parse } from './acorn.mjs';

const input = readFileSync(new URL('input.txt', import.meta.url), 'utf8');

export function run() {
  return parse(input, { ecmaVersion: 'latest', sourceType: 'module' }).body.length;
}
