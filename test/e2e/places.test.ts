/** Places where a page's code runs and nothing can be recorded: the program does what it does without probes. */
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { transformSource } from '../../plugin/src/source.ts';

const RUNTIME = readFileSync(new URL('../../runtime/dist/page/tsprof.js', import.meta.url), 'utf8');
const { code } = transformSource({
  code: 'function twice(value) { return value * 2; }\nglobalThis.result = twice(21);',
  ...{ language: 'js', format: 'script', name: 'a.js', runtime: () => '' },
});

function Forbidden(): never {
  throw new Error('not supported here\nLearn more about it');
}

it.each([
  ['a worklet has no clock', {}],
  ['an edge runtime has no channel', { performance, BroadcastChannel: Forbidden }],
  ['an edge runtime has no chance', { performance, Math: { ...mathOf(), random: Forbidden } }],
])('%s: probes do nothing, and the console is told once', async (_, globals) => {
  const said: string[] = [];
  const console = { warn: (text: string) => said.push(text) };
  const place: Record<string, unknown> = { ...globals, console };
  runInNewContext(`${RUNTIME}\n${code}`, place);
  await new Promise(setImmediate);
  expect(place.result).toBe(42);
  expect(said).toEqual([expect.stringMatching(/^tsprof: no profile: Error: .+$/)]);
});

it('does without a console, too', () => {
  const place: { result?: number } = {};
  runInNewContext(`delete globalThis.console;\n${RUNTIME}\n${code}`, place);
  expect(place.result).toBe(42);
});

function mathOf(): Partial<Math> {
  const names = Object.getOwnPropertyNames(Math) as (keyof Math)[];
  return Object.fromEntries(names.map((name) => [name, Math[name]])) as Partial<Math>;
}
