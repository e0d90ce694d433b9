import { languageOf } from 'babel-plugin-tsprof/language';
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { cacheKey, createCache } from '../sources/cache.ts';
import { stampOf } from '../sources/stamps.ts';
import type { Stamp } from '../sources/stamps.ts';
import { MAP_COMMENT, hasMap, isMinified } from '../sources/built.ts';
import type { Built, Compiled } from './compiler.ts';
import { noteMatch, noteWarnings } from './config.ts';
import type { LoaderConfig } from './config.ts';
import type { ModuleFormat } from '../sources/module-format.ts';
import { isForeign } from '../sources/module-format.ts';
import { noteChanged } from './own-maps.ts';
import { hasProgramMaps } from './program-maps.ts';
import { offTheRecord } from './realm.ts';
import { exclusionsOf, profileName, lineSelectorOf, selectorOf } from '../sources/select.ts';
import type { Selector } from '../sources/select.ts';
import { fileTsconfig, foreignFormat, tsconfigProblem } from '../sources/tsconfig.ts';
import { inOwnWorld, isOwnWork } from '../intrinsics.ts';

export type { Compiled } from './compiler.ts';

/** The loader's way from a file to the code that Node is to run in its place. */
export interface LoaderCompiler {
  /** Whether a file that Node could run by itself is to be instrumented. */
  readonly selects: Selector;
  /** A file of JavaScript, `made` by another loader or as it lies on disk; undefined when Node shall have it as it is. */
  javaScript(
    path: string,
    code: string,
    format: ModuleFormat | undefined,
    made?: boolean,
  ): Compiled | undefined;
  /** A file of TypeScript or JSX. Throws a SyntaxError when it does not parse. */
  foreign(path: string): Compiled;
  /** A program that is given as a string and runs as a script with `require`, under a name of its own. */
  evaluated(name: string, code: string): Compiled | undefined;
}

const loader = Module as unknown as { readonly wrapper: readonly string[] };
const END = loader.wrapper[1];

/**
 * Whether the program has put code of its own behind that of modules, as rewire does: it reaches for what they declare, which
 * with probes would stand in a block of its own.
 */
function isContinued(): boolean {
  return loader.wrapper[1] !== END;
}

/** A compiler that asks the cache first. */
export function createCompiler(config: LoaderConfig): LoaderCompiler {
  const { cwd, patterns, own } = config;
  const selection = { patterns, own };
  const isSelected = selectorOf(config, (index) => noteMatch(config.directory, index));
  const tellsLines = lineSelectorOf(selection);
  const mayBeMade = selectorOf(exclusionsOf(selection));
  // Of what was built, the sources may be selected.
  const selects: Selector = (path) =>
    !isOwnWork() &&
    !isContinued() &&
    inOwnWorld(() => isSelected(path) || (mayBeMade(path) && !isForeign(path) && hasMap(path)));
  const builtFrom = (path: string, code: string): Built | undefined =>
    mayBeMade(path) && (hasMap(path, code) || isMinified(code))
      ? { cwd, selection, selectsAdded: isSelected(path) }
      : undefined;
  return {
    selects,
    javaScript: (path, code, format, made) => {
      const compiled = cached(config, () => ({
        ...{ path, name: profileName(path, cwd), code: withoutBom(code), language: 'js', probes: true },
        ...{ tsconfig: {}, format, indent: format !== 'module' && hasBom(code) ? 1 : 0 },
        built: builtFrom(path, code),
        ...linesOf(tellsLines(path)),
        keepsMap: hasProgramMaps(path) && code.search(MAP_COMMENT) >= 0,
      }));
      inOwnWorld(() => noteChanged(path, compiled?.map, made === true ? code : undefined));
      return compiled;
    },
    foreign: (path) => {
      // As Node reads what it loads: by what the program may have put in the place of that.
      const code = readFileSync(path, 'utf8');
      const compiled = cached(config, () =>
        foreignRequest(config, path, code, isSelected(path), tellsLines(path)),
      );
      const problem = inOwnWorld(() => tsconfigProblem(path));
      if (problem !== undefined) noteWarnings(config.directory, [problem]);
      if (compiled === undefined) throw new SyntaxError(`${path} cannot be compiled`);
      return compiled;
    },
    evaluated: (name, code) =>
      cached(config, () => ({
        ...{
          path: name,
          name,
          code,
          language: 'js',
          probes: true,
          tsconfig: {},
          format: 'commonjs',
          indent: 0,
        },
      })),
  };
}

/** Nothing where there are none, so that what is kept of other runs can be used. */
const linesOf = (tellsLines: boolean): Pick<FrontRequest, 'lines'> => (tellsLines ? { lines: true } : {});

function foreignRequest(
  { cwd }: LoaderConfig,
  path: string,
  code: string,
  probes: boolean,
  lines: boolean,
): FrontRequest {
  const language = languageOf(path) ?? 'js';
  const about = { path, name: profileName(path, cwd), code: withoutBom(code), language, probes };
  return {
    ...about,
    ...linesOf(lines),
    tsconfig: fileTsconfig(path),
    format: foreignFormat(path),
    indent: 0,
  };
}

type BackCompiler = typeof import('./compiler.ts');
type FrontRequest = Omit<Parameters<BackCompiler['compile']>[0], 'runtime'>;

let back: BackCompiler | undefined;

function cached(config: LoaderConfig, request: () => FrontRequest): Compiled | undefined {
  return offTheRecord(() => inOwnWorld(() => lookUp(config, request())));
}

function lookUp(config: LoaderConfig, asked: FrontRequest): Compiled | undefined {
  const { patterns, own } = config;
  const request = {
    ...asked,
    ...(config.builtins && { builtins: { patterns, own } }),
    ...(config.parents === true && { parents: true }),
    ...(config.promises && { promises: true }),
  };
  const { code, ...rest } = request;
  const cache = createCache(config.cache);
  const key = cacheKey(config.salt, JSON.stringify([rest, config.probes]), code);
  const entry = cache.get(key);
  const known = entry === undefined ? undefined : parseEntry(entry);
  const compiled = known ?? compileAfresh(config, request);
  if (known === undefined && compiled !== undefined) cache.put(key, printEntry(compiled));
  if (compiled !== undefined) noteWarnings(config.directory, compiled.warnings);
  for (const index of compiled?.matched ?? []) noteMatch(config.directory, index);
  return compiled;
}

function compileAfresh(config: LoaderConfig, request: FrontRequest): Compiled | undefined {
  back ??= createRequire(import.meta.url)('./compiler.js') as BackCompiler;
  return back.compile({ ...request, runtime: config.probes });
}

/** An entry is a line of JSON with everything but the code, then the code. */
function printEntry({ code, reads = [], ...rest }: Compiled): string {
  const stamps = reads.map((path) => [path, stampOf(path)]);
  return `${JSON.stringify({ ...rest, stamps })}\n${code}`;
}

/** Undefined: one of the files that it was made from besides the source is no longer the same. */
function parseEntry(entry: string): Compiled | undefined {
  const end = entry.indexOf('\n');
  const { stamps, ...rest } = JSON.parse(entry.slice(0, end)) as Omit<Compiled, 'code' | 'reads'> & {
    stamps: [path: string, stamp: Stamp | null][];
  };
  if (!stamps.every(([path, stamp]) => stampOf(path) === stamp)) return undefined;
  return { ...rest, code: entry.slice(end + 1) };
}

const hasBom = (code: string): boolean => code.startsWith('\ufeff');

const withoutBom = (code: string): string => (hasBom(code) ? code.slice(1) : code);
