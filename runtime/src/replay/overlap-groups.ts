import { CALL_COLUMNS, LOST_COLUMNS, LOST_TOTAL, NESTED, PAIR_NESTED, PAIR_TIME, TOTAL } from './columns.ts';
import { familyOf, pairFamilyOf, type Family, type Link, type Moment } from './coroutine.ts';
import { frameOfPair, frameOfSite, siteAt } from './stack.ts';
import type { ReplayState } from './state.ts';
import type { EdgeSums } from './sums.ts';
import { edgePair } from './tree.ts';

/** The family that what was just called, on top of the stack, joins; null if nobody above it is of its function. */
export function familyAbove({ stack, tree, coroutines }: ReplayState): Family | null {
  const { depth } = stack;
  if ((stack.mode[depth]! & NESTED) === 0) return null;
  const site = siteAt(stack, tree, depth);
  const frame = frameOfSite(stack, tree, depth, site);
  const token = stack.token[frame]!;
  if (token !== 0) return familyOf(coroutines, token);
  return stack.family[frame] ?? findLink(stack.baseUp, (link) => link.site === site)?.family ?? null;
}

/** The same of its pair. */
export function pairFamilyAbove({ stack, tree, coroutines }: ReplayState): Family | null {
  const { depth } = stack;
  if ((stack.mode[depth]! & PAIR_NESTED) === 0) return null;
  const pair = edgePair(tree, stack.edge[depth]!);
  const frame = frameOfPair(stack, tree, depth, pair);
  const token = stack.token[frame]!;
  if (token !== 0) return pairFamilyOf(coroutines, token);
  return stack.pairFamily[frame] ?? findLink(stack.baseUp, (link) => link.pair === pair)?.pairFamily ?? null;
}

function findLink(link: Link | null, matches: (link: Link) => boolean): Link | null {
  while (link !== null && !matches(link)) link = link.up;
  return link;
}

/** One more of it is alive and not parked. */
export function joinFamily(family: Family | null, { now, lost }: Moment): void {
  if (family === null || family.live++ > 0) return;
  family.since = now;
  family.lost = lost;
}

/** A stretch of time, and what probes took of it besides. */
export interface Stretch {
  readonly time: number;
  readonly lost: number;
}

/** Adds a stretch to a function's total. */
export function bookTotal(
  { calls, lost }: Pick<EdgeSums, 'calls' | 'lost'>,
  edge: number,
  stretch: Stretch,
): void {
  calls[edge * CALL_COLUMNS + TOTAL]! += stretch.time;
  lost[edge * LOST_COLUMNS + LOST_TOTAL]! += stretch.lost;
}

/**
 * A stretch outside of yields is over, of who was called by `edge`. The families count one less, and book their time when
 * nobody is left.
 */
export function bookStretch(
  { tree, now, lost }: ReplayState,
  edge: number,
  stretch: Stretch,
  family: Family | null,
  pairFamily: Family | null,
): void {
  const { calls } = tree.sums;
  const at = edge * CALL_COLUMNS;
  if (family === null) {
    bookTotal(tree.sums, edge, stretch);
    if (pairFamily === null) return;
    calls[at + PAIR_TIME]! -= stretch.time;
  } else if (--family.live === 0) {
    bookTotal(tree.sums, family.edge, { time: now - family.since, lost: lost - family.lost });
    calls[family.edge * CALL_COLUMNS + PAIR_TIME]! -= now - family.since;
  }
  if (pairFamily === null) calls[at + PAIR_TIME]! += stretch.time;
  else if (--pairFamily.live === 0) {
    calls[pairFamily.edge * CALL_COLUMNS + PAIR_TIME]! += now - pairFamily.since;
  }
}
