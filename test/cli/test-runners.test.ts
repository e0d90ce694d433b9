/** Test runners below `tsprof run -- npx …`: tests that Node loads are profiled, of those that it does not load that is said. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { beforeAll, expect, test } from 'vitest';
import type { Profile } from '@tsprof/runtime/profile';
import { TSPROF, callCounts, cleanEnv, removeProjects, runNode, type Ran } from './projects.ts';

let directory: string;

beforeAll(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'tsprof-runners-')));
  const modules = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), '..');
  symlinkSync(modules, join(directory, 'node_modules'));
  const files = {
    'package.json': '{ "type": "module", "scripts": { "test": "node --test suite.mjs" } }',
    'fib.mjs': 'export function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }\n',
    'suite.mjs': `import { test } from 'node:test'; import { fib } from './fib.mjs'; test('fib', () => void fib(5));\n`,
    'fib.test.mjs': `import { expect, test } from 'vitest'; import { fib } from './fib.mjs'; test('fib', () => expect(fib(5)).toBe(5));\n`,
  };
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return () => removeProjects(directory);
});

async function run(...command: readonly string[]): Promise<Ran & { readonly calls: Record<string, number> }> {
  const args = [TSPROF, 'run', '--limit', '0', '-o', 'out.tsprof', '--', ...command];
  const ran = await runNode(args, { cwd: directory, env: cleanEnv() });
  const profile = JSON.parse(readFileSync(join(directory, 'out.tsprof'), 'utf8')) as Profile;
  return { ...ran, calls: callCounts(profile) };
}

test("Node's own test runner, by a package script", async () => {
  const { code, calls, stderr } = await run('npm', 'test');
  expect(code).toBe(0);
  // As they are, nothing is said of ES modules that were left out.
  expect(stderr).not.toContain('ES modules');
  // fib(5) makes 15 calls in all.
  expect(calls['fib']).toBe(15);
});

test.each(['forks', 'threads'])('Vitest with %s: says how its tests are profiled', async (pool) => {
  const { code, stderr, calls } = await run('npx', 'vitest', 'run', '--pool', pool);
  expect(code).toBe(0);
  expect(stderr).toContain(
    'tsprof: Vitest loads tests, and what they import, by itself: they are in this profile only with ' +
      'unplugin-tsprof/vite, a plugin for its configuration\n',
  );
  expect(calls['fib']).toBeUndefined();
});

test('Vitest with our plugin and reporter: one profile, each call once, and the slowest tests', async () => {
  const config = `import tsprof from 'unplugin-tsprof/vite';
    export default { plugins: [tsprof({ only: '*.mjs' })], test: { reporters: ['default', ['tsprof/vitest', { limit: 5 }]] } };`;
  writeFileSync(join(directory, 'vitest.plugin.config.js'), config);
  const { code, stderr, calls } = await run('npx', 'vitest', 'run', '--config', 'vitest.plugin.config.js');
  expect(code).toBe(0);
  expect(stderr).not.toContain('by itself');
  expect(calls['fib']).toBe(15);
  expect(stderr).toMatch(/\n1 test, sorted by total\n\n.*\ntest\("fib"\) +1 .* fib\.test\.mjs:1\n$/);
});
