import type { FileSelection } from '../sources/select.ts';
import type { PagePlan } from '../pages/plan.ts';
import type { TreeFile } from './tree.ts';

/** What each thread needs to know that writes instrumented copies. */
export interface Job {
  /** In the order in which they are taken. */
  readonly files: readonly TreeFile[];
  readonly cwd: string;
  /** The module specifier by which copies name the probes. */
  readonly runtime: string;
  /** Whether calls of functions without probes are counted. */
  readonly builtins: boolean;
  /** Whether what runs later can be followed to what has scheduled it. */
  readonly parents: boolean;
  /** Whether promises that functions return can be followed. */
  readonly promises: boolean;
  /** Which of the files get probes that others were made from. */
  readonly selection: FileSelection;
  /** What is known of the pages that load the files; null: it is no tree of pages. */
  readonly page: PagePlan | null;
  /** Directory of the cache. */
  readonly cache: string;
  readonly salt: string;
  /** One cell, shared: the index of the first file that no thread has taken yet. */
  readonly next: Int32Array<SharedArrayBuffer>;
}

/** Far beyond the number of files. */
const STOPPED = 2 ** 30;

/** A job of which no file has been taken yet. */
export function newJob(job: Omit<Job, 'next'>): Job {
  return { ...job, next: new Int32Array(new SharedArrayBuffer(4)) };
}

/** The indices of files that no other thread has taken. */
export function* take({ files, next }: Job): Generator<number> {
  for (let index = Atomics.add(next, 0, 1); index < files.length; index = Atomics.add(next, 0, 1))
    yield index;
}

/** From now on no thread takes a file; what is being written is still written whole. */
export function stop({ next }: Job): void {
  Atomics.store(next, 0, STOPPED);
}

export function isStopped({ next }: Job): boolean {
  return Atomics.load(next, 0) >= STOPPED;
}
