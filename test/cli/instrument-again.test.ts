import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { watch } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createCache } from '../../cli/src/sources/cache.ts';
import { LastRun } from '../../cli/src/instrument/last-run.ts';
import { COPIED } from '../../cli/src/instrument/outcome.ts';
import { workload } from '../../cli/src/instrument/workload.ts';
import { GRAIN } from '../../cli/src/sources/stamps.ts';
import { listTree } from '../../cli/src/instrument/tree.ts';
import { writeTree } from '../../cli/src/instrument/write-tree.ts';
import { TSPROF_INSTRUMENT, cleanEnv, copyProjects, removeProjects, runNode } from './projects.ts';

const WORKER_FILE = join(TSPROF_INSTRUMENT, '../../dist/esm/instrument/worker.js');

let projects: string;
let cwd: string;
const SOURCES = 40;

beforeEach(() => {
  projects = copyProjects();
  cwd = join(projects, 'many');
  mkdirSync(join(cwd, 'src'), { recursive: true });
  for (let index = 0; index < SOURCES; index++) {
    const file = join(cwd, `src/${index}.ts`);
    writeFileSync(file, `export const f${index} = (a: number): number => a * ${index};\n`);
    if (index % 8 === 3) writeFileSync(file, `const broken${index} = {;\n`);
    if (index % 8 === 5) writeFileSync(file.replace('.ts', '.js'), 'with ({}) { (function () {})(); }\n');
  }
  writeFileSync(join(cwd, 'src/data.json'), '{}\n');
  writeFileSync(join(cwd, 'src/mapped.js'), 'function a() {}\n//# sourceMappingURL=mapped.js.map\n');
  writeFileSync(join(cwd, 'src/mapped.js.map'), '{"version":3,"sources":[],"names":[],"mappings":""}');
  settleTimes(join(cwd, 'src/mapped.js.map'));
  return () => removeProjects(projects);
});

/** Files changed a moment ago may change again without their times showing: waits until the file system's clock has moved. */
function settleTimes(last: string): void {
  const probe = join(projects, 'clock');
  do writeFileSync(probe, '');
  while (statSync(probe).mtimeMs <= statSync(last).ctimeMs + GRAIN);
}

const instrument = async (out: string): Promise<string> => {
  const env = { ...cleanEnv(), XDG_CACHE_HOME: join(projects, 'cache') };
  const args = [TSPROF_INSTRUMENT, 'src', '-d', out];
  return (await runNode(args, { cwd, env })).stderr;
};

interface FileState {
  readonly text: string;
  readonly inode: number;
  readonly time: number;
}

/** All files below a directory: what is in them, and which file on disk each is. */
function state(directory: string): Record<string, FileState> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.map((file) => {
      const { ino, mtimeMs } = statSync(file);
      return [basename(file), { text: readFileSync(file, 'utf8'), inode: ino, time: mtimeMs }];
    }),
  );
}

/** Not written in between; a number that has become free may be given to the next file. */
const isSameFile = (one?: FileState, other?: FileState) =>
  one?.inode === other?.inode && one?.time === other?.time;

const texts = (directory: string): [string, string][] =>
  Object.entries(state(directory)).map(([name, { text }]) => [name, text]);

/** Writes the tree within this process, with so many threads; says what was written, in which order. */
async function write(out: string, cores: number, cache: string, workerFile = WORKER_FILE) {
  const selection = { patterns: [], own: [] };
  const told = {
    cwd,
    runtime: 'probes',
    selection,
    page: null,
    builtins: false,
    parents: false,
    promises: false,
    cache,
    salt: 'test',
    cores,
    workerFile,
  };
  const steps: string[] = [];
  const written = await writeTree(
    listTree(['src'], join(cwd, out), cwd),
    ({ input }) => /\.[jt]s$/.test(input),
    {
      ...told,
      lastRun: new LastRun(createCache(cache), [out]),
      progress: { step: (file) => steps.push(file), stop: () => undefined },
    },
  );
  return { ...written, steps: steps.sort() };
}

/** Enough text for workers to be worth it, most of it a comment. */
function makeHeavy(): void {
  const comment = `/* ${'x'.repeat(300_000)} */\n`;
  const line = (index: number): string => `export function g${index}(a: string): string { return a; }\n`;
  const code = Array.from({ length: 2_000 }, (_, index) => line(index)).join('');
  for (let file = 0; file < 4; file++) writeFileSync(join(cwd, `src/heavy${file}.ts`), comment + code);
}

describe('many threads', () => {
  test('write what one writes, byte for byte, and say the same in the same order', async () => {
    makeHeavy();
    const serial = await write('out', 1, join(projects, 'cache1'));
    const one = texts(join(cwd, 'out'));
    rmSync(join(cwd, 'out'), { recursive: true });
    const parallel = await write('out', 4, join(projects, 'cache4'));
    expect(parallel).toEqual(serial);
    expect(texts(join(cwd, 'out'))).toEqual(one);
    expect(serial).toMatchObject({ failed: 5, untouched: 0 });
    const places = serial.messages.map((message) => /^src\/(\d+)\.[jt]s:1:/.exec(message)?.[1]);
    expect(places).toEqual(['11', '13', '19', '21', '27', '29', '3', '35', '37', '5']);
  });

  test('are as many as the work is worth', () => {
    makeHeavy();
    const files = listTree(['src'], null, cwd);
    expect(workload(files, 1).workers).toBe(0);
    expect(workload(files, 2).workers).toBe(1);
    expect(workload(files, 64).workers).toBeLessThan(4);
    expect(workload(files.slice(0, 10), 64).workers).toBe(0);
    expect(basename(workload(files, 1).files[0]?.input ?? '')).toMatch(/^heavy/);
    expect(workload([], 4)).toEqual({ files: [], workers: 0 });
  });

  test('that die leave their files to the others', async () => {
    makeHeavy();
    const dying = join(projects, 'dying.mjs');
    writeFileSync(
      dying,
      `import { workerData } from 'node:worker_threads';
      Atomics.add(workerData.next, 0, 1);
      throw new Error('dying');`,
    );
    const { failed, instrumented } = await write('out', 3, join(projects, 'cache'), dying);
    expect([failed, instrumented]).toEqual([5, SOURCES - 5 + 5 + 4 + 1]);
  });
});

describe('Ctrl-C', () => {
  test('leaves whole files only, and the next run writes the rest', async () => {
    makeHeavy();
    await instrument('whole');
    const whole = state(join(cwd, 'whole'));
    const env = { ...cleanEnv(), XDG_CACHE_HOME: join(projects, 'other cache') };
    mkdirSync(join(cwd, 'out'));
    const events = watch(join(cwd, 'out'));
    const child = spawn(process.execPath, [TSPROF_INSTRUMENT, 'src', '-d', 'out'], { cwd, env });
    const ended = once(child, 'close');
    for await (const { filename } of events) if (filename === 'heavy0.ts.map') break;
    child.kill('SIGINT');
    expect(await ended).toEqual([null, 'SIGINT']);
    const partly = state(join(cwd, 'out'));
    expect(Object.keys(partly).length).toBeLessThan(Object.keys(whole).length);
    for (const [name, { text }] of Object.entries(partly))
      expect([name, text]).toEqual([name, whole[name]?.text]);
    await instrument('out');
    expect(texts(join(cwd, 'out'))).toEqual(texts(join(cwd, 'whole')));
  });
});

describe('the second run', () => {
  test('of a tree that is as it was touches nothing and says the same', async () => {
    const first = await instrument('out');
    const before = state(join(cwd, 'out'));
    expect(first).toMatch(/: 41 files instrumented \(\d+ sites\), 6 copied, 5 failed\n$/);
    const second = await instrument('out');
    // What failed is looked at again.
    expect(second).toBe(first.replace('6 copied, 5', '6 copied, 42 of these unchanged, 5'));
    const after = state(join(cwd, 'out'));
    for (const [name, file] of Object.entries(before)) {
      if (!name.endsWith('3.ts') && !/^(11|19|27|35)\.ts/.test(name)) expect(after[name]).toEqual(file);
    }
  });

  test.each<[string, () => void, string[]]>([
    [
      'a source',
      () => writeFileSync(join(cwd, 'src/1.ts'), 'export const x = () => 1;\n'),
      ['1.ts', '1.ts.map'],
    ],
    ['a copy', () => writeFileSync(join(cwd, 'out/2.ts'), '// mine\n'), ['2.ts', '2.ts.map']],
    ['a map', () => rmSync(join(cwd, 'out/2.ts.map')), ['2.ts', '2.ts.map']],
    ['a file that is copied', () => writeFileSync(join(cwd, 'src/data.json'), '[]\n'), ['data.json']],
    ['the map of a source', () => rmSync(join(cwd, 'src/mapped.js.map')), ['mapped.js', 'mapped.js.map']],
  ])('writes again what belongs to %s that changed', async (_, change, expected) => {
    for (const index of [3, 11, 19, 27, 35]) rmSync(join(cwd, `src/${index}.ts`));
    await instrument('out');
    const before = state(join(cwd, 'out'));
    change();
    await instrument('out');
    const after = state(join(cwd, 'out'));
    expect(Object.keys(after)).toEqual(Object.keys(before));
    const written = Object.keys(after).filter((name) => !isSameFile(after[name], before[name]));
    expect(written.sort()).toEqual(expected);
    rmSync(join(cwd, 'out'), { recursive: true });
    await instrument('out');
    expect(texts(join(cwd, 'out'))).toEqual(Object.entries(after).map(([name, { text }]) => [name, text]));
  });

  test('heeds what a file is taken for', async () => {
    await instrument('out');
    const before = state(join(cwd, 'out'));
    writeFileSync(join(cwd, 'package.json'), '{ "type": "module" }');
    expect(await instrument('out')).toContain(', 10 failed\n');
    expect(state(join(cwd, 'out'))['mapped.js']?.inode).not.toBe(before['mapped.js']?.inode);
  });

  test('heeds a project that became another', async () => {
    writeFileSync(join(cwd, 'base.json'), '{ "include": ["src"] }');
    writeFileSync(join(cwd, 'tsconfig.json'), '{ "extends": "./base.json" }');
    expect(await instrument('out')).toContain('41 files instrumented');
    writeFileSync(join(cwd, 'base.json'), '{ "include": ["src"], "exclude": ["src/1.ts"] }');
    expect(await instrument('out')).toContain('40 files instrumented');
    expect(readFileSync(join(cwd, 'out/1.ts'))).toEqual(readFileSync(join(cwd, 'src/1.ts')));
  });

  test('does not trust a file that changed while the first one ran', () => {
    const cache = createCache(join(projects, 'cache'));
    const first = new LastRun(cache, []);
    const files = listTree(['src'], null, cwd);
    const [file] = files;
    if (file === undefined) throw new Error('no file');
    writeFileSync(file.input, 'new');
    first.note(file, false, COPIED);
    first.save();
    // Another change at once need not show in its time.
    expect(new LastRun(cache, []).recall(file, false)).toBe(undefined);
  });
});
