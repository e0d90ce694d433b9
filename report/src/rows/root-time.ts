import { ownWork } from '@tsprof/runtime/profile';
import type { Stats } from '@tsprof/runtime/profile';

/** A part of the root's own time, ns, as far as profiles tell it from the others. */
export interface RootPart {
  readonly name: string;
  readonly time: number;
  /** tsprof's own is no part of what the program took: percentages are without it. */
  readonly isOwn?: true;
}

/** What the root's own time went to. Profiles do not tell idle time, collections and code without probes apart. */
export function rootParts({ threads }: Stats): readonly RootPart[] {
  const root = threads.reduce((sum, { rootSelf }) => sum + rootSelf, 0);
  const own = Math.min(root, ownTime(threads));
  return [
    { name: 'idle, collecting garbage, or in code without probes', time: root - own },
    { name: "tsprof's own", time: own, isOwn: true as const },
  ].filter(({ time }) => time > 0);
}

/** What percentages are of: the elapsed time, less such a part of it as tsprof took of all threads' time. */
export function programTime({ elapsed, threads }: Stats): number {
  const all = threads.reduce((sum, { thread }) => sum + thread.elapsed, 0);
  return all === 0 ? 0 : elapsed * (1 - ownTime(threads) / all);
}

/** All of it is the root's. */
function ownTime(threads: Stats['threads']): number {
  return threads.reduce((sum, { thread }) => sum + Math.min(thread.rootSelf, ownWork(thread.health)), 0);
}
