import { transformSync } from '@babel/core';
import type { EncodedSourceMap } from '@jridgewell/trace-mapping';
import type { BuildOptions } from 'esbuild';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMap, sourceFile, type PlacerOptions } from '../../plugin/src/places.ts';
import { bundle, instrumentBuilt, removeProject, run, runSources, writeProject } from './support/bundled.ts';
import { FILES } from './support/sources.ts';
import type { Ran } from './support/bundled.ts';

let project: string;
let plain: Ran;

beforeAll(async () => {
  project = writeProject(FILES);
  plain = await runSources(FILES);
});
afterAll(() => removeProject(project));

/** What both have: modules are no functions of a bundle's any more, and what the build has added is no source's. */
const functionsOf = ({ calls }: Ran): Record<string, number> =>
  Object.fromEntries(
    Object.entries(calls).filter(([key]) => !/<module>|\[compiled\]/.test(key) && key.startsWith('src/')),
  );

const namesOf = ({ calls }: Ran): string[] => Object.keys(calls).map((key) => key.replace(/^.* /, ''));

const runBuilt = (options: BuildOptions, placing?: Partial<PlacerOptions>): Promise<Ran> =>
  run(instrumentBuilt(project, bundle(project, options), placing));

const FORMS: Record<string, BuildOptions> = {
  plain: {},
  'minified syntax': { minifySyntax: true },
  'minified whitespace': { minifyWhitespace: true },
  'minified names': { minifyIdentifiers: true },
  minified: { minify: true },
  'a map without texts': { minify: true, sourcesContent: false },
  'async functions as generators': { target: 'es2016' },
  'the same minified': { target: 'es2016', minify: true },
};

/** What is a static block in the source, and in the bundle no function. */
const GONE: Record<string, readonly string[]> = {
  'async functions as generators': ['Circle.<static>'],
  'the same minified': ['Circle.<static>'],
};

describe('a bundle', () => {
  it.each(Object.entries(FORMS))('has the functions of its sources: %s', async (name, options) => {
    const ran = await runBuilt(options);
    expect(ran.logged).toEqual(plain.logged);
    const isLeft = ([key]: [string, number]) => !GONE[name]?.some((gone) => key.endsWith(gone));
    expect(functionsOf(ran)).toEqual(Object.fromEntries(Object.entries(functionsOf(plain)).filter(isLeft)));
  });

  it('of lowered code has a function once, and what else was made of it beside', async () => {
    const { calls } = await runBuilt({ target: 'es2016' });
    expect(calls['src/waiting.ts:3:7 later']).toBe(3);
    expect(calls['src/waiting.ts:4:8 later/[compiled]']).toBe(3);
  });

  it('that Babel has turned into ES5 after that does, too', async () => {
    const built = bundle(project, { target: 'es2022' });
    const made = transformSync(built.code, {
      ...{ configFile: false, sourceType: 'script', sourceMaps: true, compact: true },
      inputSourceMap: JSON.parse(built.map) as never,
      presets: [['@babel/preset-env', { targets: 'ie 11' }]],
    });
    const map = JSON.stringify(made?.map);
    const ran = await run(instrumentBuilt(project, { ...built, code: made?.code ?? '', map }));
    expect(ran.logged).toEqual(plain.logged);
    expect(functionsOf(ran)).toMatchObject(functionsOf(plain));
  });

  it('keeps what the bundler has added where it is, and leaves packages bare', async () => {
    const ran = await runBuilt({});
    expect(namesOf(ran)).toContain('__commonJS');
    expect(Object.keys(ran.calls).filter((key) => /node_modules| vendor$/.test(key))).toEqual([]);
    expect(ran.calls['src/old.js:1:0 <module>']).toBe(1);
    const bare = await runBuilt({}, { selectsAdded: false });
    expect(functionsOf(bare)).toEqual(functionsOf(ran));
    expect(Object.keys(bare.calls).filter((key) => key.startsWith('dist'))).toEqual([]);
    const all = await runBuilt({}, { selects: () => true });
    expect(all.calls).toMatchObject({ 'node_modules/vendor/index.js:1:7 vendor': 1 });
  });

  it('of which a part has a map of its own is placed by an index map', async () => {
    const built = bundle(project, { minify: true });
    const map = JSON.parse(built.map) as EncodedSourceMap;
    const sections = [{ offset: { line: 2, column: 0 }, map }];
    const indexed = { ...built, code: `\n\n${built.code}`, map: JSON.stringify({ version: 3, sections }) };
    expect(functionsOf(await run(instrumentBuilt(project, indexed)))).toEqual(functionsOf(plain));
    const lines = readMap(indexed.map).mappings.split(';');
    expect(lines.slice(0, 2)).toEqual(['', '']);
    expect(lines.slice(2).join(';')).toBe(map.mappings.replace(/;+$/, ''));
  });

  it('leaves bare what its source says is to be ignored', async () => {
    const files = {
      'src/main.ts': `
        import { file } from './file.ts';
        /* tsprof ignore */ function one() { return () => 1; }
        function two() { return 2; }
        log(one()() + two() + file());
      `,
      'src/file.ts': '/* tsprof ignore file */ export const file = () => 3;\n',
    };
    const directory = writeProject(files);
    const built = bundle(directory, { minifyWhitespace: true, legalComments: 'none' });
    const ran = await run(instrumentBuilt(directory, built, { selectsAdded: false }));
    removeProject(directory);
    expect(ran).toEqual({ logged: ['6'], calls: { 'src/main.ts:4:8 two': 1 } });
  });
});

it('a file that was made from one other is that one, its module too', async () => {
  const source = 'const f = (): number => 1;\nlog(f());\nexport {};\n';
  const { outputText, sourceMapText } = ts.transpileModule(source, {
    fileName: 'x.ts',
    compilerOptions: { target: ts.ScriptTarget.ES2015, module: ts.ModuleKind.None, sourceMap: true },
  });
  const directory = writeProject({ 'dist/x.ts': source });
  const code = outputText.replace(/^Object.*$/m, '');
  const ran = await run(instrumentBuilt(directory, { code, map: sourceMapText!, file: 'dist/x.js' }));
  removeProject(directory);
  expect(ran.calls).toEqual({ 'dist/x.ts:1:0 <module>': 1, 'dist/x.ts:1:10 f': 1 });
});

it('components have the functions of their scripts, and by generated names those of their templates', async () => {
  const source =
    '<template>{{ twice(1) }}</template>\r\n' +
    '<script setup lang="ts">\r\nconst twice = (n: number) => n * 2;\r\n</script>\r\n';
  const code = 'const twice=(n)=>n*2;function render(){return twice(1)}log(render());';
  const map = {
    ...{ version: 3 as const, sources: ['src/App.vue'], sourcesContent: [source], names: [] },
    mappings: [
      [
        [0, 0, 2, 0],
        [12, 0, 2, 14],
        [44, 0, 0, 13],
      ],
    ] as never,
  };
  const built = { code, map: JSON.stringify(map), file: 'App.js' };
  const ran = await run(instrumentBuilt(project, built));
  expect(ran.calls).toEqual({
    'src/App.vue:1:0 <module>': 1,
    'src/App.vue:3:14 twice': 1,
    'src/App.vue:1:13 render': 1,
  });
});

describe('the file of a source', () => {
  it.each([
    ['../src/x.ts', 'src/x.ts'],
    ['../../lib/x.ts', '../lib/x.ts'],
    ['../src/my%20file.ts', 'src/my file.ts'],
    ['../src/x.vue?vue&type=script&lang.ts', 'src/x.vue'],
    ['/project/src/x.ts', 'src/x.ts'],
    ['/elsewhere/x.ts', '../elsewhere/x.ts'],
    ['file:///project/src/x.ts', 'src/x.ts'],
    ['webpack://app/./src/x.ts', 'src/x.ts'],
    ['webpack:///./src/x.ts?1a2b', 'src/x.ts'],
    ['webpack://app/../lib/x.ts', '../lib/x.ts'],
    ['webpack://app/./node_modules/y/index.js', 'node_modules/y/index.js'],
    ['turbopack:///[project]/src/x.ts', 'src/x.ts'],
    ['https://host/a/x.ts?v=1', 'https://host/a/x.ts'],
  ])('%s is %s', (source, name) => {
    expect(sourceFile(source, '/project/dist/main.js.map', '/project').name).toBe(name);
  });

  it.each([
    ['webpack://app/webpack/runtime/define property getters', 'webpack/runtime/define property getters'],
    ['webpack://app/external "react"', 'external "react"'],
    ['\0vite/preload-helper.js', 'vite/preload-helper.js'],
    ['virtual:routes', 'virtual:routes'],
  ])('%s is none', (source, name) => {
    expect(sourceFile(source, '/project/dist/main.js.map', '/project')).toEqual({ name, path: null });
  });
});

it.each(['', '{', '{}', 'null', '{"version":2,"mappings":""}'])('%j is no map', (text) => {
  expect(() => readMap(text)).toThrow();
});
