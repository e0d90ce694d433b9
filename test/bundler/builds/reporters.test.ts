/** Jest and Mocha with our reporters: the slowest tests, below `tsprof run` or the plugin, and nothing else is another. */
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runNode, type Ended } from '../../e2e/support/child.ts';
import { CLEAN, FIXTURE, Project } from './project.ts';

const TSPROF = join(FIXTURE, '..', '..', 'cli', 'bin', 'tsprof.js');
const RUN = [TSPROF, 'run', '--limit', '0', '--', process.execPath];

const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'tsprof-reporters-')));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/** A project in which all of it is installed; `run` runs Node in it. */
function createProject(name: string) {
  const project = new Project(name);
  project.install(true);
  afterAll(() => project.remove());
  return {
    root: project.root,
    run(environment: NodeJS.ProcessEnv, ...args: string[]): Promise<Ended> {
      // Mocha looks for reporters from where it is itself, which is usually beside them.
      const common = { TMPDIR: temporary, CI: '1', NODE_PATH: join(project.root, 'node_modules') };
      return runNode(args, { cwd: project.root, env: { ...CLEAN, ...common, ...environment } });
    },
  };
}

/** The tests in the table of a reporter, `name count file:line`, and what stands around them. */
function tableIn(text: string): { readonly heading: string; readonly tests: string[]; readonly end: string } {
  const [, heading = '', rows = '', end = ''] =
    /\n(\d+ tests?, sorted by \w+)\n\ntest .*file:line\n((?:.+\n)+)\n?(.* shown)?/.exec(text) ?? [];
  const tests = rows
    .trimEnd()
    .split('\n')
    .map((row) => row.replace(/^(.*\)) +(\d+) .* (\S+:\d+)$/, '$1 $2 $3'));
  return { heading, tests, end };
}

describe('Mocha', () => {
  const { root, run } = createProject('mocha');
  const MOCHA = join(FIXTURE, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const FILES = ['*.test.js', '--reporter', 'tsprof/mocha'];

  it.each([
    ['one after the other', []],
    ['in parallel', ['--parallel', '--jobs', '2']],
  ])('shows the slowest of tests that run %s', async (_, args) => {
    const ran = await run({}, ...RUN, MOCHA, ...FILES, '--reporter-option', 'limit=1,sort=wait', ...args);
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stdout).toContain('3 passing');
    expect(tableIn(ran.stderr)).toEqual({
      heading: '3 tests, sorted by wait',
      tests: ['describe("cart")/it("saves") 1 cart.test.js:8'],
      end: '1 of 3 tests shown',
    });
  });

  it('shows tests by another reporter of Mocha, and ends as Mocha does', async () => {
    const options = ['--reporter-option', 'reporter=dot,outputFile=tests.json,limit=0'];
    const profiled = await run({ WRONG: '1' }, ...RUN, MOCHA, ...FILES, ...options);
    const plain = await run({ WRONG: '1' }, MOCHA, '*.test.js', '--reporter', 'dot');
    const withoutTime = ({ code, stdout }: Ended) => ({ code, stdout: stdout.replaceAll(/\d+m?s/g, '') });
    expect(plain.code).toBe(1);
    expect(withoutTime(profiled)).toEqual(withoutTime(plain));
    expect(profiled.stderr).not.toContain('tests, sorted by');
    const { tests } = JSON.parse(readFileSync(join(root, 'tests.json'), 'utf8')) as {
      tests: { name: string }[];
    };
    expect(tests.map(({ name }) => name).sort()).toEqual([
      'describe("cart")/it("adds")',
      'describe("cart")/it("saves")',
      'it("fails")',
      'it("is elsewhere")',
    ]);
  });

  it('says what is wrong with its options in a line, and nothing where nothing is profiled', async () => {
    const wrong = await run({}, MOCHA, ...FILES, '--reporter-option', 'limti=1');
    expect(wrong.code).not.toBe(0);
    expect(wrong.stderr).toContain("tsprof's reporter: unknown option limti");
    const plain = await run({}, MOCHA, ...FILES);
    expect([plain.code, plain.stderr]).toEqual([0, '']);
    expect(plain.stdout).toContain('3 passing');
  });
});

describe('Jest', () => {
  const { root, run } = createProject('jest');
  const JEST = [join(FIXTURE, 'node_modules', 'jest', 'bin', 'jest.js'), '--testPathIgnorePatterns', 'wrong'];
  const reporters = (options: object) => ({
    REPORTERS: JSON.stringify(['default', ['tsprof/jest', options]]),
  });

  it.each([
    ['below tsprof run', {}, RUN],
    ['by the plugin alone', { TSPROF: '1' }, []],
  ])('shows the slowest tests %s', async (_, environment, command) => {
    const options = { limit: 2, sort: 'count', outputFile: 'tests.json' };
    const ran = await run({ ...environment, ...reporters(options) }, ...command, ...JEST, '--runInBand');
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stderr).toContain('6 passed');
    const { heading, tests, end } = tableIn(ran.stderr);
    expect([heading, end]).toEqual(['5 tests, sorted by count', '2 of 5 tests shown']);
    expect(tests[0]).toBe('describe("sums")/it("doubles %i") 2 src/add.test.ts:10');
    const { tests: all } = JSON.parse(readFileSync(join(root, 'tests.json'), 'utf8')) as {
      tests: unknown[];
    };
    expect(all).toHaveLength(5);
  });

  it('shows all tests of several processes together', async () => {
    const workers = ['--maxWorkers', '2', '--workerIdleMemoryLimit=1GB'];
    const ran = await run(reporters({}), ...RUN, ...JEST, ...workers);
    expect(ran.code, ran.stderr).toBe(0);
    const { heading, tests } = tableIn(ran.stderr);
    expect(heading).toBe('5 tests, sorted by total');
    expect(tests.map((test) => test.replace(/ \d+ \S+$/, '')).sort()).toEqual([
      'describe("sums")/it("adds")',
      'describe("sums")/it("doubles %i")',
      'describe("sums")/it("has mocks")',
      'test("adds in a page")',
      'test("counts words")',
    ]);
  });

  it('says what is wrong with its options, and nothing where nothing is profiled', async () => {
    const wrong = await run(reporters({ limit: -1 }), ...JEST);
    expect(wrong.code).not.toBe(0);
    expect(wrong.stderr).toContain("tsprof's reporter: limit: expected a whole number from 0; found -1");
    const plain = await run(reporters({}), ...JEST);
    expect(plain.code, plain.stderr).toBe(0);
    expect(plain.stderr).not.toMatch(/tsprof|sorted by/);
  });
});
