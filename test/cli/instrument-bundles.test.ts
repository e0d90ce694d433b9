import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync, type BuildOptions } from 'esbuild';
import type { Profile } from '@tsprof/runtime/profile';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FILES } from '../plugin/support/sources.ts';
import { removeProject, writeProject } from '../plugin/support/bundled.ts';
import { TSPROF, TSPROF_INSTRUMENT, cleanEnv, profiled, runNode } from './projects.ts';
import type { Ran } from './projects.ts';

const RUNTIME = pathToFileURL(join(TSPROF_INSTRUMENT, '../../../runtime/dist/esm/')).href;

const SOURCES = Object.fromEntries(
  Object.entries(FILES).map(([name, text]): [string, string] => [
    name,
    text.replaceAll(/^declare const log.*$/gm, '').replaceAll(/\blog\(/g, 'console.log('),
  ]),
);

/** Runs a module under the profiler, and prints what was called last of all. */
const HARNESS = `
import { start, snapshot } from '${RUNTIME}index.js';
start({ clock: 'none' });
await import(process.argv[2]);
await globalThis.done;
console.error(JSON.stringify(await snapshot()));
`;

let cwd: string;
let plain: Ran & { readonly profile: Profile };

beforeAll(async () => {
  cwd = writeProject({ ...SOURCES, 'harness.mjs': HARNESS, 'package.json': '{ "type": "module" }' });
  writeFileSync(join(cwd, 'src/package.json'), '{}');
  plain = await profiled(join(cwd, 'src/main.ts'), [], { cwd, runOptions: ['--clock', 'none'] });
});
afterAll(() => removeProject(cwd));

function build(options: BuildOptions): void {
  rmSync(join(cwd, 'dist'), { recursive: true, force: true });
  buildSync({
    ...{ absWorkingDir: cwd, entryPoints: ['src/main.ts'], outdir: 'dist', bundle: true, minify: true },
    ...{ format: 'esm', platform: 'node', sourcemap: true, logLevel: 'silent' },
    ...options,
  });
}

const instrument = (...args: string[]): Promise<Ran> => {
  const env = { ...cleanEnv(), XDG_CACHE_HOME: join(cwd, 'cache') };
  rmSync(join(cwd, 'out'), { recursive: true, force: true });
  const all = ['dist', '-d', 'out', '--runtime', `${RUNTIME}probes.js`, ...args];
  return runNode([TSPROF_INSTRUMENT, ...all], { cwd, env });
};

/** How often each function of the sources was called, by `file:line:column name`. */
function calls({ sites, files, threads }: Profile): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { nodes, edges } of threads) {
    edges.to.forEach((node, edge) => {
      const site = nodes.site[node]!;
      const place = `${files[sites.file[site]!]}:${sites.line[site]}:${sites.column[site]} ${sites.name[site]}`;
      if (!/<module>|\[compiled\]/.test(place)) counts[place] = (counts[place] ?? 0) + edges.ncall[edge]!;
    });
  }
  return counts;
}

const ownCalls = (profile: Profile): Record<string, number> =>
  Object.fromEntries(Object.entries(calls(profile)).filter(([place]) => place.startsWith('src/')));

async function profileOf(file = 'out/main.js'): Promise<{ stdout: string; profile: Profile }> {
  const { stdout, stderr } = await runNode(['harness.mjs', `./${file}`], { cwd });
  if (!stderr.startsWith('{')) throw new Error(stderr);
  return { stdout, profile: JSON.parse(stderr) as Profile };
}

describe('a bundle', () => {
  test.each<[string, BuildOptions]>([
    ['in one file', {}],
    ['split', { splitting: true, entryPoints: ['src/main.ts', 'src/shapes.ts', 'src/waiting.ts'] }],
    ['with its map inside', { sourcemap: 'inline' }],
    ['with its map beside it, unnamed', { sourcemap: 'external' }],
    ['whose map has no texts', { sourcesContent: false }],
  ])('%s has the functions that its sources have', async (_, options) => {
    build(options);
    expect((await instrument()).stderr).toMatch(/^tsprof-instrument: \d files? instrumented .*\n$/);
    const { stdout, profile } = await profileOf();
    expect(stdout).toBe(plain.stdout);
    expect(ownCalls(profile)).toEqual(calls(plain.profile));
    const settings = { cwd, runOptions: ['--clock', 'none'] };
    const ran = await profiled(join(cwd, 'dist/main.js'), [], settings);
    expect(ran).toMatchObject({ stdout: plain.stdout, stderr: '' });
    expect(ownCalls(ran.profile)).toEqual(calls(plain.profile));
    // What the bundler has added is left alone.
    expect(Object.keys(calls(ran.profile)).filter((place) => place.startsWith('dist/'))).toEqual([]);
  });

  test('that profiles itself keeps its own probes', async () => {
    const probes = fileURLToPath(`${RUNTIME}probes.js`);
    await runNode([TSPROF_INSTRUMENT, 'src', '-d', 'probed', '--runtime', probes], { cwd });
    for (const minify of [true, false]) {
      build({ entryPoints: ['probed/main.ts'], sourcemap: false, minify });
      const before = readFileSync(join(cwd, 'dist/main.js'));
      const { stderr } = await instrument();
      expect(stderr).toMatch(/ 0 files instrumented /);
      expect(readFileSync(join(cwd, 'out/main.js'))).toEqual(before);
    }
  });

  test('that is minified, without a map, is told of in one line', async () => {
    build({ sourcemap: false });
    const problem =
      'dist/main.js:1:1: it is minified and has no source map; functions are named and placed as in this file\n';
    const { stderr } = await runNode([TSPROF, 'run', '-o', 'x.tsprof', 'dist/main.js'], { cwd });
    expect(stderr).toContain(`tsprof: ${problem}`);
    expect((await instrument()).stderr).toContain(
      'dist/main.js:1:1: warning: it is minified and has no source map',
    );
  });

  test('has only those that are included, packages too when they are', async () => {
    build({});
    await instrument('--only', 'src/shapes.ts', '--include', 'node_modules/**');
    const files = Object.keys(calls((await profileOf()).profile)).map((place) => place.replace(/:.*/, ''));
    expect([...new Set(files)].sort()).toEqual(['node_modules/vendor/index.js', 'src/shapes.ts']);
    await instrument('--exclude', 'src');
    expect(ownCalls((await profileOf()).profile)).toEqual({});
    await instrument('--exclude', 'dist');
    expect(readFileSync(join(cwd, 'out/main.js'))).toEqual(readFileSync(join(cwd, 'dist/main.js')));
  });

  test('is instrumented anew when a source changes that the map leaves out', async () => {
    build({ sourcesContent: false });
    await instrument();
    const file = join(cwd, 'src/main.ts');
    writeFileSync(file, SOURCES['src/main.ts']!.replace('function helper', 'function renamed'));
    const { stderr } = await runNode(
      [TSPROF_INSTRUMENT, 'dist', '-d', 'out', '--runtime', `${RUNTIME}probes.js`],
      { cwd, env: { ...cleanEnv(), XDG_CACHE_HOME: join(cwd, 'cache') } },
    );
    writeFileSync(file, SOURCES['src/main.ts']!);
    expect(stderr).not.toContain('unchanged');
    expect(Object.keys(calls((await profileOf()).profile))).toContain('src/main.ts:10:0 renamed');
  });

  test.each([
    ['is missing', null, 'there is no such file or directory'],
    ['is no map', '{}', 'it is not a source map of version 3'],
    ['is cut short', '{"version":3,', ''],
  ])('whose map %s has its own, and one line says so', async (_, map, reason) => {
    build({});
    rmSync(join(cwd, 'dist/main.js.map'));
    if (map !== null) writeFileSync(join(cwd, 'dist/main.js.map'), map);
    const { stderr, code } = await instrument();
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^tsprof-instrument: dist\/main\.js:1:1: warning: the source map main\.js\.map .*\n.*\n$/,
    );
    expect(stderr).toContain(reason);
    const { stdout, profile } = await profileOf();
    expect(stdout).toBe(plain.stdout);
    expect(new Set(profile.files)).toEqual(new Set(['dist/main.js']));
  });
});
