import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { TsConfigResult } from 'get-tsconfig';
import type { FileTsconfig } from './typescript.ts';
import { jsonProblem } from './json-problem.ts';
import { fixedFormat } from './module-format.ts';
import type { ModuleFormat } from './module-format.ts';
import { inOwnWorld } from '../intrinsics.ts';

type PathsMatcher = (specifier: string) => string[];

interface Project {
  readonly tsconfig: TsConfigResult | null;
  readonly paths: PathsMatcher | null;
  /** What is wrong with it, as a line without the name of the program. */
  readonly problem?: string | undefined;
}

const projects = new Map<string, Project>();
let library: typeof import('get-tsconfig') | undefined;

/** What of the nearest tsconfig.json decides how one file is turned into JavaScript. */
export function fileTsconfig(path: string): FileTsconfig {
  const options = projectOf(path).tsconfig?.config.compilerOptions;
  if (options === undefined) return {};
  const { jsx, jsxFactory, jsxFragmentFactory, jsxImportSource, target } = options;
  const { experimentalDecorators, useDefineForClassFields, verbatimModuleSyntax, alwaysStrict, strict } =
    options;
  const { emitDecoratorMetadata, esModuleInterop, allowSyntheticDefaultImports, strictNullChecks } = options;
  const kept = {
    // Another compiler would come after this one; here there is none.
    ...(jsx === undefined ? {} : { jsx: jsx === 'preserve' || jsx === 'react-native' ? 'react-jsx' : jsx }),
    ...{ jsxFactory, jsxFragmentFactory, jsxImportSource, target },
    ...{ experimentalDecorators, useDefineForClassFields, verbatimModuleSyntax, alwaysStrict, strict },
    ...{ emitDecoratorMetadata, esModuleInterop, allowSyntheticDefaultImports, strictNullChecks },
  };
  return {
    compilerOptions: JSON.parse(JSON.stringify(kept)) as NonNullable<FileTsconfig['compilerOptions']>,
  };
}

/**
 * The format that a TypeScript or JSX file runs in: by its extension or package.json, then by the project's
 * `module`, as tsc would emit it; undefined where the syntax decides.
 */
export function foreignFormat(path: string): ModuleFormat | undefined {
  const fixed = fixedFormat(path);
  if (fixed !== undefined) return fixed;
  const module = projectOf(path).tsconfig?.config.compilerOptions?.module?.toLowerCase();
  return module === 'commonjs' || module?.startsWith('node') ? 'commonjs' : undefined;
}

/** Where the `paths` (or `baseUrl`) of the importing file's project say that a specifier leads; absolute paths. */
export function mappedPaths(specifier: string, importer: string): readonly string[] {
  return projectOf(importer).paths?.(specifier) ?? [];
}

function projectOf(path: string): Project {
  const directory = dirname(path);
  let project = projects.get(directory);
  if (project === undefined) projects.set(directory, (project = readProject(directory)));
  return project;
}

/** What is wrong with the tsconfig.json of a file, said once; undefined where it has been said, or nothing is. */
export function tsconfigProblem(path: string): string | undefined {
  const { problem } = projectOf(path);
  if (problem === undefined || said.has(problem)) return undefined;
  said.add(problem);
  return problem;
}

const said = new Set<string>();

/** One that cannot be read at all counts as absent. */
function readProject(directory: string): Project {
  const require = createRequire(import.meta.url);
  library ??= inOwnWorld(() => require('get-tsconfig') as typeof import('get-tsconfig'));
  try {
    const tsconfig = library.getTsconfig(directory);
    if (tsconfig === null) return { tsconfig, paths: null };
    const problem = inOwnWorld(() => jsonProblem(tsconfig.path));
    return { tsconfig, paths: library.createPathsMatcher(tsconfig), problem };
  } catch (error) {
    return {
      tsconfig: null,
      paths: null,
      problem: `the tsconfig.json of ${directory} is passed over: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}
