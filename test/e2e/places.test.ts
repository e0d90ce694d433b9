/** Places where a page's code runs and nothing can be recorded: the program does what it does without probes. */
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { transformSource } from '../../plugin/src/source.ts';

const RUNTIME = readFileSync(new URL('../../runtime/dist/page/tsprof.js', import.meta.url), 'utf8');
const { code } = transformSource({
  code: 'function twice(value) { return value * 2; }\nglobalThis.result = twice(21);',
  ...{ language: 'js', format: 'script', name: 'a.js', runtime: () => '' },
});

/** The runtime as build plugins put it into a worker, in one file that loads nothing later. */
async function wholeRuntime(): Promise<string> {
  const folder = new URL('../../runtime/dist/browser/', import.meta.url).pathname;
  const contents = `import './probes.js';
import { begin } from './page.js';
import * as whole from './service-worker.js';
begin({ door: () => Promise.resolve(whole) });`;
  const stdin = { contents, resolveDir: folder };
  const { outputFiles } = await build({ stdin, bundle: true, format: 'iife', write: false });
  return outputFiles[0]!.text;
}

it('a worklet runs what is built for workers, and its console is told once, however many scripts it has', async () => {
  const said: string[] = [];
  const place: Record<string, unknown> = { console: { warn: (text: string) => said.push(text) } };
  const runtime = await wholeRuntime();
  runInNewContext(`${runtime}\n${runtime}\n${code}`, place);
  await new Promise(setImmediate);
  expect(place.result).toBe(42);
  expect(said).toEqual(['tsprof: no profile: Error: there is no clock here']);
});

const location = { href: 'http://localhost/' };

function Forbidden(): never {
  throw new Error('not supported here\nLearn more about it');
}

it.each([
  ['a worklet has no clock', {}],
  ['an edge runtime has no channel', { performance, location, BroadcastChannel: Forbidden }],
  ['an edge runtime has no chance', { performance, location, Math: { ...mathOf(), random: Forbidden } }],
  ['Node is no page', { performance, BroadcastChannel }],
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
