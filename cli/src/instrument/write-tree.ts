import { setImmediate } from 'node:timers/promises';
import { isPage } from '../page/plan.ts';
import { writeHtml } from '../page/write-html.ts';
import { Books } from './books.ts';
import type { Written } from './books.ts';
import { writeAll } from './crew.ts';
import { interruptible } from './interrupt.ts';
import type { LastRun } from './last-run.ts';
import { isStopped, newOrders, stop } from './orders.ts';
import type { Orders } from './orders.ts';
import type { Progress } from './progress.ts';
import { shareOut } from './share-out.ts';
import type { TreeFile } from './tree.ts';
import { writeOther } from './write-other.ts';

export interface WriteOptions extends Omit<Orders, 'files' | 'next'> {
  readonly lastRun: LastRun;
  readonly progress: Progress;
  /** What other threads run: `worker.ts`, built. */
  readonly workerFile: string;
  /** How many threads may work at once. Default: as many as there are cores. */
  readonly cores?: number;
}

/** Writes the copy of a tree, and goes on whatever happens to one of its files. */
export async function writeTree(
  files: readonly TreeFile[],
  isSource: (file: TreeFile) => boolean,
  options: WriteOptions,
): Promise<Written> {
  const { lastRun, progress, cores, workerFile, ...told } = options;
  const books = new Books(lastRun, progress, options.cwd);
  const sources = new Set(files.filter(isSource));
  const others = files.filter((file) => !sources.has(file));
  const pending = [...sources].filter((file) => !books.recall(file, true));
  const load = shareOut(pending, cores);
  const orders = newOrders({ ...told, files: load.files });
  await interruptible(
    () => stop(orders),
    async () => {
      if (pending.length > 0) {
        await writeAll(orders, { workers: load.workers, workerFile }, (file, outcome) =>
          books.note(file, true, outcome),
        );
      }
      await writeOthers(others, orders, books);
      progress.stop();
      lastRun.save();
    },
  );
  return books.written([...sources, ...others]);
}

/** After the sources: what is a map in the tree may have been written anew by then, beside its source. */
async function writeOthers(files: readonly TreeFile[], orders: Orders, books: Books): Promise<void> {
  for (const file of files) {
    if (isStopped(orders)) return;
    if (books.isOurMap(file) || books.recall(file, false)) continue;
    const { page, selection, cwd } = orders;
    const isHtml = page !== null && !file.isLink && isPage(file.input);
    books.note(file, false, isHtml ? writeHtml(file, page, selection, cwd) : writeOther(file, cwd));
    // So that Ctrl-C is heard.
    await setImmediate();
  }
}
