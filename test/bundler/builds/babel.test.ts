/** Babel alone, as `babel-loader` under webpack: its plugin takes probes from this package, and there is no other. */
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { parseProfile } from '../../../runtime/src/profile/parse.ts';
import { succeed } from '../../e2e/support/child.ts';
import { CLEAN, fileIn, filesOf, FIXTURE, functionsOf, originalPlace, Project } from './project.ts';

const FUNCTIONS = [
  '<module> 1 src/later.ts:1',
  '<module> 1 src/main.tsx:1',
  '<module> 1 src/threads.ts:1',
  '<module> 1 src/work.ts:1',
  'Total 1 src/main.tsx:15',
  'double 5 src/work.ts:4',
  'h 2 src/main.tsx:11',
  'main 1 src/main.tsx:17',
  'square 1 src/later.ts:1',
  'twice 5 src/work.ts:9',
];

const RESULT = { tag: 'p', children: [{ tag: 'b', children: [400] }] };

const project = new Project();
project.install();
afterAll(() => project.remove());

it('profiles a page, in its own thread', async () => {
  const out = await project.build('babel', 'page', {});
  const { result, profile, stack } = await project.run(fileIn(out, /^main\.mjs$/));
  expect(result).toEqual(RESULT);
  expect(functionsOf(profile)).toEqual(FUNCTIONS);
  expect(originalPlace(stack)).toMatch(/^work\.ts:12:/);
  expect(Object.keys(filesOf(out)).filter((file) => file.includes('replay-worker'))).toEqual([]);
});

it('profiles a process', async () => {
  const out = await project.build('babelNode', 'node', {});
  symlinkSync(join(FIXTURE, '..', '..', 'node_modules'), join(out, 'node_modules'), 'junction');
  const file = pathToFileURL(fileIn(out, /^main\.mjs$/)).href;
  const script = `await import('${file}'); console.log(JSON.stringify(await app.main()));`;
  const args = ['--input-type=module', '--eval', script];
  expect(JSON.parse(await succeed(process.execPath, args, { cwd: out, env: CLEAN }))).toEqual(RESULT);
  expect(functionsOf(parseProfile(readFileSync(join(out, 'profile.tsprof'))))).toEqual(FUNCTIONS);
});
