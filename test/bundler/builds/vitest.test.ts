/** Vitest with the plugin: tests are profiled wherever it runs them, each by its name, and one profile has them all. */
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseProfile } from '../../../runtime/src/profile/parse.ts';
import { runNode } from '../../e2e/support/child.ts';
import { CLEAN, FIXTURE, functionsOf, Project } from './project.ts';

const MODULES = join(FIXTURE, '..', '..', 'node_modules');
const VITEST = join(MODULES, 'vitest', 'vitest.mjs');

/** In the `vm` pools Vitest runs a module once for all test files of a process. */
const functions = (modules: number) => [
  '<module> 1 add.test.ts:1',
  `<module> ${modules} add.ts:1`,
  '<module> 1 double.ts:1',
  '<module> 1 other.test.ts:1',
  'add 8 add.ts:1',
  'describe("sums") 1 add.test.ts:6',
  'describe("sums")/beforeEach() 4 add.test.ts:7',
  'describe("sums")/it("adds") 1 add.test.ts:8',
  'describe("sums")/it("doubles %i") 2 add.test.ts:11',
  'describe("sums")/it("has mocks") 1 add.test.ts:14',
  'double 2 double.ts:1',
  'test("adds elsewhere") 1 other.test.ts:3',
];

const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'tsprof-vitest-')));
const project = new Project('vitest');
const output = join(project.root, 'profile.tsprof');

beforeAll(() => symlinkSync(MODULES, join(project.root, 'node_modules'), 'junction'));
afterAll(() => {
  project.remove();
  rmSync(temporary, { recursive: true, force: true });
});

function vitest(environment: NodeJS.ProcessEnv, ...args: string[]) {
  const env = { ...CLEAN, TMPDIR: temporary, ...environment };
  return runNode([VITEST, 'run', ...args], { cwd: project.root, env });
}

it.each([
  ['forks', 2],
  ['threads', 2],
  ['vmForks', 1],
  ['vmThreads', 1],
])('profiles tests, pool %s', async (pool, modules) => {
  rmSync(output, { force: true });
  const { code, stderr } = await vitest({ TSPROF: '1' }, '--pool', pool, '--maxWorkers', '1');
  expect(code, stderr).toBe(0);
  expect(stderr).toBe("tsprof: the tests' profile is in profile.tsprof: npx tsprof stats profile.tsprof\n");
  expect(functionsOf(parseProfile(readFileSync(output)))).toEqual(functions(modules).sort());
  expect(readdirSync(temporary).filter((name) => name.startsWith('tsprof-'))).toEqual([]);
});

it('leaves profiles where TSPROF_DIR says', async () => {
  rmSync(output, { force: true });
  const { code, stderr } = await vitest({ TSPROF: '1', TSPROF_DIR: 'profiles' }, 'other');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [file, ...others] = readdirSync(join(project.root, 'profiles'));
  expect(others).toEqual([]);
  const profile = parseProfile(readFileSync(join(project.root, 'profiles', file!)));
  expect(functionsOf(profile)).toContain('add 1 add.ts:1');
  expect(existsSync(output)).toBe(false);
});

it('does nothing unless asked', async () => {
  rmSync(output, { force: true });
  expect(await vitest({})).toMatchObject({ code: 0, stderr: '' });
  expect(existsSync(output)).toBe(false);
});
