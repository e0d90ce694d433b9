/** Programs that look for us: their output is that of plain Node to the letter, and their calls are counted. */
import { cpSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { TSPROF, callCounts, profiled, removeProjects, runNode } from './projects.ts';

const PROGRAMS = fileURLToPath(new URL('../../fixtures/unseen', import.meta.url));
const PERMISSION = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission';

let directory: string;

beforeAll(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'unseen programs ')));
  cpSync(PROGRAMS, directory, { recursive: true });
  return () => removeProjects(directory);
});

type Calls = Readonly<Record<string, number>>;

/** Runs a program both ways, with options of Node, and compares all that can be seen of it. */
async function expectUnseen(name: string, calls: Calls, options: readonly string[] = []): Promise<void> {
  const script = join(directory, name);
  const cwd = dirname(script);
  const plain = await runNode([...options, script], { cwd });
  const runOptions = options.map((option) => `--node-option=${option}`);
  const { profile, ...ran } = await profiled(script, [], { cwd, runOptions });
  expect(ran).toEqual(plain);
  expect(callCounts(profile)).toMatchObject(calls);
}

describe('the program’s own loader hooks', () => {
  const calls = { loud: 1, text: 1, show: 4 };

  test.each<[string, Calls, readonly string[]]>([
    ['hooks/main.mjs', calls, []],
    ['hooks/main.cjs', calls, []],
    ['hooks/worker.mjs', calls, []],
    ['hooks/chained.mjs', calls, []],
    ['hooks/program.mjs', calls, ['--import=./registering.mjs']],
    ['hooks/program.mjs', calls, ['--no-warnings', '--loader=./hooks.mjs']],
  ])('%s %j %j', expectUnseen);
});

describe('what a program can see of itself', () => {
  test.each<[string, Calls]>([
    ['watching.cjs', { first: 2, second: 1 }],
    ['clearing.cjs', { load: 3 }],
    ['call-sites.cjs', { raised: 14, awaited: 6 }],
    ['places.cjs', { early: 1 }],
    ['places.mjs', { early: 1 }],
    ['marked.cjs', {}],
    ['polluted.cjs', { polluting: 1, polluted: 1 }],
    ['continued.cjs', { show: 2 }],
    ['missing.cjs', { tell: 9, tryRequire: 6 }],
    ['replaced.cjs', { replaceAll: 13 }],
    ['threads.mjs', { started: 3, numbers: 4 }],
    ['assertions.cjs', { headOf: 2 }],
    ['fatal.cjs', { work: 1000 }],
    ['iterators-gone.cjs', { work: 1 }],
    ['gone-directory.cjs', { run: 1 }],
    ['source-maps.cjs', { tell: 5 }],
    ['found-maps.cjs', { tell: 2 }],
    ['languages/main.cjs', { greet: 1, word: 1 }],
  ])('%s', expectUnseen);

  test('source maps that are found where it has asked for them', () =>
    expectUnseen('found-maps.cjs', { tell: 2 }, ['--enable-source-maps']));

  test('options of Node’s in files of the environment', () =>
    expectUnseen('env-file/main.cjs', { told: 4 }, ['--env-file=first.env', '--env-file=second.env']));

  test('Node warns of what the program does, not of what is done for us', () =>
    expectUnseen('deprecated.cjs', { parent: 1 }, ['--pending-deprecation', '--throw-deprecation']));

  test('preloads run as often as without us', async () => {
    await expectUnseen('preloaded.mjs', { preloaded: 4 }, [`--require=${join(directory, 'preload.cjs')}`]);
  });
});

describe('Node’s permission model', () => {
  const options = ['--no-warnings', PERMISSION, '--allow-fs-read=*'];
  const all = [...options, '--allow-fs-write=*', '--allow-worker', '--allow-child-process'];

  test('all allowed', () => expectUnseen('allowed.cjs', { allowed: 2, work: 1 }, all));

  test('a program that may not take part runs bare, and that is said', async () => {
    const script = join(directory, 'allowed.cjs');
    const nodeOptions = options.map((option) => `--node-option=${option}`);
    const ran = await runNode([TSPROF, 'run', '-o', `${script}.tsprof`, ...nodeOptions, script, 'child']);
    expect(ran).toMatchObject({ stdout: 'child\n', code: 0 });
    expect(ran.stderr).toMatch(/^tsprof: the program is not in the profile: .*--allow-worker.*\n$/);
  });

  test('so does a child, and its parent is profiled', async () => {
    const script = join(directory, 'bare.cjs');
    await expectUnseen('bare.cjs', { start: 1 });
    const ran = await runNode([TSPROF, 'run', '-o', `${script}.tsprof`, script]);
    expect(ran.stderr).toMatch(/^tsprof: a child process \(.*-p 1 \+ 1\) is not in the profile: /m);
  });
});
