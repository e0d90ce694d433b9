/** Jest with its configuration passed through the plugin: tests are profiled, each by its name, in one profile. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { parseProfile } from '../../../runtime/src/profile/parse.ts';
import { runNode } from '../../e2e/support/child.ts';
import { CLEAN, FIXTURE, functionsOf, Project } from './project.ts';

const JEST = join(FIXTURE, 'node_modules', 'jest', 'bin', 'jest.js');
const REPORT = "tsprof: the tests' profile is in profile.tsprof: npx tsprof stats profile.tsprof\n";

const FUNCTIONS = [
  '<module> 1 src/add.test.ts:1',
  '<module> 1 src/double.ts:1',
  '<module> 1 src/page.test.ts:1',
  '<module> 1 src/words.js:1',
  '<module> 2 src/add.ts:1',
  'add 8 src/add.ts:1',
  'describe("sums") 1 src/add.test.ts:5',
  'describe("sums")/beforeEach() 4 src/add.test.ts:6',
  'describe("sums")/it("adds") 1 src/add.test.ts:7',
  'describe("sums")/it("doubles %i") 2 src/add.test.ts:10',
  'describe("sums")/it("has mocks") 1 src/add.test.ts:13',
  'double 2 src/double.ts:1',
  'exports.words 1 src/words.js:1',
  'test("adds in a page") 1 src/page.test.ts:3',
  'test("counts words") 1 src/add.test.ts:18',
  'upTo 3 src/add.ts:5',
];

const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'tsprof-jest-')));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/** A project with Jest and this package in it, as they would be installed. */
function createProject(name: string) {
  const project = new Project(name);
  const { root } = project;
  project.install();
  const output = join(root, 'profile.tsprof');
  beforeEach(() => rmSync(output, { force: true }));
  afterAll(() => project.remove());
  return {
    output,
    functions: () => functionsOf(parseProfile(readFileSync(output))),
    jest(environment: NodeJS.ProcessEnv, ...args: string[]) {
      const env = { ...CLEAN, TMPDIR: temporary, CI: '1', ...environment };
      return runNode([JEST, ...args], { cwd: root, env });
    },
  };
}

describe('Jest', () => {
  const { output, functions, jest } = createProject('jest');
  const PASSING = ['--testPathIgnorePatterns', 'wrong'];
  // Otherwise it takes no processes for tests that were fast before.
  const WORKERS = ['--maxWorkers', '2', '--workerIdleMemoryLimit=1GB'];

  it.each([
    ['in its own process', ['--runInBand']],
    ['once more, from its cache', ['--runInBand']],
    ['in processes', WORKERS],
    ['in threads', [...WORKERS, '--workerThreads']],
  ])('profiles tests %s', async (_, args) => {
    const { code, stderr } = await jest({ TSPROF: '1' }, ...PASSING, ...args);
    expect(code, stderr).toBe(0);
    expect(stderr.endsWith(REPORT), stderr).toBe(true);
    expect(functions()).toEqual(FUNCTIONS);
    expect(readdirSync(temporary).filter((name) => name.startsWith('tsprof-'))).toEqual([]);
  });

  it('still shows where a test fails, as without', async () => {
    const runs = [await jest({ TSPROF: '1' }, 'wrong'), await jest({}, 'wrong')];
    const [profiled, plain] = runs.map(({ code, stderr }) => {
      expect(code).toBe(1);
      expect(stderr).toContain('src/wrong.test.ts:3:27');
      return stderr.replace(REPORT, '').replaceAll(/^Time:.*| \([\d.]+ m?s\)/gm, '');
    });
    expect(profiled).toBe(plain);
    expect(functions()).toContain('test("fails") 1 src/wrong.test.ts:2');
  });

  it('takes the options of all other plugins', async () => {
    const OPTIONS = JSON.stringify({
      enabled: true,
      only: 'src/add.ts',
      clock: 'none',
      output: 'a.tsprof',
    });
    const { stderr } = await jest({ OPTIONS }, ...PASSING, '--runInBand');
    expect(stderr).toContain('npx tsprof stats a.tsprof');
    const profile = parseProfile(readFileSync(output.replace('profile.', 'a.')));
    expect(functionsOf(profile)).toEqual([
      '<module> 2 src/add.ts:1',
      'add 8 src/add.ts:1',
      'upTo 3 src/add.ts:5',
    ]);
    expect(profile.threads.map(({ clock }) => clock)).toEqual(['none']);
  });

  it('does nothing unless asked', async () => {
    const { code, stderr } = await jest({}, ...PASSING);
    expect(code).toBe(0);
    expect(stderr).not.toContain('tsprof');
    expect(existsSync(output)).toBe(false);
  });
});

describe('Jest with ES modules', () => {
  const { functions, jest } = createProject('jest-esm');

  it('profiles tests', async () => {
    const { code, stderr } = await jest({ TSPROF: '1', NODE_OPTIONS: '--experimental-vm-modules' });
    expect(code, stderr).toBe(0);
    expect(functions()).toEqual([
      '<module> 1 sum.js:1',
      '<module> 1 sum.test.js:1',
      'sum 1 sum.js:1',
      'test("sums") 1 sum.test.js:5',
    ]);
  });
});
