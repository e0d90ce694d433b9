import { basename } from 'node:path';
import { encodedMap, TraceMap } from '@jridgewell/trace-mapping';
import type { DecodedSourceMap } from '@jridgewell/trace-mapping';
import { printable } from '@tsprof/runtime/profile';
import { SourceError, transformSource } from 'babel-plugin-tsprof/source';
import type { SourceFormat } from 'babel-plugin-tsprof/source';
import { createPlacer } from 'babel-plugin-tsprof/places';
import type { SourceMap } from 'babel-plugin-tsprof/places';
import type { Source } from './module-id.ts';

/** A module on its way through a build. */
export interface Module {
  readonly code: string;
  readonly source: Source;
  /** As the profile is to name it. */
  readonly name: string;
  /** The module that its probes come from. */
  readonly runtime: string;
  /** Whether a file that could be either kind of module is run as CommonJS by the bundler, and so not strictly. */
  readonly sloppy: boolean;
  /** Whether tests are to be named by what they are called. */
  readonly tests: boolean;
  /** Whether functions tell of their lines. Default: false. */
  readonly lines?: boolean;
  /** Whether what runs later can be followed. Default: false. */
  readonly parents?: boolean;
  /** Whether promises that functions return can be followed. Default: false. */
  readonly promises?: boolean;
  /** Calls of functions without probes are to be counted: tells which modules have none. */
  readonly isForeign?: (specifier: string) => boolean;
  /** What its map calls the source. Default: its base name, which is found beside the module that the map is of. */
  readonly mapSource?: string;
  /** A script that no module system loads, and that brings what it needs: statements that run before all else. */
  readonly script?: { readonly prelude: string };
  /** Of what a compiler has made: where it comes from. */
  readonly compiled?: Compiled;
}

/** From compiled code back to the component, which is the one source that is selected. */
export interface Compiled {
  readonly map: SourceMap;
  readonly root: string;
}

/** What a bundler makes of its maps: with text, and VLQ for mappings. */
export interface BundlerMap {
  readonly version: 3;
  readonly sources: string[];
  readonly sourcesContent: string[];
  readonly names: string[];
  readonly mappings: string;
}

export interface Instrumented {
  readonly code: string;
  readonly map: BundlerMap;
  readonly warnings: readonly string[];
}

/**
 * The module with probes; null if there is nothing to put any into. What cannot be parsed is a SourceError; what may be a
 * script may be a module without imports as well, which awaits something.
 */
export function instrumentModule(module: Module): Instrumented | null {
  const { script, ...asModule } = module;
  if (script === undefined) return instrument(module);
  try {
    return instrument(module);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return instrument(asModule);
  }
}

function instrument(module: Module): Instrumented | null {
  const { code, source, name } = module;
  const { changed, warnings, ...printed } = transformSource({
    code,
    // What comes from a compiler is JavaScript, whatever it was made from.
    language: module.compiled ? 'jsx' : (source.language ?? 'js'),
    format: formatOf(module),
    name,
    runtime: () => module.runtime,
    tests: module.tests,
    lines: module.lines,
    parents: module.parents,
    promises: module.promises,
    isForeign: module.isForeign,
    place: placeOf(module),
    prelude: module.script?.prelude,
  });
  if (!changed) return null;
  const said = warnings.map(({ message, line, column }) =>
    printable(`${name}:${line}:${column + 1}: ${message}`),
  );
  const map = bundlerMap(printed.map, module.mapSource ?? basename(source.path), code);
  return { code: printed.code, map, warnings: said };
}

/** What to tell where a file could not be parsed: it stays as it is, and the build goes on. */
export function complaint(error: unknown, name: string): string {
  if (!(error instanceof SourceError)) throw error;
  const place = error.line > 0 ? `:${error.line}:${error.column + 1}` : '';
  return printable(`${name}${place}: ${error.message}; the file has no probes`);
}

/** The functions of a component stand where they were written; what its compiler has added gets no probes. */
function placeOf({ code, source: { path }, compiled }: Module): ReturnType<typeof createPlacer> | undefined {
  if (compiled === undefined) return undefined;
  const { map, root } = compiled;
  const selects = (found: string): boolean => found === path;
  return createPlacer({ code, map, mapFile: `${path}.map`, cwd: root, selects, selectsAdded: false });
}

const COMMONJS_WORDS = /\brequire\s*\(|\bmodule\.exports\b|\bexports\.\w/;

/**
 * A file of CommonJS is found by its words and then its syntax (undefined). What could be either becomes a module:
 * an import makes it one in any case, and strict; unless the bundler would have run it sloppily.
 */
function formatOf({ code, source, sloppy, compiled, script }: Module): SourceFormat | undefined {
  if (script !== undefined) return 'script';
  if (/\.[cm][jt]s$/.test(source.path)) return /\.c[jt]s$/.test(source.path) ? 'commonjs' : 'module';
  if (source.language === null || compiled !== undefined) return 'module';
  return sloppy || COMMONJS_WORDS.test(code) ? undefined : 'module';
}

function bundlerMap(map: DecodedSourceMap, source: string, code: string): BundlerMap {
  const { names, mappings } = encodedMap(new TraceMap(map));
  return { version: 3, sources: [source], sourcesContent: [code], names, mappings };
}
