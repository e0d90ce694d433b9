import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Compiled, LoaderCompiler } from './compile.ts';
import { isForeign } from '../sources/module-format.ts';
import type { ModuleFormat } from '../sources/module-format.ts';
import { resolveAfterwards, resolveFirst } from '../sources/resolve.ts';
import { inOwnWorld } from '../intrinsics.ts';

/** What a load hook works on: as Node gives it, of whatever version. */
export interface Loaded {
  readonly format?: string | null | undefined;
  readonly source?: string | ArrayBuffer | ArrayBufferView | null | undefined;
}

/** The absolute path of a module's URL, without query and hash; undefined for what is no file. */
export function pathOfUrl(url: string | undefined): string | undefined {
  if (url?.startsWith('file:') !== true) return undefined;
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}

/** A specifier, or the path it was made from, cut where its query or hash begins. */
interface SplitSpecifier {
  readonly name: string;
  readonly suffix: string;
}

/** The URL that goes before Node's own answer; undefined where Node is to answer. */
export function urlFirst(specifier: string, parentUrl: string | undefined): string | undefined {
  return resolvedUrl(specifier, parentUrl, resolveFirst);
}

/** The URL to take when Node found nothing. */
export function urlAfterwards(specifier: string, parentUrl: string | undefined): string | undefined {
  return resolvedUrl(specifier, parentUrl, resolveAfterwards);
}

function resolvedUrl(
  specifier: string,
  parentUrl: string | undefined,
  find: (name: string, importer: string) => string | undefined,
): string | undefined {
  return inOwnWorld(() => {
    const importer = pathOfUrl(parentUrl);
    if (importer === undefined) return undefined;
    const { name, suffix } = split(specifier);
    const path = find(pathOfUrl(name) ?? name, importer);
    return path === undefined ? undefined : pathToFileURL(path).href + suffix;
  });
}

function split(specifier: string): SplitSpecifier {
  const end = /[?#]/.exec(specifier)?.index ?? specifier.length;
  return { name: specifier.slice(0, end), suffix: specifier.slice(end) };
}

/** The path of a TypeScript or JSX file among URLs, which Node must not be asked to load. */
export function foreignPath(url: string): string | undefined {
  return inOwnWorld(() => {
    const path = pathOfUrl(url);
    return path !== undefined && isForeign(path) ? path : undefined;
  });
}

/** JavaScript that Node has loaded, compiled; undefined where it is to stay as it is. */
export function compileLoaded(
  compiler: LoaderCompiler,
  url: string,
  { format, source }: Loaded,
): Compiled | undefined {
  const path = inOwnWorld(() => pathOfUrl(url));
  if (path === undefined || !isOurs(format) || source === null || source === undefined) return undefined;
  if (!compiler.selects(path)) return undefined;
  const { code, made } = inOwnWorld(() => ({ code: textOf(source), made: isForeign(path) }));
  return compiler.javaScript(path, code, format ?? undefined, made);
}

function isOurs(format: string | null | undefined): format is ModuleFormat | null | undefined {
  return format === 'module' || format === 'commonjs' || format === null || format === undefined;
}

function textOf(source: NonNullable<Loaded['source']>): string {
  if (typeof source === 'string') return source;
  const bytes = ArrayBuffer.isView(source)
    ? Buffer.from(source.buffer, source.byteOffset, source.byteLength)
    : Buffer.from(source);
  return bytes.toString('utf8');
}
