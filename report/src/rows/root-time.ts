import { ownWork } from '@tsprof/runtime/profile';
import type { FunctionFigures, Stats } from '@tsprof/runtime/profile';

/** A part of the root's own time, ns, as far as profiles tell it from the others. */
export interface RootPart {
  readonly name: string;
  readonly time: number;
  /** tsprof's own is no part of what the program took: percentages are without it. */
  readonly isOwn?: true;
}

/** What the root's own time went to. Profiles do not tell collections and code without probes apart, nor idle time in pages. */
export function rootParts({ threads }: Stats<FunctionFigures>): readonly RootPart[] {
  const root = threads.reduce((sum, { rootSelf }) => sum + rootSelf, 0);
  const own = Math.min(root, ownTime(threads));
  const idle = Math.min(root - own, idleTime(threads));
  const isKnown = threads.some(({ thread }) => thread.idle !== undefined);
  const others = isKnown ? '' : 'idle, ';
  return [
    { name: 'idle', time: idle },
    {
      name: `${others}collecting garbage${isKnown ? '' : ','} or in code without probes`,
      time: root - own - idle,
    },
    { name: "tsprof's own", time: own, isOwn: true as const },
  ].filter(({ time }) => time > 0);
}

function idleTime(threads: Stats['threads']): number {
  return threads.reduce((sum, { thread }) => sum + (thread.idle ?? 0), 0);
}

/** What percentages are of: the elapsed time, less such a part of it as tsprof took of all threads' time. */
export function programTime({ elapsed, threads }: Stats<FunctionFigures>): number {
  const all = threads.reduce((sum, { thread }) => sum + thread.elapsed, 0);
  return all === 0 ? 0 : elapsed * (1 - ownTime(threads) / all);
}

/** All of it is the root's. */
function ownTime(threads: Stats['threads']): number {
  return threads.reduce((sum, { thread }) => sum + Math.min(thread.rootSelf, ownWork(thread.health)), 0);
}
