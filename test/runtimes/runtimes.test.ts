/** Instrumented programs under Bun and Deno: the same output and the same counts as under Node, workers included. */
import { mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Profile } from '@tsprof/runtime/profile';
import tsprof from '../../bundler/src/esbuild.ts';
import { TSPROF_INSTRUMENT, callCounts, cleanEnv, runNode, type Ran } from '../cli/projects.ts';

const RUNTIMES = fileURLToPath(new URL('../../fixtures/runtimes', import.meta.url));
const APP = join(RUNTIMES, 'app');

interface Runtime {
  readonly name: string;
  /** What comes before the script of a program that was instrumented as it is; and of one with the plugin. */
  readonly preloading: readonly string[];
  readonly plain: readonly string[];
  readonly command: string;
}

const installed = (name: string): string => join(RUNTIMES, 'node_modules/.bin', name);

const NODE: Runtime = {
  ...{ name: 'Node', command: process.execPath, plain: [] },
  preloading: ['--import', '@tsprof/runtime/auto'],
};
const OTHERS: readonly Runtime[] = [
  { name: 'Bun', command: installed('bun'), plain: [], preloading: ['--preload', '@tsprof/runtime/auto'] },
  {
    ...{ name: 'Deno', command: installed('deno'), plain: ['run', '-A'] },
    preloading: ['run', '-A', '--preload=npm:@tsprof/runtime/auto'],
  },
];

/** fib(n) makes so many calls. */
const fibCalls = (n: number): number => (n < 2 ? 1 : 1 + fibCalls(n - 1) + fibCalls(n - 2));

const CALLS = {
  fib: [5, 6, 7, 10, 0, 1, 2, 3, 4].reduce((sum, n) => sum + fibCalls(n), 0),
  ...{ main: 1, work: 1, later: 3, upTo: 1, answer: 1, 'Jobs.run': 2 },
};

/** Beside the fixture, where the packages are found. */
let directory: string;
/** The program by how it was instrumented: a folder with a `main.mjs`. */
let made: Readonly<Record<string, string>>;

beforeAll(async () => {
  directory = mkdtempSync(join(RUNTIMES, 'out-'));
  made = { 'tsprof-instrument': join(directory, 'instrumented'), 'the plugin': join(directory, 'bundled') };
  const copied = await runNode([TSPROF_INSTRUMENT, APP, '-d', made['tsprof-instrument']!]);
  expect(copied.code).toBe(0);
  await build({
    entryPoints: ['main', 'worker'].map((name) => join(APP, `${name}.mjs`)),
    outdir: made['the plugin']!,
    ...{ outExtension: { '.js': '.mjs' }, bundle: true, platform: 'node', format: 'esm', target: 'es2022' },
    plugins: [tsprof({ enabled: true, root: RUNTIMES })],
  });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function run(
  { command, preloading, plain }: Runtime,
  how: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<Ran & { readonly profile: Profile }> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tsprof-runtime-')));
  try {
    const output = join(folder, 'p.tsprof');
    const options = how === 'the plugin' ? plain : preloading;
    const ran = await runNode([...options, join(made[how]!, 'main.mjs'), ...args], {
      ...{ cwd: RUNTIMES, node: command },
      env: { ...cleanEnv(), ...env, TSPROF_OUTPUT: output, TMPDIR: folder, NO_COLOR: '1' },
    });
    const profile = JSON.parse(readFileSync(output, 'utf8')) as Profile;
    expect(readdirSync(folder).filter((name) => name.startsWith('tsprof-threads'))).toEqual([]);
    return { ...ran, profile };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.each(['tsprof-instrument', 'the plugin'])('instrumented by %s', (how) => {
  test.each(OTHERS)('$name: does and counts what Node does', async (runtime) => {
    const ofNode = await run(NODE, how);
    expect(ofNode).toMatchObject({ stdout: '55 13 0 1 1 2 3 13\n', stderr: '', code: 0 });
    expect(callCounts(ofNode.profile)).toMatchObject(CALLS);
    const { profile, ...ran } = await run(runtime, how);
    expect(ran).toMatchObject({ stdout: ofNode.stdout, stderr: '', code: 0 });
    expect(callCounts(profile)).toEqual(callCounts(ofNode.profile));
    expect(profile.threads.map(({ name, clock, partial }) => [name, clock, partial ?? false])).toEqual([
      ['main', 'exact', false],
      ['worker 1', 'exact', false],
    ]);
    expect(profile.threads.map(({ anomalies }) => anomalies)).toEqual([{}, {}]);
    expectConserved(profile);
  });
});

/** Own times and the root's add up to what each thread took. */
function expectConserved({ threads }: Profile): void {
  for (const { edges, rootSelf, elapsed } of threads) {
    const sum = edges.tsub.reduce((sum, each) => sum + each, rootSelf);
    expect(Math.abs(sum - elapsed)).toBeLessThan(1e-6 * elapsed + 1000);
  }
}

describe.each(OTHERS)('$name', (runtime) => {
  test.each([
    ['exit', 3],
    ['throw', 1],
    ['reject', 1],
  ])('leaves a profile where the program ends by %s', async (way, code) => {
    const ran = await run(runtime, 'tsprof-instrument', [way]);
    expect(ran.code).toBe(code);
    expect(callCounts(ran.profile)).toMatchObject(CALLS);
  });

  test('has counts alone where no times are wanted', async () => {
    const { profile } = await run(runtime, 'tsprof-instrument', [], { TSPROF_CLOCK: 'none' });
    expect(callCounts(profile)).toMatchObject(CALLS);
    expect(profile.threads.map(({ clock }) => clock)).toEqual(['none', 'none']);
  });

  test('says in one line each what it cannot do', async () => {
    const { stderr, profile } = await run(runtime, 'tsprof-instrument', [], {
      ...{
        TSPROF_CLOCK: 'observed',
        TSPROF_CONTROL: '127.0.0.1:0',
        TSPROF_TAG_REQUESTS: '1',
        TSPROF_PROMISES: '1',
      },
    });
    const { name } = runtime;
    expect(stderr.split('\n')).toEqual([
      `tsprof: remote control (TSPROF_CONTROL) needs Node; ${name} is profiled without it`,
      `tsprof: telling requests apart (TSPROF_TAG_REQUESTS) needs Node; ${name} is profiled without it`,
      `tsprof: following promises of plain functions (TSPROF_PROMISES) needs Node; ${name} is profiled without it`,
      `tsprof: ${name} has no clock observed for profiles; it is exact`,
      '',
    ]);
    expect(callCounts(profile)).toMatchObject(CALLS);
  });
});
