/** Programs that compilers have made: names and lines are those of the sources, stacks those that Node shows without us. */
import { transformAsync } from '@babel/core';
import { transform as transformBySwc } from '@swc/core';
import { transform as transformByEsbuild } from 'esbuild';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Profile } from '@tsprof/runtime/profile';
import { TSPROF_INSTRUMENT, cleanEnv, copyProjects, profiled } from './projects.ts';
import { removeProjects, runNode } from './projects.ts';
import type { Ran } from './projects.ts';

const RUNTIME = fileURLToPath(new URL('../../runtime', import.meta.url));
const FILES = ['main', 'lib'];

interface Made {
  readonly code: string;
  /** As JSON. */
  readonly map: string;
}

type Compiler = (code: string, file: string) => Made | Promise<Made>;

const byTypeScript =
  (target: ts.ScriptTarget): Compiler =>
  (code, file) => {
    const compilerOptions = { target, module: ts.ModuleKind.CommonJS, sourceMap: true };
    const { outputText, sourceMapText } = ts.transpileModule(code, { fileName: file, compilerOptions });
    return { code: outputText.replace(/^\/\/# sourceMappingURL=.*$/m, ''), map: sourceMapText! };
  };

const COMPILERS: readonly (readonly [name: string, compiler: Compiler])[] = [
  ['tsc', byTypeScript(ts.ScriptTarget.ES2022)],
  ['tsc to ES2015', byTypeScript(ts.ScriptTarget.ES2015)],
  ['swc', bySwc],
  ['babel', byBabel],
  ['esbuild', byEsbuild],
];

async function bySwc(code: string, filename: string): Promise<Made> {
  const jsc = { parser: { syntax: 'typescript' }, target: 'es2022' } as const;
  const made = await transformBySwc(code, {
    ...{ filename, jsc, sourceMaps: true, swcrc: false },
    module: { type: 'commonjs' },
  });
  return { code: made.code, map: made.map! };
}

async function byBabel(code: string, filename: string): Promise<Made> {
  const made = await transformAsync(code, {
    ...{ filename, configFile: false, sourceMaps: true },
    presets: ['@babel/preset-typescript'],
    plugins: ['@babel/plugin-transform-modules-commonjs'],
  });
  return { code: made!.code!, map: JSON.stringify(made!.map) };
}

async function byEsbuild(code: string, sourcefile: string): Promise<Made> {
  return transformByEsbuild(code, {
    ...{ sourcefile, loader: 'ts', format: 'cjs', sourcemap: 'external' },
  });
}

let project: string;
beforeAll(() => {
  project = join(copyProjects(), 'built');
  mkdirSync(join(project, 'node_modules/@tsprof'), { recursive: true });
  symlinkSync(RUNTIME, join(project, 'node_modules/@tsprof/runtime'), 'junction');
  return () => removeProjects(join(project, '..'));
});

type MapPlace = 'beside it' | 'in it';

/** Compiles the project into a folder, and returns its main file. */
async function compile(compiler: Compiler, place: MapPlace): Promise<string> {
  mkdirSync(join(project, 'dist'), { recursive: true });
  for (const name of FILES) {
    const source = join(project, 'src', `${name}.ts`);
    const { code, map } = await compiler(readFileSync(source, 'utf8'), source);
    const found = JSON.parse(map) as Record<string, unknown>;
    const text = JSON.stringify({ ...found, sourceRoot: '', sources: [`../src/${name}.ts`] });
    const data = `data:application/json;base64,${Buffer.from(text).toString('base64')}`;
    const url = place === 'in it' ? data : `${name}.js.map`;
    writeFileSync(join(project, 'dist', `${name}.js`), `${code}\n//# sourceMappingURL=${url}\n`);
    writeFileSync(join(project, 'dist', `${name}.js.map`), place === 'in it' ? '{}' : text);
  }
  return join(project, 'dist/main.js');
}

const LINES = {
  ...{ main: 9, label: 5, area: 8, later: 13, 'later/new Promise()': 14, 'main/map()': 18 },
  ...{ 'Point.sum': 26, 'Point.fail': 30 },
};
const CALLS = {
  ...{ main: 1, label: 1, area: 1, later: 1, 'later/new Promise()': 1, 'main/map()': 2 },
  ...{ 'Point.sum': 1, 'Point.fail': 2 },
};

/** What compilers have added stands where it is, in `dist`. */
function expectSources(profile: Profile): void {
  const { sites, files, threads } = profile;
  const isSource = (site: number): boolean => files[sites.file[site]!]!.startsWith('src/');
  const own = sites.name.flatMap((name, site) => (isSource(site) ? [[name, sites.line[site]] as const] : []));
  expect(Object.fromEntries(own)).toMatchObject(LINES);
  const counts: Record<string, number> = {};
  for (const { nodes, edges } of threads) {
    edges.to.forEach((node, edge) => {
      const site = nodes.site[node]!;
      if (!isSource(site)) return;
      const name = sites.name[site]!;
      counts[name] = (counts[name] ?? 0) + edges.ncall[edge]!;
    });
  }
  expect(counts).toMatchObject(CALLS);
}

/** The frames of the sources, which are the same wherever compiled code lies. */
const sourceFrames = ({ stdout, stderr }: Ran): string[] =>
  `${stdout}${stderr}`.split('\n').filter((line) => /src\/\w+\.ts:/.test(line));

describe.each(COMPILERS)('%s', (_, compiler) => {
  test.each<MapPlace>(['beside it', 'in it'])('the map %s', async (place) => {
    const script = await compile(compiler, place);
    for (const options of [[], ['--enable-source-maps']]) {
      const plain = await runNode([...options, script], { cwd: project });
      const runOptions = options.map((option) => `--node-option=${option}`);
      const { profile, ...ran } = await profiled(script, [], { cwd: project, runOptions });
      expect(ran).toEqual(plain);
      expectSources(profile);
    }
  });

  test('a tree that is instrumented', async () => {
    const script = await compile(compiler, 'beside it');
    const plain = await runNode(['--enable-source-maps', script], { cwd: project });
    expect(sourceFrames(plain).length).toBeGreaterThanOrEqual(5);
    const instrumented = await runNode([TSPROF_INSTRUMENT, 'dist', '--out-dir', 'out'], { cwd: project });
    expect(instrumented.code).toBe(0);
    const output = join(project, 'out.tsprof');
    const ran = await runNode(
      ['--enable-source-maps', '--import', '@tsprof/runtime/auto', join(project, 'out/main.js')],
      { cwd: project, env: { ...cleanEnv(), TSPROF_OUTPUT: output } },
    );
    expect(sourceFrames(ran)).toEqual(sourceFrames(plain));
    expectSources(JSON.parse(readFileSync(output, 'utf8')) as Profile);
  });
});
