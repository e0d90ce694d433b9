import {
  ABANDONED_COLUMNS,
  BOOKED,
  CALL_COLUMNS,
  COUNT,
  COUNT_EXTRA,
  COUNT_NESTED,
  EDGE_COLUMNS,
  FIRST,
  LAST,
  LATE,
  NESTED,
  NNESTED,
  PAIR_EXTRA,
  PAIR_NESTED,
  SITE,
  WAIT_COLUMNS,
} from './columns.ts';
import { WAITING } from '../coroutine-states.ts';
import { max, min } from '../intrinsics.ts';
import { forgetKin } from './awaited.ts';
import { forget, isAlive, type OverlapGroup, type Moment } from './coroutine.ts';
import { addPairRate, addPairWaitRate, addRates, addTotalRate, addWaitRate, rowOf } from './rates.ts';
import type { Draft } from './draft.ts';
import { addEternal, liveForEver } from './lives.ts';
import type { ReplayState } from './state.ts';
import { bookExtremes, longer } from './sums.ts';
import { edgeFor, ROOT } from './tree.ts';
import { waitForEver } from './waits.ts';

/**
 * The coroutines that wait for ever (see log/abandoned.ts), summed up: each adds to a profile what it would if it were
 * still known by its token (rates.ts).
 */
export interface Abandoned {
  /** Rows by edge, as far as there are such coroutines. */
  edges: Float64Array;
  /** How many there are of each site. */
  sites: Float64Array;
}

/** None. */
export function createAbandoned(): Abandoned {
  return { edges: new Float64Array(ABANDONED_COLUMNS), sites: new Float64Array(1) };
}

/** A coroutine that waits will do so for ever. Returns whether there is one of this token, and it does wait. */
export function abandon(state: ReplayState, token: number): boolean {
  const { coroutines, abandoned } = state;
  if (!isAlive(coroutines, token) || coroutines.state[token] !== WAITING) return false;
  const edge = coroutines.edge[token]!;
  const mode = coroutines.mode[token]!;
  addCount(state, edge, 1, coroutines.unparked[token]! - coroutines.wall[token]!);
  if ((mode & NESTED) !== 0) {
    abandoned.edges[edge * ABANDONED_COLUMNS + COUNT_NESTED]! += 1;
    if ((mode & PAIR_NESTED) === 0) abandoned.edges[edge * ABANDONED_COLUMNS + COUNT_EXTRA]! += 1;
  }
  waitForEver(state, token);
  liveForEver(state, token);
  keepGroups(state, token);
  forgetKin(state.awaits.kin, token);
  if (state.awaits.left === token) state.awaits.left = 0;
  forget(coroutines, token);
  state.observer?.forgotten(token);
  return true;
}

/** Its own time has no end, nor has that of its groups: there will always be a member alive. */
function keepGroups(state: ReplayState, token: number): void {
  const { coroutines } = state;
  const edge = coroutines.edge[token]!;
  const unparked = { now: coroutines.unparked[token]!, lost: coroutines.lost[token]! };
  const group = coroutines.group[token] ?? null;
  const pairGroup = coroutines.pairGroup[token] ?? null;
  if (group === null) addTotalRate(state, edge, 1, unparked);
  else if (keep(group)) addTotalRate(state, group.edge, 1, startOf(group));
  if (pairGroup === null) addPairRate(state, edge, 1, unparked);
  else if (keep(pairGroup)) addPairRate(state, pairGroup.edge, 1, startOf(pairGroup));
}

function startOf({ since, lost }: OverlapGroup): Moment {
  return { now: since, lost };
}

/** Returns false where that has been done before. */
function keep(group: OverlapGroup): boolean {
  const isFirst = group.live !== Infinity;
  group.live = Infinity;
  return isFirst;
}

/** At START: there are so many of a site in all. Those of whom nothing was known join late. */
export function joinAbandoned(state: ReplayState, site: number, total: number): void {
  const { abandoned, tree, now } = state;
  const missing = total - (abandoned.sites[site] ?? 0);
  if (missing <= 0) return;
  const edge = edgeFor(tree, ROOT, site);
  const { ncall, calls, waits } = tree.sums;
  ncall[edge]! += missing;
  calls[edge * CALL_COLUMNS + BOOKED]! += missing;
  waits[edge * WAIT_COLUMNS + LATE]! += missing;
  addCount(state, edge, missing, now);
  addEternal(state, edge, missing, now);
  addTotalRate(state, edge, missing, state);
  addPairRate(state, edge, missing, state);
  addWaitRate(state, edge, missing, now);
  addPairWaitRate(state, edge, missing, now);
}

/** Of an edge there are so many more, whose wall time is counted from `began` on. */
function addCount(state: ReplayState, edge: number, count: number, began: number): void {
  const { abandoned, tree } = state;
  const site = tree.edge[edge * EDGE_COLUMNS + SITE]!;
  const row = rowOf(state, edge);
  const { edges } = abandoned;
  const isFirst = edges[row + COUNT] === 0;
  edges[row + FIRST] = isFirst ? began : min(edges[row + FIRST]!, began);
  edges[row + LAST] = isFirst ? began : max(edges[row + LAST]!, began);
  edges[row + COUNT]! += count;
  while (site >= abandoned.sites.length) abandoned.sites = longer(abandoned.sites);
  abandoned.sites[site]! += count;
}

/** Adds to the copies of a snapshot what all these come to by now. */
export function addAbandoned(state: ReplayState, draft: Draft): void {
  const { edges } = state.abandoned;
  draft.part.edges.forEach((edge, row) => {
    const from = edge * ABANDONED_COLUMNS;
    // Rows end with the last edge that has such coroutines.
    if (from >= edges.length) return;
    addRates(state, draft, from, row);
    const count = edges[from + COUNT]!;
    if (count === 0) return;
    draft.pending[row]! += count;
    bookExtremes(draft.calls, row, state.now - edges[from + FIRST]!);
    bookExtremes(draft.calls, row, state.now - edges[from + LAST]!);
  });
}

/** All sums are zero, and it is time zero: these go on as if they had begun just now. */
export function recountAbandoned({ abandoned: { edges }, tree }: ReplayState): void {
  const { ncall, calls } = tree.sums;
  for (let edge = 0; edge * ABANDONED_COLUMNS < edges.length; edge++) {
    const row = edge * ABANDONED_COLUMNS;
    const at = edge * CALL_COLUMNS;
    if (edges[row + COUNT] === 0) continue;
    ncall[edge]! += edges[row + COUNT]!;
    calls[at + BOOKED]! += edges[row + COUNT]!;
    calls[at + NNESTED]! += edges[row + COUNT_NESTED]!;
    calls[at + PAIR_EXTRA]! += edges[row + COUNT_EXTRA]!;
    edges[row + FIRST] = edges[row + LAST] = 0;
  }
}
