/** What Node prints of an error that nobody catches is the same to the letter: the line, the mark below it, the stack. */
import { cpSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { TSPROF, removeProjects, runNode } from './projects.ts';

const PROGRAMS = fileURLToPath(new URL('../../fixtures/unseen/uncaught', import.meta.url));

let directory: string;

beforeAll(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'uncaught errors ')));
  cpSync(PROGRAMS, directory, { recursive: true });
  return () => removeProjects(directory);
});

/** Frames of Node at the end are others on newer versions, on the way from its loader to a module. */
const withoutLoader = (text: string): string => text.replace(/^ +at .*\bnode:internal\/modules\/.*\n/gm, '');

const HOWS = ['error', 'text', 'undefined', 'native', 'late', 'rejected', 'frozen', 'exit'];

test.each([
  ...HOWS.flatMap((how) => [
    ['raise.mjs', how],
    ['raise.cjs', how],
  ]),
  ['forked.mjs', 'error'],
  ['built.mjs', ''],
  ['built.mjs', '', '--exclude', '**/built.mjs'],
])('%s %s %s', async (name, how, ...options) => {
  const program = [join(directory, name!), how!];
  const plain = await runNode(program);
  expect(plain.stderr).not.toBe('');
  const run = [TSPROF, 'run', '--quiet', '-o', join(directory, 'out.tsprof'), ...options];
  const ran = await runNode([...run, ...program]);
  expect({ ...ran, stderr: withoutLoader(ran.stderr) }).toEqual({
    ...plain,
    stderr: withoutLoader(plain.stderr),
  });
});
