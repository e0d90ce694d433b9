import { setImmediate } from 'node:timers/promises';
import { isPage } from '../pages/plan.ts';
import { writeHtml } from './write-html.ts';
import { Outcomes } from './outcomes.ts';
import type { Written } from './outcomes.ts';
import { writeAll } from './worker-pool.ts';
import { interruptible } from './interrupt.ts';
import type { LastRun } from './last-run.ts';
import { isStopped, newJob, stop } from './job.ts';
import type { Job } from './job.ts';
import type { Progress } from './progress.ts';
import { workload } from './workload.ts';
import type { TreeFile } from './tree.ts';
import { writeOther } from './write-other.ts';

export interface WriteOptions extends Omit<Job, 'files' | 'next'> {
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
  const outcomes = new Outcomes(lastRun, progress, options.cwd);
  const sources = new Set(files.filter(isSource));
  const others = files.filter((file) => !sources.has(file));
  const pending = [...sources].filter((file) => !outcomes.recall(file, true));
  const load = workload(pending, cores);
  const job = newJob({ ...told, files: load.files });
  await interruptible(
    () => stop(job),
    async () => {
      if (pending.length > 0) {
        await writeAll(job, { workers: load.workers, workerFile }, (file, outcome) =>
          outcomes.note(file, true, outcome),
        );
      }
      await writeOthers(others, job, outcomes);
      progress.stop();
      lastRun.save();
    },
  );
  return outcomes.written([...sources, ...others]);
}

/** After the sources: what is a map in the tree may have been written anew by then, beside its source. */
async function writeOthers(files: readonly TreeFile[], job: Job, outcomes: Outcomes): Promise<void> {
  for (const file of files) {
    if (isStopped(job)) return;
    if (outcomes.isOurMap(file) || outcomes.recall(file, false)) continue;
    const { page, selection, cwd } = job;
    const isHtml = page !== null && !file.isLink && isPage(file.input);
    outcomes.note(file, false, isHtml ? writeHtml(file, page, selection, cwd) : writeOther(file, cwd));
    // So that Ctrl-C is heard.
    await setImmediate();
  }
}
