import type { SelectionGlobs } from 'babel-plugin-tsprof/select';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { cacheDirectory } from '@tsprof/runtime/files';
import { createCache } from '../sources/cache.ts';
import { TsprofError, systemReason } from '@tsprof/report/command-line/errors';
import type { CliProcess } from '@tsprof/report/command-line/process';
import { selectionPatterns } from '../sources/globs.ts';
import { profileName } from '../sources/select.ts';
import { FOLDER } from '../pages/page-urls.ts';
import { looksBuilt, placeIn, planPages } from '../pages/plan.ts';
import type { PagePlan } from '../pages/plan.ts';
import { writeRuntime } from './runtime-files.ts';
import type { PageSettings } from './runtime-files.ts';
import { builtFile, transformSalt } from '../sources/tools.ts';
import type { Written } from './outcomes.ts';
import { LastRun } from './last-run.ts';
import { importsLedBack } from './mapped-imports.ts';
import { createProgress } from './progress.ts';
import { sourceSelector } from './sources.ts';
import { listTree, rootOf } from './tree.ts';
import type { TreeFile } from './tree.ts';
import { unmatchedIn } from './unmatched.ts';
import { writeTree } from './write-tree.ts';

/** An instrumented copy that was asked for. */
export interface CopyRequest {
  /** Files and directories; names are relative to the working directory. */
  readonly paths: readonly string[];
  /** Absolute path; null: over the files themselves. */
  readonly outDir: string | null;
  readonly globs: SelectionGlobs;
  readonly tsconfig?: string | undefined;
  /** The module of the probes, where it is no copy of pages. */
  readonly runtime: string;
  /** Whether calls of functions without probes are counted. */
  readonly builtins: boolean;
  /** Whether what runs later can be followed to what has scheduled it. */
  readonly parents: boolean;
  /** Whether promises that functions return can be followed. */
  readonly promises: boolean;
  /** Whether what is copied runs in browsers as it stands. Undefined: if it looks like that. */
  readonly page?: boolean | undefined;
  /** For the runtime in pages. */
  readonly settings: PageSettings;
}

/** Writes an instrumented copy of files and trees; pages among them load the runtime, which is put beside them. */
export async function writeCopy(request: CopyRequest, process: CliProcess): Promise<Written> {
  const { paths, outDir, globs, tsconfig, runtime, builtins, parents, promises } = request;
  const cwd = process.cwd();
  const files = listTree(paths, outDir, cwd);
  const directory = cacheDirectory(process.env);
  const cache = createCache(directory);
  const selection = { patterns: selectionPatterns(globs, cwd), own: [] };
  const selected = await sourceSelector(files, { cwd, tsconfig, selection, cache });
  const root = rootOf(paths, outDir, cwd);
  const page = (request.page ?? looksBuilt(files)) ? planPages(files, selected, root) : null;
  if (outDir !== null) makeDirectory(outDir, profileName(outDir, cwd));
  const salt = transformSalt();
  const notes = [
    ...unmatchedIn(files, selection.patterns, cwd),
    ...(outDir === null ? [] : importsLedBack(files, cwd)),
  ].map((line) => `${line}\n`);
  const written = await writeTree(files, page === null ? selected : isIn(page, selected), {
    ...{ cwd, runtime, builtins, parents, promises, selection, page, salt, cache: directory },
    workerFile: builtFile('esm', 'instrument', 'worker.js'),
    lastRun: new LastRun(cache, [
      ...[salt, cwd, paths, outDir, runtime, builtins, parents, promises],
      ...[selection, page],
    ]),
    progress: await createProgress(files.length, process.stderr),
  });
  if (page !== null) writeRuntime(root, request.settings);
  return { ...written, messages: [...written.messages, ...notes] };
}

/** The runtime in an earlier copy is no source of a page. */
const isIn =
  ({ root }: PagePlan, isSource: (file: TreeFile) => boolean) =>
  (file: TreeFile): boolean =>
    isSource(file) && !placeIn(root, file.output).startsWith(`${FOLDER}/`);

function makeDirectory(directory: string, name: string): void {
  try {
    mkdirSync(directory, { recursive: true });
    accessSync(directory, constants.W_OK);
  } catch (error) {
    throw new TsprofError(`cannot write to ${name}: ${systemReason(error)}`, { cause: error });
  }
}
