import { statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { TsprofError, systemReason } from '../errors.ts';
import { pathPatterns } from '../globs.ts';
import { languageOf } from '../loader/language.ts';
import { createSelector } from '../loader/select.ts';
import type { Project } from '../project.ts';
import type { TreeFile } from './tree.ts';

export interface SourceOptions {
  readonly cwd: string;
  /** A tsconfig file as the user named it. Undefined: the one nearest to the first TypeScript file. */
  readonly tsconfig: string | undefined;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/**
 * Which files of a tree are to be instrumented: selected sources. TypeScript must belong to the project, if
 * there is one (else it has a project of its own), or be named on the command line.
 */
export async function sourceSelector(
  files: readonly TreeFile[],
  options: SourceOptions,
): Promise<(file: TreeFile) => boolean> {
  const { cwd, include, exclude } = options;
  const selects = createSelector({
    cwd,
    include: include.length === 0 ? null : pathPatterns(include, '--include'),
    exclude: pathPatterns(exclude, '--exclude'),
    own: [],
  });
  const project = await projectOf(files, options);
  return ({ input, isLink, isNamed }) => {
    if (isLink || languageOf(input) === undefined || !selects(input)) return false;
    if (!isTypeScript(input) || isNamed || project === undefined) return true;
    return project.files.has(input.split(sep).join('/'));
  };
}

/** A tree without TypeScript needs no project, and so none of what reads one: it takes longer to load than all else. */
async function projectOf(
  files: readonly TreeFile[],
  { cwd, tsconfig }: SourceOptions,
): Promise<Project | undefined> {
  const first = files.find(({ input }) => isTypeScript(input));
  if (tsconfig === undefined && first === undefined) return undefined;
  const { findTsconfig, readProject } = await import('../project.ts');
  if (tsconfig !== undefined) return readProject(existingFile(resolve(cwd, tsconfig), tsconfig));
  const found = first && findTsconfig(dirname(first.input));
  return found === undefined ? undefined : readProject(found);
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
