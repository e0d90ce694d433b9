import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { TreeFile } from './tree.ts';

/** A worker takes as long to start, and to get warm, as it takes to instrument so much, bytes. */
const WORTH_A_WORKER = 1_000_000;

export interface Workload {
  /** The heaviest first, so that the last file is a small one. */
  readonly files: readonly TreeFile[];
  /** How many threads to start besides the one there is. */
  readonly workers: number;
}

/** In which order files are instrumented, and by how many threads. */
export function workload(files: readonly TreeFile[], cores: number = availableParallelism()): Workload {
  const sizes = new Map(files.map((file) => [file, sizeOf(file)]));
  const size = (file: TreeFile): number => sizes.get(file) ?? 0;
  const sorted = [...files].sort((a, b) => size(b) - size(a));
  // This thread has the heaviest file, which cannot be divided; workers are for the others.
  const rest = sorted.slice(1).reduce((sum, file) => sum + size(file), 0);
  const worthwhile = Math.min(Math.floor(rest / WORTH_A_WORKER), sorted.length - 1);
  return { files: sorted, workers: Math.max(0, Math.min(worthwhile, cores - 1)) };
}

function sizeOf({ input }: TreeFile): number {
  return statSync(input, { throwIfNoEntry: false })?.size ?? 0;
}
