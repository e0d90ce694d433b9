import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { buildSync, type BuildOptions } from 'esbuild';
import { createPlacer, type PlacerOptions, type SourceMap } from '../../../plugin/src/places.ts';
import { languageOf } from '../../../plugin/src/language.ts';
import { transformSource } from '../../../plugin/src/source.ts';
import { createRegistry, register } from '../../../runtime/src/sites/registry.ts';
import { sitesOf } from '../../../runtime/src/sites/sites.ts';

export type Files = Readonly<Record<string, string>>;

/** A project on disk. */
export function writeProject(files: Files): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'tsprof bundled ')));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  return directory;
}

export const removeProject = (directory: string): void => rmSync(directory, { recursive: true, force: true });

/** What compiled code and its map are, and where they lie. */
export interface Built {
  readonly code: string;
  readonly map: string;
  /** Relative to the project. */
  readonly file: string;
}

/** Bundles src/main.ts with esbuild. */
export function bundle(project: string, options: BuildOptions = {}): Built {
  const { outputFiles } = buildSync({
    ...{ absWorkingDir: project, entryPoints: ['src/main.ts'], outfile: 'dist/main.js', write: false },
    ...{ bundle: true, format: 'iife', sourcemap: 'external', logLevel: 'silent' },
    ...options,
  });
  const [map, code] = outputFiles!.map(({ text }) => text) as [string, string];
  return { code, map, file: 'dist/main.js' };
}

export const isOwn = (path: string): boolean => !/[\\/]node_modules[\\/]/.test(path);

/** Instruments compiled code by its map. */
export function instrumentBuilt(project: string, built: Built, options: Partial<PlacerOptions> = {}): string {
  const { code, file } = built;
  const mapFile = join(project, `${file}.map`);
  const map = JSON.parse(built.map) as SourceMap;
  const place = createPlacer({ code, map, mapFile, cwd: project, selects: isOwn, ...options });
  return transformSource({
    ...{ code, name: file, place, language: 'js', format: 'script' },
    runtime: () => '@tsprof/runtime/probes',
  }).code;
}

export interface Ran {
  /** How often each function was called, by `file:line:column name`. */
  readonly calls: Readonly<Record<string, number>>;
  readonly logged: readonly string[];
}

/** Runs an instrumented script, to the end of what it says is `done`. */
export async function run(code: string): Promise<Ran> {
  const registry = createRegistry();
  const counts: number[] = [];
  const start = (site: number): number => ((counts[site] = (counts[site] ?? 0) + 1), 0);
  const nothing = (): void => undefined;
  const same = (_: number, value: unknown): unknown => value;
  const probes = {
    register: (file: string, names: string, spots: number[]) => register(registry, file, names, spots),
    ...{ enter: start, begin: start, beginModule: start },
    ...{ leave: nothing, end: nothing, endModule: nothing },
    again: <T>(_token: number, _more: number, value: T): T => value,
    ...{ suspend: same, resume: same, park: same, unpark: same, delegate: same, iterate: same },
  };
  const logged: string[] = [];
  const log = (...values: unknown[]): void => void logged.push(values.join(' '));
  const context = { log, done: undefined as unknown, [Symbol.for('tsprof.realm')]: { probes } };
  runInNewContext(code, context);
  await context.done;
  const calls: Record<string, number> = {};
  for (const [site, { file, line, column, name }] of sitesOf(registry).entries()) {
    const count = counts[site] ?? 0;
    const key = `${file}:${line}:${column} ${name}`;
    if (count > 0) calls[key] = (calls[key] ?? 0) + count;
  }
  return { calls, logged };
}

const STAND_IN = Object.keys({
  register: 0,
  enter: 0,
  begin: 0,
  beginModule: 0,
  leave: 0,
  end: 0,
  endModule: 0,
})
  .concat(['again', 'suspend', 'resume', 'park', 'unpark', 'delegate', 'iterate'])
  .map((name) => `export const ${name} = globalThis[Symbol.for('tsprof.realm')].probes.${name};\n`)
  .join('');

/** The same program with probes in its sources, as they were written. */
export async function runSources(files: Files): Promise<Ran> {
  const instrumented = Object.entries(files).map(([name, code]): [string, string] => {
    const language = languageOf(name);
    if (language === undefined || !isOwn(`/${name}`)) return [name, code];
    const format = /\brequire\(|\bexports\./.test(code) ? 'commonjs' : 'module';
    return [name, transformSource({ code, name, language, format, runtime: () => 'probes' }).code];
  });
  const copy = writeProject({
    ...Object.fromEntries(instrumented),
    'node_modules/probes/index.js': STAND_IN,
  });
  try {
    return await run(bundle(copy).code);
  } finally {
    removeProject(copy);
  }
}
