import { CALL_COLUMNS, NESTED, PAIR_NESTED, PAIR_TIME, TOTAL } from './columns.ts';
import { familyOf, pairFamilyOf, type Family, type Link } from './coroutine.ts';
import { frameOfPair, frameOfSite, siteAt } from './stack.ts';
import type { ReplayState } from './state.ts';
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
export function joinFamily(family: Family | null, now: number): void {
  if (family !== null && family.live++ === 0) family.since = now;
}

/** The profiler has kept somebody waiting: nobody else of the family has lived meanwhile, if he is its only one. */
export function skipPause(family: Family | null, passed: number): void {
  if (family?.live === 1) family.since += passed;
}

/**
 * A stretch outside of yields is over, of who was called by `edge`. The families count one less, and book their time when
 * nobody is left.
 */
export function bookStretch(
  { tree, now }: ReplayState,
  edge: number,
  stretch: number,
  family: Family | null,
  pairFamily: Family | null,
): void {
  const { calls } = tree.sums;
  const at = edge * CALL_COLUMNS;
  if (family === null) {
    calls[at + TOTAL]! += stretch;
    if (pairFamily === null) return;
    calls[at + PAIR_TIME]! -= stretch;
  } else if (--family.live === 0) {
    calls[family.edge * CALL_COLUMNS + TOTAL]! += now - family.since;
    calls[family.edge * CALL_COLUMNS + PAIR_TIME]! -= now - family.since;
  }
  if (pairFamily === null) calls[at + PAIR_TIME]! += stretch;
  else if (--pairFamily.live === 0) {
    calls[pairFamily.edge * CALL_COLUMNS + PAIR_TIME]! += now - pairFamily.since;
  }
}
