import type { Selection } from '../loader/select.ts';
import type { PagePlan } from '../page/plan.ts';
import type { TreeFile } from './tree.ts';

/** What every thread is told that writes instrumented copies. */
export interface Orders {
  /** In the order in which they are taken. */
  readonly files: readonly TreeFile[];
  readonly cwd: string;
  /** The module specifier by which copies name the probes. */
  readonly runtime: string;
  /** Whether calls of functions without probes are counted. */
  readonly builtins: boolean;
  /** Whether what runs later can be followed to what has scheduled it. */
  readonly parents: boolean;
  /** Which of the files get probes that others were made from. */
  readonly selection: Selection;
  /** What is known of the pages that load the files; null: it is no tree of pages. */
  readonly page: PagePlan | null;
  /** Directory of the cache. */
  readonly cache: string;
  readonly salt: string;
  /** One cell, shared: the index of the first file that nobody has taken yet. */
  readonly next: Int32Array<SharedArrayBuffer>;
}

/** Far beyond the number of files. */
const STOPPED = 2 ** 30;

/** The orders for files of which nobody has taken any. */
export function newOrders(orders: Omit<Orders, 'next'>): Orders {
  return { ...orders, next: new Int32Array(new SharedArrayBuffer(4)) };
}

/** The indices of files that nobody else takes. */
export function* take({ files, next }: Orders): Generator<number> {
  for (let index = Atomics.add(next, 0, 1); index < files.length; index = Atomics.add(next, 0, 1))
    yield index;
}

/** From now on nobody takes any more; what is being written is still written whole. */
export function stop({ next }: Orders): void {
  Atomics.store(next, 0, STOPPED);
}

export function isStopped({ next }: Orders): boolean {
  return Atomics.load(next, 0) >= STOPPED;
}
