import { readFileSync } from 'node:fs';
import { minify } from 'terser';

const input = readFileSync(new URL('input.txt', import.meta.url), 'utf8');

export async function run() {
  return (await minify(input)).code.length;
}
