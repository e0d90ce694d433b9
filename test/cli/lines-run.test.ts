/** Real runs with lines: without a clock, so that there are counts alone, and these are exact. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { TSPROF, cleanEnv, runNode } from './projects.ts';

const FILES = {
  'main.mjs': `import { helper } from './helper.cjs';
import { typed } from './typed.mts';
for (let i = 0; i < 3; i++) helper(i);
console.log(await typed(2));
`,
  'helper.cjs': `exports.helper = function helper(n) {
  let sum = 0;
  while (n-- > 0)
    sum += n;
  return sum;
};
`,
  'typed.mts': `interface Unused { a: number }
export async function typed(n: number): Promise<number> {
  let sum: number = 0;
  for await (const x of [1, 2, 3]) {
    if (x === n) continue;
    sum += x;
  }
  return sum satisfies number;
}
`,
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tsprof-lines-run-'));
  mkdirSync(join(folder, 'out'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  return () => rmSync(folder, { recursive: true, force: true });
});

/** Hits by line, for each file that tells of any. */
async function hitsOf(...options: readonly string[]): Promise<Record<string, Record<number, number>>> {
  const args = ['run', '--quiet', '--clock', 'none', '-o', 'out/profile.tsprof', ...options, 'main.mjs'];
  const { stdout, stderr } = await runNode([TSPROF, ...args], { cwd: folder, env: cleanEnv() });
  expect({ stdout, stderr }).toEqual({ stdout: '4\n', stderr: '' });
  const profile = JSON.parse(readFileSync(join(folder, 'out/profile.tsprof'), 'utf8')) as Profile;
  const hits: Record<string, Record<number, number>> = {};
  const { lines } = profile.threads[0]!;
  lines?.site.forEach((site, row) => {
    const file = profile.files[profile.sites.file[site]!]!;
    (hits[file] ??= {})[lines.line[row]!] = lines.hits[row]!;
  });
  return hits;
}

const HELPER = { 1: 3, 2: 3, 3: 6, 4: 3, 5: 3 };

test('ES modules, CommonJS and TypeScript: lines of the source, as often as they are come to', async () => {
  const found = await hitsOf('--lines');
  expect(found['main.mjs']).toEqual({ 3: 4, 4: 1 });
  expect(found['helper.cjs']).toEqual(HELPER);
  expect(found['typed.mts']).toEqual({ 2: 1, 3: 1, 4: 4, 5: 3, 6: 2, 8: 1 });
});

test('of some files alone, or of none', async () => {
  expect(await hitsOf('--lines=helper.cjs')).toEqual({ 'helper.cjs': HELPER });
  expect(await hitsOf()).toEqual({});
});

test('a glob that matches nothing is told of', async () => {
  const args = ['run', '-o', 'out/none.tsprof', '--lines=nothing.js', 'main.mjs'];
  const { stderr } = await runNode([TSPROF, ...args], { cwd: folder, env: cleanEnv() });
  expect(stderr).toContain("--lines 'nothing.js' matches none of the files that were loaded");
});
