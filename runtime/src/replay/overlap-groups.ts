import { CALL_COLUMNS, LOST_COLUMNS, LOST_TOTAL, NESTED, PAIR_NESTED, PAIR_TIME, TOTAL } from './columns.ts';
import { groupOf, pairGroupOf, type OverlapGroup, type PathStep, type Moment } from './coroutine.ts';
import { frameOfPair, frameOfSite, siteAt } from './stack.ts';
import type { ReplayState } from './state.ts';
import type { EdgeSums } from './sums.ts';
import { edgePair } from './tree.ts';

/** The group that what was just called, on top of the stack, joins; null if nothing above it is of its function. */
export function groupAbove({ stack, tree, coroutines }: ReplayState): OverlapGroup | null {
  const { depth } = stack;
  if ((stack.mode[depth]! & NESTED) === 0) return null;
  const site = siteAt(stack, tree, depth);
  const frame = frameOfSite(stack, tree, depth, site);
  const token = stack.token[frame]!;
  if (token !== 0) return groupOf(coroutines, token);
  return stack.group[frame] ?? findStep(stack.baseUp, (step) => step.site === site)?.group ?? null;
}

/** The same of its pair. */
export function pairGroupAbove({ stack, tree, coroutines }: ReplayState): OverlapGroup | null {
  const { depth } = stack;
  if ((stack.mode[depth]! & PAIR_NESTED) === 0) return null;
  const pair = edgePair(tree, stack.edge[depth]!);
  const frame = frameOfPair(stack, tree, depth, pair);
  const token = stack.token[frame]!;
  if (token !== 0) return pairGroupOf(coroutines, token);
  return stack.pairGroup[frame] ?? findStep(stack.baseUp, (step) => step.pair === pair)?.pairGroup ?? null;
}

function findStep(step: PathStep | null, matches: (step: PathStep) => boolean): PathStep | null {
  while (step !== null && !matches(step)) step = step.up;
  return step;
}

/** One more of it is alive and not parked. */
export function joinGroup(group: OverlapGroup | null, { now, lost }: Moment): void {
  if (group === null || group.live++ > 0) return;
  group.since = now;
  group.lost = lost;
}

/** A interval of time, and what probes took of it besides. */
export interface Interval {
  readonly time: number;
  readonly lost: number;
}

/** Adds a interval to a function's total. */
export function bookTotal(
  { calls, lost }: Pick<EdgeSums, 'calls' | 'lost'>,
  edge: number,
  interval: Interval,
): void {
  calls[edge * CALL_COLUMNS + TOTAL]! += interval.time;
  lost[edge * LOST_COLUMNS + LOST_TOTAL]! += interval.lost;
}

/**
 * A interval outside of yields is over, of who was called by `edge`. The groups count one less, and book their time when
 * none is left.
 */
export function bookInterval(
  { tree, now, lost }: ReplayState,
  edge: number,
  interval: Interval,
  group: OverlapGroup | null,
  pairGroup: OverlapGroup | null,
): void {
  const { calls } = tree.sums;
  const at = edge * CALL_COLUMNS;
  if (group === null) {
    bookTotal(tree.sums, edge, interval);
    if (pairGroup === null) return;
    calls[at + PAIR_TIME]! -= interval.time;
  } else if (--group.live === 0) {
    bookTotal(tree.sums, group.edge, { time: now - group.since, lost: lost - group.lost });
    calls[group.edge * CALL_COLUMNS + PAIR_TIME]! -= now - group.since;
  }
  if (pairGroup === null) calls[at + PAIR_TIME]! += interval.time;
  else if (--pairGroup.live === 0) {
    calls[pairGroup.edge * CALL_COLUMNS + PAIR_TIME]! += now - pairGroup.since;
  }
}
