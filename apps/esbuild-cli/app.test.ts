/** A command-line program by esbuild: the bundle runs in Node and writes its own profile. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseProfile } from '@tsprof/runtime/profile';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { APPS, buildApp } from '../support/build.ts';
import { expectedRows, foundRows } from '../support/counts.ts';
import type { Count } from '../support/counts.ts';

const LINES = 4;
/** Of the poem's four lines. */
const WORDS = 4 + 6 + 5 + 5;
const POEMS = 2;
/** Two poems and a file that is not there. */
const FILES = POEMS + 1;

const folder = join(APPS, 'esbuild-cli');
const scratch = mkdtempSync(join(tmpdir(), 'tsprof-apps-'));
const profile = join(scratch, 'profile.tsprof');

beforeAll(async () => {
  rmSync(join(folder, 'dist'), { recursive: true, force: true });
  for (const [out, isProfiled] of [
    ['dist/plain', false],
    ['dist/profiled', true],
  ] as const)
    await buildApp({ folder, build: () => ['build.mjs'], out, isProfiled });
});
afterAll(() => rmSync(scratch, { recursive: true }));

function run(out: string) {
  const args = [`dist/${out}/wc.mjs`, 'poem.txt', 'poem.txt', 'missing.txt'];
  const env = { ...process.env, TSPROF_OUTPUT: profile };
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { stdout, stderr, status };
}

const main = { file: 'src/main.ts' };
const count = { file: 'src/count.ts' };
const counts: Count[] = [
  { ...main, name: '<module>', at: "from 'node:util'", ncall: 1, nsuspend: 1 },
  { ...main, name: 'main', at: 'function main(', ncall: 1, nsuspend: 1 },
  { ...main, name: 'tryToCount', at: 'function tryToCount(', ncall: FILES, nsuspend: FILES },
  { ...count, name: 'countFile', at: 'function countFile(', ncall: FILES },
  { ...count, name: 'wordsOf', at: 'function* wordsOf(', ncall: POEMS * LINES, nyield: POEMS * WORDS },
  { name: 'row', file: 'src/table.ts', at: 'const row =', ncall: POEMS },
  { name: 'table', file: 'src/table.ts', at: 'function table(', ncall: 1 },
];

it('does the same as plain, and has exact counts', () => {
  const plain = run('plain');
  expect(plain).toMatchObject({ status: 1, stdout: '4\t20\tpoem.txt\n4\t20\tpoem.txt\n' });
  expect(existsSync(profile)).toBe(false);
  expect(run('profiled')).toEqual(plain);
  expect(foundRows(parseProfile(readFileSync(profile, 'utf8')), counts)).toEqual(
    expectedRows(folder, counts),
  );
});
