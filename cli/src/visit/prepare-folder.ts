import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Collector } from '@tsprof/runtime/collect';
import { selectionGlobs } from '../sources/selection-options.ts';
import { EXIT_FAILED, TsprofError } from '@tsprof/report/command-line/errors';
import { counted } from '@tsprof/report/tables/text';
import type { CliProcess } from '@tsprof/report/command-line/process';
import { writeCopy } from '../instrument/write-copy.ts';
import type { VisitOptions } from './visit-options.ts';
import { serveFolder } from './serve-folder.ts';
import type { Target } from './target.ts';

/** A page that can be visited. */
export interface Prepared {
  readonly url: string;
  /** Where its pages send their profiles; null: wherever they were built to. */
  readonly post: string | null;
  /** What went wrong, though it can be visited all the same. */
  readonly failure: TsprofError | null;
  close(): void;
}

/** Serves an instrumented copy of a folder. */
export async function prepareFolder(
  target: Target & { readonly kind: 'folder' },
  options: VisitOptions,
  collector: Collector,
  process: CliProcess,
): Promise<Prepared> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'tsprof-page-')));
  const remove = (): void => rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  const copy = join(directory, 'copy');
  try {
    const { url, post, close } = await serveFolder(copy, collector, options.isolate ?? true);
    const end = (): void => {
      close();
      remove();
    };
    try {
      const failure = await instrument(target.folder, copy, post, options, process);
      return { url: url + encodeURIComponent(target.page), post, failure, close: end };
    } catch (error) {
      close();
      throw error;
    }
  } catch (error) {
    remove();
    throw error;
  }
}

/** What the user has to know is said; files that cannot be instrumented are in the copy as they are. */
async function instrument(
  folder: string,
  outDir: string,
  post: string,
  options: VisitOptions,
  process: CliProcess,
): Promise<TsprofError | null> {
  const { clock, marks, overlay, quiet } = options;
  const settings = { post, clock, marks, overlay };
  const runtime = '@tsprof/runtime/probes';
  const request = {
    paths: [folder],
    outDir,
    globs: selectionGlobs(options),
    runtime,
    builtins: false,
    parents: false,
    promises: false,
    page: true,
    settings,
  };
  const { messages, failed } = await writeCopy(request, process);
  if (failed > 0 || !quiet) for (const message of messages) process.stderr.write(`tsprof: ${message}`);
  if (failed === 0) return null;
  return new TsprofError(`${counted(failed, 'file')} could not be instrumented`, { exitCode: EXIT_FAILED });
}
