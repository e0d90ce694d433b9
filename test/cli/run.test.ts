import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  TSPROF,
  callCounts,
  comparable,
  copyProjects,
  removeProjects,
  profiled,
  profiledFiles,
  runNode,
} from './projects.ts';

let projects: string;

beforeAll(() => {
  projects = copyProjects();
  return () => removeProjects(projects);
});

/** Programs that plain Node can run: script, its arguments, and calls that the profile must have. */
const PROGRAMS: readonly [
  script: string,
  args: readonly string[],
  calls: Readonly<Record<string, number>>,
][] = [
  ['esm/main.js', ['a', '--quiet'], { isEven: 18, isOdd: 14, numbers: 1, 'Counter.get next': 2 }],
  ['cjs/main.js', ['--help', '-o', 'x'], { sloppy: 1, strict: 1, imported: 1 }],
  ['children/main.js', [], { main: 1, childWork: 9 }],
  ['cluster/main.mjs', [], { clusterWork: 2 }],
  ['workers/main.mjs', [], { ask: 7, workerWork: 7, evaluated: 1, failingWork: 1 }],
  ['throwing/main.cjs', [], { inner: 2, outer: 2 }],
  ['throwing/rejecting.mjs', [], { inner: 1, outer: 1 }],
  ['throwing/later.cjs', [], { later: 1 }],
  ['exit/main.mjs', [], { work: 1, stop: 1 }],
  ['exit/code.cjs', [], { setCode: 1 }],
];

describe('a program that plain Node can run', () => {
  test.each(PROGRAMS)('%s behaves as without us, and its calls are counted', async (script, args, calls) => {
    const path = join(projects, script);
    const plain = await runNode([path, ...args], { cwd: dirname(path) });
    const ran = await profiled(path, args, { cwd: dirname(path) });
    expect(ran.stdout).toBe(plain.stdout);
    expect(comparable(ran.stderr)).toBe(comparable(plain.stderr));
    expect([ran.code, ran.signal]).toEqual([plain.code, plain.signal]);
    expect(callCounts(ran.profile)).toMatchObject(calls);
  });

  test.each(['throwing/syntax.cjs', 'throwing/syntax.mjs', 'throwing/missing.cjs', 'throwing/missing.mjs'])(
    '%s fails with the words of Node',
    async (script) => {
      const path = join(projects, script);
      const plain = await runNode([path]);
      const ran = await runNode([TSPROF, 'run', '--quiet', '-o', `${path}.tsprof`, path]);
      expect(comparable(ran.stderr)).toBe(comparable(plain.stderr));
      expect(ran.code).toBe(plain.code);
    },
  );

  test('standard input reaches it', async () => {
    const ran = await profiled(join(projects, 'exit/stdin.mjs'), [], { input: 'from outside' });
    expect(ran.stdout).toBe('FROM OUTSIDE');
  });
});

describe('TypeScript and JSX without a build step', () => {
  test('paths, source names, enums, namespaces, decorators, lines of the original', async () => {
    const ran = await profiled(join(projects, 'ts-paths/src/main.ts'));
    expect(ran.stderr).toBe('');
    expect(ran.stdout).toBe(
      ['call size', '6 2 High 1', "8 x [ 'double' ]", 'main.ts', '    at main (main.ts:38:9)', ''].join('\n'),
    );
    expect(callCounts(ran.profile)).toMatchObject({ main: 1, area: 2, helper: 1, double: 1, 'Box.size': 1 });
  });

  test('a project that tsc would make CommonJS of', async () => {
    const ran = await profiled(join(projects, 'ts-commonjs/src/main.ts'));
    expect(ran).toMatchObject({ stderr: '', stdout: 'function main.ts old function true\n', code: 0 });
    expect(callCounts(ran.profile)).toMatchObject({ run: 1, later: 1 });
  });

  test('JSX by the settings of the tsconfig', async () => {
    const ran = await profiled(join(projects, 'tsx/main.tsx'));
    expect(ran).toMatchObject({ stderr: '', stdout: '<ul><li>one</li><li>two</li></ul>\n', code: 0 });
    expect(callCounts(ran.profile)).toMatchObject({ Item: 2, List: 1, h: 7 });
  });

  test('both kinds of module, in both languages, importing each other', async () => {
    const ran = await profiled(join(projects, 'mixed/main.mts'));
    expect(ran).toMatchObject({ stderr: '', stdout: 'mixed true 14 function string\n', code: 0 });
    expect(callCounts(ran.profile)).toMatchObject({ fromCts: 2, fromMts: 1 });
  });

  test('a project of which nobody says what it is, but which uses the words of CommonJS', async () => {
    const ran = await profiled(join(projects, 'ts-untyped/main.ts'));
    expect(ran).toMatchObject({ stderr: '', stdout: 'main.ts file.ts old held function true\n', code: 0 });
    expect(callCounts(ran.profile)).toMatchObject({ main: 1, file: 1, 'exports.name': 2 });
  });

  describe('a file that does not parse', () => {
    const frame = (path: string): string =>
      [
        `${path}:4:23`,
        '  2 |   a: number;',
        '  3 | }',
        '> 4 | const broken: Fine = {;',
        '    |                       ^',
        '',
        'SyntaxError: Unexpected token',
        `    at ${path}:4:23`,
      ].join('\n');

    test.each([
      ['the program', null],
      ['imported', "import './syntax.ts';"],
      [
        'required',
        "import { createRequire } from 'node:module'; createRequire(import.meta.url)('./syntax.ts');",
      ],
      ['of a worker', "import { Worker } from 'node:worker_threads'; new Worker('./throwing/syntax.ts');"],
    ])('is shown, with its place: %s', async (_, importer) => {
      const path = join(projects, 'throwing/syntax.ts');
      const main = importer === null ? path : join(projects, 'throwing/importer.mjs');
      if (importer !== null) writeFileSync(main, importer);
      const ran = await runNode([TSPROF, 'run', '--quiet', '-o', 'out.tsprof', main], { cwd: projects });
      expect(ran.stderr).toContain(frame(path));
      // Nothing of ours, and what Node says of its own is not more than without us.
      expect(ran.stderr.replaceAll(frame(path), '')).not.toMatch(/compil|SyntaxError/);
      expect(ran).toMatchObject({ stdout: '', code: 1 });
    });

    test('is no way to a terminal', async () => {
      const path = join(projects, 'throwing/escape.ts');
      writeFileSync(path, `const a: string = '\u001b[31m\u202e\u009b' b;\n`);
      const { stderr } = await runNode([TSPROF, 'run', '--quiet', '-o', `${path}.tsprof`, path]);
      expect(stderr).toContain("> 1 | const a: string = '\\x1b[31m\\u202e\\x9b' b;\n    | ");
      // eslint-disable-next-line no-control-regex
      expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    });

    test('where only the compiler can tell', async () => {
      const path = join(projects, 'throwing/await.cts');
      writeFileSync(path, 'export const a: number =\n  await 1;\n');
      const { stderr } = await runNode([TSPROF, 'run', '--quiet', '-o', `${path}.tsprof`, path]);
      expect(stderr).toMatch(/^ *\n?.*await\.cts:2:\d+\n/);
      expect(stderr).toContain('> 2 |   await 1;');
      expect(stderr).toContain('SyntaxError: An await at the top is for ES modules only\n');
    });
  });
});

describe('signals', () => {
  test('one that the program handles', async () => {
    const path = join(projects, 'signals/handler.cjs');
    const ran = await profiled(path, [], { kill: 'SIGINT' });
    expect(ran).toMatchObject({ stdout: 'ready\ngot SIGINT\n', stderr: '', code: 7, signal: null });
    expect(callCounts(ran.profile)).toMatchObject({ onSignal: 1 });
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s that it dies of', async (signal) => {
    const path = join(projects, 'signals/default.mjs');
    const plain = await runNode([path], { kill: signal });
    const ran = await profiled(path, [], { kill: signal });
    expect(ran).toMatchObject(plain);
    expect(callCounts(ran.profile)).toMatchObject({ waitForever: 1 });
  });

  test('one that it would die of, were it not stuck in a loop', async () => {
    const path = join(projects, 'signals/stuck.mjs');
    const ran = await profiled(path, [], { kill: 'SIGINT' });
    expect(ran).toMatchObject({ stdout: 'ready\n', stderr: '', signal: 'SIGINT' });
    expect(callCounts(ran.profile)).toMatchObject({ forever: 1 });
  });

  test('death before anything could be written is said in one line', async () => {
    const path = join(projects, 'signals/abort.cjs');
    const ran = await runNode([TSPROF, 'run', '-o', `${path}.tsprof`, path]);
    expect(ran.stderr).toBe(
      'tsprof: the program was ended by SIGKILL before it could write a profile; there is none\n',
    );
    expect(ran.signal).toBe('SIGKILL');
  });
});

describe('which files are instrumented', () => {
  const files = async (...runOptions: string[]): Promise<string[]> => {
    const cwd = join(projects, 'cjs');
    const { profile } = await profiled(join(cwd, 'main.js'), [], { cwd, runOptions });
    return profiledFiles(profile);
  };

  test('all but packages', async () => {
    expect(await files()).toEqual(['lib/index.js', 'lib/module.mjs', 'main.js']);
  });

  const all = ['lib/index.js', 'lib/module.mjs', 'main.js', 'node_modules/dep/index.js'];

  test('those included besides, packages too', async () => {
    expect(await files('--include', 'node_modules/**')).toEqual(all);
    expect(await files('--include', '**')).toEqual(all);
    expect(await files('--include-package', 'dep')).toEqual(all);
  });

  test('only those said', async () => {
    expect(await files('--only', join(projects, 'cjs/lib'))).toEqual(['lib/index.js', 'lib/module.mjs']);
    expect(await files('--only', 'main.js', '--include-package', 'dep')).toEqual([
      'main.js',
      'node_modules/dep/index.js',
    ]);
  });

  test('wherever they lie', async () => {
    const cwd = join(projects, 'cjs/lib');
    const run = async (...runOptions: string[]): Promise<string[]> => {
      const { profile } = await profiled(join(projects, 'cjs/main.js'), [], { cwd, runOptions });
      return profiledFiles(profile);
    };
    expect(await run('--exclude', '**/module.mjs')).toEqual(['../main.js', 'index.js']);
    expect(await run('--exclude', '../*.js')).toEqual(['index.js', 'module.mjs']);
    expect(await run('--include', '../node_modules/**')).toContain('../node_modules/dep/index.js');
  });

  test('a pattern that matches nothing is told of, from all processes and threads', async () => {
    const cwd = join(projects, 'workers');
    const globs = ['--include', 'nothing/**', '--only', '**/worker.mjs', '--include-package', 'none'];
    const { stderr } = await runNode([TSPROF, 'run', ...globs, '--exclude', '**/main.mjs', 'main.mjs'], {
      cwd,
    });
    expect(stderr.split('\n').filter((line) => line.startsWith('tsprof:'))).toEqual([
      "tsprof: --include 'nothing/**' matches none of the files that were loaded",
      "tsprof: --include-package 'none' matches none of the files that were loaded",
    ]);
  });

  test('not those excluded', async () => {
    expect(await files('--exclude', '**/*.mjs', '--exclude', './lib/index.js')).toEqual(['main.js']);
  });
});
