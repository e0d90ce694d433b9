import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TraceMap, originalPositionFor } from '@jridgewell/trace-mapping';
import { transformSync } from 'esbuild';
import ts from 'typescript';
import { beforeEach, describe, expect, test } from 'vitest';
import { TSPROF_INSTRUMENT, cleanEnv, copyProjects, removeProjects, runNode } from './projects.ts';
import type { Ran } from './projects.ts';

const PROBES = pathToFileURL(
  fileURLToPath(new URL('../../runtime/dist/esm/probes.js', import.meta.url)),
).href;

let projects: string;

beforeEach(() => {
  projects = copyProjects();
  return () => removeProjects(projects);
});

function instrument(cwd: string, ...args: readonly string[]): Promise<Ran> {
  const env = { ...cleanEnv(), XDG_CACHE_HOME: join(projects, 'cache') };
  return runNode([TSPROF_INSTRUMENT, ...args], { cwd, env });
}

function write(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(directory, name, '..'), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
}

/** All files below a directory with what is in them, by relative path. */
function contents(directory: string): Record<string, string> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(files.map((file) => [relative(directory, file), readFileSync(file, 'utf8')]));
}

/** Where the map beside a file says that a text of it comes from, as `file:line:column`. */
function origin(file: string, text: string): string {
  const lines = readFileSync(file, 'utf8').split('\n');
  const line = lines.findIndex((candidate) => candidate.includes(text));
  const column = lines[line]?.indexOf(text) ?? -1;
  const map = new TraceMap(readFileSync(`${file}.map`, 'utf8'), pathToFileURL(`${file}.map`).href);
  const found = originalPositionFor(map, { line: line + 1, column });
  return `${found.source === null ? '' : fileURLToPath(found.source)}:${found.line}:${found.column}`;
}

describe('a tree', () => {
  test('runs as before, TypeScript stays TypeScript, the rest is copied', async () => {
    const cwd = join(projects, 'esm');
    writeFileSync(join(cwd, 'picture.bin'), Buffer.from([0, 255, 254, 10, 13]));
    writeFileSync(join(cwd, 'types.d.ts'), 'export declare const x: number;\n');
    const ran = await instrument(cwd, '.', '-d', 'out', '--runtime', PROBES, '--exclude', '**/*.cjs');
    expect(ran.stderr).toMatch(
      /^.*broken\.js:1:17: Unexpected token\n(.*\n)+.*3 files instrumented .*1 failed\n$/,
    );
    expect(ran.code).toBe(1);
    const before = contents(cwd);
    for (const name of ['picture.bin', 'types.d.ts', 'data.json', 'exports.cjs', 'broken.js']) {
      expect(before[join('out', name)]).toBe(before[name]);
    }
    const [plain, instrumented] = [
      await runNode([join(cwd, 'main.js')]),
      await runNode([join(cwd, 'out/main.js')]),
    ];
    expect(instrumented).toEqual(plain);
    expect(before['out/main.js']).toContain(PROBES);
  });

  test('of TypeScript is what the compiler still takes', async () => {
    const cwd = join(projects, 'ts-paths');
    const ran = await instrument(cwd, 'src', '-d', 'out');
    expect(ran).toMatchObject({
      stderr: expect.stringMatching(/: 5 files instrumented \(\d+ sites\), 0 copied\n$/),
      code: 0,
    });
    const main = readFileSync(join(cwd, 'out/main.ts'), 'utf8');
    expect(main).toContain('(_target: object, name: string, descriptor: PropertyDescriptor): void');
    for (const [name, text] of Object.entries(contents(join(cwd, 'out')))) {
      if (!name.endsWith('.ts')) continue;
      const { diagnostics } = ts.transpileModule(text, { reportDiagnostics: true, fileName: name });
      expect(diagnostics).toEqual([]);
    }
    expect(origin(join(cwd, 'out/main.ts'), 'RangeError(')).toBe(`${join(cwd, 'src/main.ts')}:38:12`);
  });

  test('instrumented twice is instrumented once', async () => {
    const cwd = join(projects, 'tsx');
    await instrument(cwd, '.', '-d', '../once');
    const ran = await instrument(join(projects, 'once'), '.', '-d', '../twice');
    expect(ran.stderr).toMatch(/: 0 files instrumented \(0 sites\), \d+ copied\n$/);
    expect(contents(join(projects, 'twice'))).toEqual(contents(join(projects, 'once')));
  });

  test('goes through the cache to the same files', async () => {
    const cwd = join(projects, 'esm');
    await instrument(cwd, 'main.js', '-d', '../first');
    await instrument(cwd, 'main.js', '-d', '../second');
    const [first, second] = [contents(join(projects, 'first')), contents(join(projects, 'second'))];
    expect(second['main.js']).toBe(first['main.js']);
    expect(Object.keys(second)).toEqual(['main.js', 'main.js.map']);
  });

  test('in place', async () => {
    const cwd = join(projects, 'cjs');
    chmodSync(join(cwd, 'main.js'), 0o755);
    const before = readFileSync(join(cwd, 'main.js'), 'utf8');
    expect(await instrument(cwd, 'main.js', 'lib/index.js', '--in-place')).toMatchObject({ code: 0 });
    const after = readFileSync(join(cwd, 'main.js'), 'utf8');
    expect(after).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(after).not.toBe(before);
    expect(statSync(join(cwd, 'main.js')).mode & 0o777).toBe(0o755);
    expect(JSON.parse(readFileSync(join(cwd, 'main.js.map'), 'utf8'))).toMatchObject({
      sourcesContent: [before],
    });
  });

  test('files keep their places below what they share, and the copy is not copied again', async () => {
    const cwd = join(projects, 'ts-paths');
    await instrument(cwd, 'src/main.ts', 'src/lib', '-d', 'src/out');
    await instrument(cwd, 'src/main.ts', 'src/lib', '-d', 'src/out');
    expect(Object.keys(contents(join(cwd, 'src/out'))).filter((name) => name.endsWith('.ts'))).toEqual([
      'main.ts',
      'lib/index.ts',
    ]);
    await instrument(cwd, '.', '-d', 'src/out');
    expect(existsSync(join(cwd, 'src/out/src/out'))).toBe(false);
  });

  test('links stay links, write-protected copies are replaced, packages are only copied', async () => {
    const cwd = join(projects, 'cjs');
    symlinkSync('index.js', join(cwd, 'lib/link.js'));
    symlinkSync('../esm', join(cwd, 'outside'));
    symlinkSync('.', join(cwd, 'lib/round'));
    for (let round = 0; round < 2; round++) {
      expect((await instrument(cwd, '.', '-d', '../out')).stderr).toMatch(/, 1 failed\n$/);
      chmodSync(join(projects, 'out/lib/index.js'), 0o444);
    }
    expect(readlinkSync(join(projects, 'out/lib/link.js'))).toBe('index.js');
    expect(existsSync(join(projects, 'out/outside/main.js'))).toBe(true);
    const name = 'node_modules/dep/index.js';
    expect(contents(join(projects, 'out'))[name]).toBe(contents(cwd)[name]);
  });
});

describe('source maps', () => {
  test.each(['inline', 'external'] as const)('lead through a map that is %s', async (kind) => {
    const cwd = join(projects, 'mapped');
    const source =
      'export enum Kind { A }\n\nexport function work(kind: Kind): string {\n  return Kind[kind];\n}\n';
    const { code, map } = transformSync(source, {
      loader: 'ts',
      sourcemap: kind === 'inline' ? 'inline' : 'external',
      sourcefile: '../src/work.ts',
    });
    write(cwd, {
      'src/work.ts': source,
      'dist/work.js': kind === 'inline' ? code : `${code}//# sourceMappingURL=work.js.map\n`,
    });
    if (kind === 'external') write(cwd, { 'dist/work.js.map': map });
    await instrument(cwd, 'dist', '-d', 'deep/out');
    expect(origin(join(cwd, 'deep/out/work.js'), 'return Kind[')).toBe(`${join(cwd, 'src/work.ts')}:4:2`);
    const written = readFileSync(join(cwd, 'deep/out/work.js'), 'utf8');
    expect(written.match(/sourceMappingURL/g)).toHaveLength(1);
    expect(JSON.parse(readFileSync(join(cwd, 'deep/out/work.js.map'), 'utf8'))).toMatchObject({
      sources: ['../../src/work.ts'],
      sourcesContent: [source],
    });
  });

  test('a map that cannot be read is as none', async () => {
    const cwd = join(projects, 'mapped');
    write(cwd, {
      'a.js': 'function a() {}\n//# sourceMappingURL=nowhere.map\n',
      'b.js': 'function b() {}\n//# sourceMappingURL=data:,{\n',
    });
    expect(await instrument(cwd, '.', '-d', 'out')).toMatchObject({ code: 0 });
    expect(origin(join(cwd, 'out/a.js'), 'function a')).toBe(`${join(cwd, 'a.js')}:1:0`);
    expect(origin(join(cwd, 'out/b.js'), 'function b')).toBe(`${join(cwd, 'b.js')}:1:0`);
  });
});

describe('the project', () => {
  test('says which TypeScript files belong', async () => {
    const cwd = join(projects, 'typed');
    write(cwd, {
      'tsconfig.json': '{ "include": ["src"], "exclude": ["src/gen"] }',
      'src/a.ts': 'export function a(): void {}\n',
      'src/gen/b.ts': 'export function b(): void {}\n',
      'src/c.js': 'export function c() {}\n',
    });
    expect((await instrument(cwd, 'src', '-d', 'out')).stderr).toMatch(
      /: 2 files instrumented .*, 1 copied\n$/,
    );
    write(cwd, { 'all.json': '{}' });
    expect((await instrument(cwd, 'src', '-d', 'out2', '--tsconfig', 'all.json')).stderr).toMatch(
      /: 3 files/,
    );
  });

  test.each([
    ['{ "compilerOptions": {', /^tsprof-instrument: .*tsconfig\.json:1:\d+: '}' expected\.\n$/],
    [
      '{ "compilerOptions": { "module": "nodenxt" } }',
      /tsconfig\.json:1:34: Argument for '--module' option must be: .*\n$/,
    ],
    ['{ "extends": "./nowhere.json" }', /nowhere\.json/],
  ])('%s is one clear line', async (text, message) => {
    const cwd = join(projects, 'typed');
    write(cwd, { 'tsconfig.json': text, 'a.ts': 'export const a = (): number => 1;\n' });
    const ran = await instrument(cwd, 'a.ts', '-d', 'out');
    expect(ran.stderr).toMatch(message);
    expect(ran.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect([ran.code, existsSync(join(cwd, 'out'))]).toEqual([2, false]);
  });
});

describe('bad input', () => {
  test.each<[string, readonly string[], RegExp]>([
    ['no path', ['-d', 'out'], /missing required argument 'paths'/],
    ['nowhere to write', ['main.js'], /either --out-dir or --in-place must say where to write, but neither/],
    ['two places to write', ['main.js', '-d', 'out', '--in-place'], /but both are given/],
    ['a missing file', ['nowhere', '-d', 'out'], /cannot read nowhere: there is no such file/],
    [
      'a missing tsconfig',
      ['.', '-d', 'out', '--tsconfig', 'x.json'],
      /cannot read x\.json: there is no such/,
    ],
    ['input as output', ['.', '-d', '../cjs'], /is both the input and the output\. Use --in-place/],
    ['a file as output', ['.', '-d', 'main.js'], /cannot write to main\.js: /],
    ['a bad glob', ['.', '-d', 'out', '--include', '[a'], /--include: '\[a' is not a valid glob/],
  ])('%s is one line and exit 2', async (_, args, message) => {
    const cwd = join(projects, 'cjs');
    const before = contents(cwd);
    const ran = await instrument(cwd, ...args);
    expect(ran.stderr).toMatch(message);
    expect(ran.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(ran).toMatchObject({ stdout: '', code: 2 });
    expect(contents(cwd)).toEqual(before);
  });

  test('a file that does not parse shows where, and the others go through', async () => {
    const cwd = join(projects, 'throwing');
    const ran = await instrument(cwd, 'syntax.ts', 'main.cjs', '-d', 'out');
    expect(ran.stderr).toContain('syntax.ts:4:23: Unexpected token\n');
    expect(ran.stderr).toContain('> 4 | const broken: Fine = {;\n');
    expect(ran.stderr).toContain('1 file instrumented (3 sites), 1 copied, 1 failed\n');
    expect([ran.code, Object.keys(contents(join(cwd, 'out')))]).toEqual([
      1,
      ['main.cjs', 'main.cjs.map', 'syntax.ts'],
    ]);
  });

  test('in place, such a file stays as it was', async () => {
    const cwd = join(projects, 'throwing');
    cpSync(join(cwd, 'syntax.ts'), join(cwd, 'copy.ts'));
    expect(await instrument(cwd, 'copy.ts', '--in-place')).toMatchObject({ code: 1 });
    expect(readFileSync(join(cwd, 'copy.ts'))).toEqual(readFileSync(join(cwd, 'syntax.ts')));
  });
});

describe('a project that maps imports', () => {
  const files = {
    'tsconfig.json':
      '{ "compilerOptions": { "paths": { "@lib/*": ["./src/lib/*"], "other": ["./else/other.ts"] } } }',
    'src/main.ts': "import { two } from '@lib/two';\nconsole.log(two());\n",
    'src/lib/two.ts': 'export const two = (): number => 2;\n',
  };

  test('to what was copied is told of', async () => {
    const project = join(projects, 'mapped');
    write(project, files);
    const { stderr } = await instrument(project, 'src', '-d', 'out');
    expect(stderr).toContain(
      'tsprof-instrument: tsconfig.json leads @lib/* to the files that were copied, which have no probes: write another one for the copy\n',
    );
    const inPlace = await instrument(project, 'src', '--in-place');
    expect(inPlace.stderr).not.toContain('@lib');
  });

  test('is copied with them', async () => {
    write(join(projects, 'mapped'), files);
    const { stderr } = await instrument(projects, 'mapped', '-d', join(projects, 'copy'));
    expect(stderr).not.toContain('@lib');
  });
});
