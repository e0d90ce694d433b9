import { createRequire } from 'node:module';
import type { Loader, TransformOptions, TsconfigRaw } from 'esbuild';
import type { Language } from 'babel-plugin-tsprof/language';
import { lowerWithTypes, needsTypes } from './decorated-typescript.ts';
import type { ModuleFormat } from './module-format.ts';
import type { EncodedSourceMap } from './source-map.ts';

/** The part of a tsconfig that decides what a single file becomes. */
export interface FileTsconfig {
  readonly compilerOptions?: NonNullable<Exclude<TsconfigRaw, string>['compilerOptions']> & {
    readonly emitDecoratorMetadata?: boolean;
    readonly esModuleInterop?: boolean;
    readonly allowSyntheticDefaultImports?: boolean;
    readonly strictNullChecks?: boolean;
  };
}

export interface LowerRequest {
  readonly code: string;
  readonly language: Language;
  readonly format: ModuleFormat;
  readonly hasModuleSyntax: boolean;
  readonly path: string;
  readonly tsconfig: FileTsconfig;
}

export interface Lowered {
  readonly code: string;
  readonly map: EncodedSourceMap;
  /** The other files that it depends on. */
  readonly reads: readonly string[];
}

/** Loaded when the first file needs it: programs in plain JavaScript, and cached files, never do. */
let transformSync: typeof import('esbuild').transformSync | undefined;

/**
 * TypeScript or JSX as JavaScript for the Node that is running: types go, and only such syntax is lowered as
 * this Node does not have. Throws esbuild's error when it cannot be done.
 */
export function lowerToJavaScript(request: LowerRequest): Lowered {
  if (needsTypes(request)) return lowerWithTypes(request);
  transformSync ??= (createRequire(import.meta.url)('esbuild') as typeof import('esbuild')).transformSync;
  const { code: lowered, map } = transformSync(request.code, options(request));
  return { code: lowered, map: JSON.parse(map) as EncodedSourceMap, reads: [] };
}

function options({
  language,
  format,
  hasModuleSyntax,
  path,
  tsconfig,
}: Omit<LowerRequest, 'code'>): TransformOptions {
  const asCommonJs = format === 'commonjs' && hasModuleSyntax;
  return {
    loader: language satisfies Loader,
    ...(format === 'module' ? { format: 'esm' } : asCommonJs ? { format: 'cjs' } : {}),
    platform: 'node',
    target: `node${process.versions.node}`,
    sourcemap: 'external',
    sourcesContent: false,
    sourcefile: path,
    tsconfigRaw: tsconfig,
    keepNames: false,
    charset: 'utf8',
    logLevel: 'silent',
  };
}
