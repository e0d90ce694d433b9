import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { TSPROF, callCounts, cleanEnv, copyProjects, removeProjects, profiled, runNode } from './projects.ts';

let projects: string;
let script: string;

beforeAll(() => {
  projects = copyProjects();
  script = join(projects, 'exit/code.cjs');
  return () => removeProjects(projects);
});

describe('bad input is one line, exit 2, and nothing runs', () => {
  const rows: readonly [what: string, args: () => readonly string[], message: RegExp][] = [
    ['no script', () => [], /^tsprof: missing required argument 'script'/],
    [
      'a missing script',
      () => ['nowhere.js'],
      /^tsprof: cannot find the script nowhere\.js: there is no such file/,
    ],
    [
      'a directory',
      () => [join(projects, 'exit')],
      /cannot find the script .*: it is a directory without an index/,
    ],
    [
      'a missing output directory',
      () => ['-o', 'no/where/x.tsprof', script],
      /cannot write no\/where\/x\.tsprof: /,
    ],
    [
      'the program as output',
      () => ['-o', script, script],
      /cannot write .*: it is the program itself\. Name another file/,
    ],
    ['an output that is a directory', () => ['-o', projects, script], /cannot write .*: it is a directory/],
    [
      'a file as a directory',
      () => ['-o', join(script, 'x'), script],
      /cannot write .*: a part of the path is not/,
    ],
    [
      'an unknown clock',
      () => ['--clock', 'sun', script],
      /'sun' is invalid.*auto, observed, exact, cpu, none/,
    ],
    ['a bad glob', () => ['--include', 'a{b', script], /--include: 'a\{b' is not a valid glob/],
    ['an empty glob', () => ['--exclude', '', script], /--exclude: '' is not a valid glob/],
    ['a bad limit', () => ['--limit', 'few', script], /--limit is "few", but a whole number/],
    ['an unknown option', () => ['--fast', script], /unknown option '--fast'/],
  ];

  test.each(rows)('%s', async (_, args, message) => {
    const ran = await runNode([TSPROF, 'run', ...args()], { cwd: projects });
    expect(ran.stderr).toMatch(message);
    expect(ran.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(ran).toMatchObject({ stdout: '', code: 2 });
  });

  test('a tsconfig with an error in it', async () => {
    const directory = join(projects, 'bad-config');
    mkdirSync(directory);
    writeFileSync(join(directory, 'tsconfig.json'), '{ "extends": "./nowhere.json" }');
    writeFileSync(join(directory, 'main.ts'), 'console.log(1);');
    const ran = await runNode([TSPROF, 'run', join(directory, 'main.ts')]);
    expect(ran.stderr).toMatch(
      /^tsprof: the project of .*main\.ts has an invalid tsconfig: .*nowhere\.json.*\n$/,
    );
    expect(ran).toMatchObject({ stdout: '', code: 2 });
  });
});

describe('a tsconfig.json that is no JSON', () => {
  test('is told of in one line, and the program runs', async () => {
    const directory = join(projects, 'no-json');
    mkdirSync(join(directory, 'lib'), { recursive: true });
    const text =
      '{\n  // Comments and commas at the end are fine.\n  "compilerOptions": { "target": "es2020", },\n';
    writeFileSync(
      join(directory, 'main.ts'),
      "import './lib/other.ts'; const one: number = 1; console.log(one);",
    );
    writeFileSync(join(directory, 'lib/other.ts'), 'export type Other = number;');
    const run = (): ReturnType<typeof runNode> =>
      runNode([TSPROF, 'run', '-o', join(directory, 'out.tsprof'), join(directory, 'main.ts')]);
    writeFileSync(join(directory, 'tsconfig.json'), `${text}}\n`);
    expect((await run()).stderr).not.toContain('tsconfig');
    writeFileSync(join(directory, 'tsconfig.json'), `${text}  oops\n}\n`);
    for (let times = 0; times < 2; times++) {
      const { stdout, stderr, code } = await run();
      expect({ stdout, code }).toEqual({ stdout: '1\n', code: 0 });
      const said = stderr.split('\n').filter((line) => line.includes('tsconfig.json'));
      expect(said).toEqual([
        `tsprof: ${join(directory, 'tsconfig.json')}:4:3 is no JSON with comments; what can be read of it counts`,
      ]);
    }
  });
});

describe('what a run leaves', () => {
  test('a table on stderr, the profile in the working directory, nothing else', async () => {
    const cwd = dirname(script);
    const before = readdirSync(cwd);
    const ran = await runNode([TSPROF, 'run', '--sort', 'name', '--limit', '1', script], { cwd });
    expect(ran).toMatchObject({ stdout: '', code: 5 });
    expect(ran.stderr).toMatch(/^elapsed .*\n\nname +ncall .*\n<module> +1 .* code\.cjs:1\n/);
    expect(readdirSync(cwd).sort()).toEqual([...before, 'profile.tsprof'].sort());
  });

  test('no session directory, and no files beside the output', async () => {
    const temporary = join(projects, 'tmp');
    mkdirSync(temporary);
    const env = { ...cleanEnv(), TMPDIR: temporary, XDG_CACHE_HOME: join(projects, 'cache') };
    await profiled(script, [], { env });
    expect(readdirSync(temporary)).toEqual([]);
    expect(existsSync(join(projects, 'cache/tsprof'))).toBe(true);
  });
});

describe('the cache', () => {
  const files = (directory: string): string[] =>
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));

  test('is used, survives damage, and does without a place to be', async () => {
    const cache = join(projects, 'cache2');
    const main = join(projects, 'tsx/main.tsx');
    const env = { ...cleanEnv(), XDG_CACHE_HOME: cache };
    const first = await profiled(main, [], { env });
    // Besides these, a count of what was added.
    expect(files(cache).filter((file) => basename(file) !== 'growth')).toHaveLength(3);
    const again = await profiled(main, [], { env });
    expect([again.stdout, callCounts(again.profile)]).toEqual([first.stdout, callCounts(first.profile)]);
    for (const file of files(cache)) writeFileSync(file, 'throw new Error("from the cache")');
    expect((await profiled(main, [], { env })).stdout).toBe(first.stdout);
    const nowhere = { ...cleanEnv(), XDG_CACHE_HOME: join(script, 'file'), TMPDIR: projects };
    expect((await profiled(main, [], { env: nowhere })).stdout).toBe(first.stdout);
  });
});

test('options of the user’s Node stay, and reach it', async () => {
  const main = join(projects, 'options.cjs');
  writeFileSync(
    main,
    'console.log(process.execArgv, process.env.NODE_OPTIONS, new Error("x").stack.split("\\n").length)',
  );
  const env = { ...cleanEnv(), NODE_OPTIONS: '--stack-trace-limit=3' };
  const ran = await profiled(main, [], { env, runOptions: ['--node-option=--no-warnings'] });
  expect(ran).toMatchObject({ stdout: "[ '--no-warnings' ] --stack-trace-limit=3 4\n", stderr: '', code: 0 });
});

test('a parent that talks to it through a channel', async () => {
  const child = join(projects, 'channel.cjs');
  const parent = join(projects, 'parent.mjs');
  writeFileSync(
    child,
    "process.on('message', (m) => { process.send('echo ' + m); process.disconnect(); }); process.send('hello');",
  );
  writeFileSync(
    parent,
    `import { fork } from 'node:child_process';
    const child = fork(${JSON.stringify(TSPROF)}, ['run', '--quiet', '-o', ${JSON.stringify(`${child}.tsprof`)}, ${JSON.stringify(child)}]);
    child.on('message', (message) => { console.log(message); if (message === 'hello') child.send('you'); });
    child.on('exit', (code) => console.log(code));`,
  );
  expect(await runNode([parent])).toMatchObject({ stdout: 'hello\necho you\n0\n', stderr: '', code: 0 });
});

describe('files that Node takes by their content or place', () => {
  test.each([
    [
      'detected.js',
      "import { basename } from 'node:path';\nconsole.log(basename(import.meta.url), typeof require);",
    ],
    ['detected-await.js', 'await null;\nconsole.log((function later() { return typeof require; })());'],
    ['bare-name', '#!/usr/bin/env node\nconsole.log((function named() { return typeof require; })());'],
    ['directory/index.js', 'console.log(__filename.slice(-8));'],
  ])('%s', async (name, text) => {
    const path = join(projects, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    const script = name.endsWith('index.js') ? dirname(path) : path;
    const plain = await runNode([script]);
    const ran = await runNode([TSPROF, 'run', '--quiet', '-o', `${path}.tsprof`, script]);
    expect(ran).toEqual(plain);
    expect(plain.code).toBe(0);
  });

  test('a main script named without its TypeScript extension', async () => {
    const ran = await profiled(join(projects, 'ts-commonjs/src/main'));
    expect(ran).toMatchObject({ stdout: 'function main.ts old function true\n', stderr: '', code: 0 });
  });
});

test('what cannot be measured is told at the end, not in between', async () => {
  const path = join(projects, 'sloppy.cjs');
  writeFileSync(path, 'with ({ a: 1 }) {\n  console.error((function () { return a; })());\n}\n');
  const ran = await runNode([TSPROF, 'run', '-o', `${path}.tsprof`, path], { cwd: projects });
  expect(ran.stderr.split('\n').slice(0, 2)).toEqual([
    '1',
    'tsprof: sloppy.cjs:1:1: functions inside `with` are not profiled',
  ]);
});
