import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { TextCache } from '../sources/cache.ts';
import { TsprofError, systemReason } from '@tsprof/report/command-line/errors';
import { languageOf } from 'babel-plugin-tsprof/language';
import { exclusionsOf, selectorOf } from '../sources/select.ts';
import type { FileSelection } from '../sources/select.ts';
import { hasMap } from '../sources/built.ts';
import { membersOf, nearestTsconfig } from './members.ts';
import type { TreeFile } from './tree.ts';

export interface SourceOptions {
  readonly cwd: string;
  /** A tsconfig file as the user named it. Undefined: the one nearest to the first TypeScript file. */
  readonly tsconfig: string | undefined;
  readonly selection: FileSelection;
  readonly cache: TextCache;
}

/**
 * Which files of a tree are to be instrumented: selected sources. TypeScript must belong to the project, if
 * there is one (else it has a project of its own), or be named on the command line.
 */
export async function sourceSelector(
  files: readonly TreeFile[],
  options: SourceOptions,
): Promise<(file: TreeFile) => boolean> {
  const selects = selectorOf(options.selection);
  const mayBe = selectorOf(exclusionsOf(options.selection));
  const members = await projectMembers(files, options);
  return ({ input, isLink, isNamed }) => {
    if (isLink || languageOf(input) === undefined) return false;
    // Of a bundle the sources may be included.
    if (!selects(input)) return mayBe(input) && !isTypeScript(input) && hasMap(input);
    if (!isTypeScript(input) || isNamed || members === undefined) return true;
    return members.has(input);
  };
}

/** Undefined: there is no project. */
async function projectMembers(
  files: readonly TreeFile[],
  { cwd, tsconfig, cache }: SourceOptions,
): Promise<ReadonlySet<string> | undefined> {
  const inputs = files.map(({ input }) => input).filter(isTypeScript);
  const [first] = inputs;
  if (tsconfig !== undefined) return membersOf(existingFile(resolve(cwd, tsconfig), tsconfig), inputs, cache);
  const found = first === undefined ? undefined : nearestTsconfig(dirname(first));
  return found === undefined ? undefined : membersOf(found, inputs, cache);
}

function isTypeScript(path: string): boolean {
  const language = languageOf(path);
  return language === 'ts' || language === 'tsx';
}

function existingFile(path: string, name: string): string {
  try {
    if (statSync(path).isFile()) return path;
  } catch (error) {
    throw new TsprofError(`cannot read ${name}: ${systemReason(error)}`, { cause: error });
  }
  throw new TsprofError(`cannot read ${name}: it is not a file`);
}
