import { dirname, extname, join, resolve } from 'node:path';
import { statsOf } from './stamps.ts';
import { FOREIGN_EXTENSIONS, isForeign } from './module-format.ts';
import { mappedPaths } from './tsconfig.ts';

/** What TypeScript writes in place of the source's own extension. */
const SOURCES_OF: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.jsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/** Tried behind a specifier without an extension: first what Node knows nothing of, in TypeScript's order. */
const FOREIGN_FIRST: readonly string[] = ['.ts', '.tsx', ...FOREIGN_EXTENSIONS.slice(2)];
const NATIVE: readonly string[] = ['.js', '.json', '.mjs', '.cjs'];

/** Whether a module may use TypeScript's ways of naming files. Programs in plain JavaScript must not notice us. */
export function mayResolve(importer: string): boolean {
  return !/[\\/]node_modules[\\/]/.test(importer);
}

/**
 * The file that a TypeScript or JSX module means by a specifier where that goes before Node's own answer:
 * mapped paths, the source beside its output, the source before a namesake. Undefined: Node is to answer.
 */
export function resolveFirst(specifier: string, importer: string): string | undefined {
  if (!isForeign(importer) || !mayResolve(importer)) return undefined;
  if (isRelative(specifier)) return resolveForeign(resolve(dirname(importer), specifier));
  if (!isBare(specifier)) return undefined;
  return firstFound(mappedPaths(specifier, importer), (path) => resolveFile(path, true));
}

/** The file that a specifier means when Node has found none; undefined when there is none indeed. */
export function resolveAfterwards(specifier: string, importer: string): string | undefined {
  if (!mayResolve(importer)) return undefined;
  const path = isRelative(specifier) ? resolve(dirname(importer), specifier) : absolutePath(specifier);
  return path === undefined ? undefined : resolveFile(path, isForeign(importer));
}

/** The main script as given on the command line, when Node finds none of that name. */
export function resolveScript(path: string): string | undefined {
  return resolveFile(path, false);
}

function resolveFile(path: string, native: boolean): string | undefined {
  if (isFile(path) && (native || isForeign(path))) return path;
  const foreign = resolveForeign(path);
  if (foreign !== undefined) return foreign;
  const extensions = native ? [...FOREIGN_FIRST, ...NATIVE] : FOREIGN_FIRST;
  const named = native ? withExtension(path, NATIVE) : undefined;
  return named ?? withExtension(join(path, 'index'), extensions);
}

/** Files that only TypeScript's rules lead to. */
function resolveForeign(path: string): string | undefined {
  const extension = extname(path);
  const sources = SOURCES_OF[extension];
  if (sources !== undefined) return withExtension(path.slice(0, -extension.length), sources);
  return isFile(path) ? undefined : withExtension(path, FOREIGN_FIRST);
}

function withExtension(path: string, extensions: readonly string[]): string | undefined {
  return firstFound(extensions, (extension) => (isFile(path + extension) ? path + extension : undefined));
}

function firstFound<T>(values: readonly T[], find: (value: T) => string | undefined): string | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isRelative(specifier: string): boolean {
  return /^\.\.?(?:[\\/]|$)/.test(specifier);
}

function isBare(specifier: string): boolean {
  return !isRelative(specifier) && !/^(?:[\\/]|[a-z][a-z+.-]*:)/i.test(specifier);
}

function absolutePath(specifier: string): string | undefined {
  return specifier.startsWith('/') || /^[a-z]:[\\/]/i.test(specifier) ? specifier : undefined;
}

function isFile(path: string): boolean {
  return statsOf(path)?.isFile() === true;
}
