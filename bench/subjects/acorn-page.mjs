import { parse } from './acorn.mjs';

const input = await (await globalThis.fetch(new URL('input.txt', import.meta.url))).text();

export function run() {
  return parse(input, { ecmaVersion: 'latest', sourceType: 'module' }).body.length;
}
