/*
 * The hot loop of replay: calls of plain functions, all but one in a thousand events, and lines, where these are told of. It
 * does what `enter` in calls.ts and `replayLine` in replay.ts do, for the cases that need nothing new (edge, room on the stack, a path to look at), with all columns at hand.
 * Budget: no call that is not inlined, no allocation, no property of `state` within the loop.
 */
import {
  CALLEE,
  CALLER,
  CALL_COLUMNS,
  COVERED,
  EDGE,
  EDGE_COLUMNS,
  NESTED,
  NNESTED,
  NODE,
  PAIR,
  PAIR_COVERED,
  PAIR_EXTRA,
  PAIR_NESTED,
  SITE,
} from './columns.ts';
import { DEPTH_MASK, FIRST_LINE, FIRST_PLACE, ID_BITS, ID_MASK } from '../events.ts';
import { rowOf } from './edge-cache.ts';
import type { ReplayState } from './state.ts';

// One loop, as no part of it can do without most of the columns.
/* eslint-disable max-lines-per-function */

/** Replays words from index `from` on while they are plain calls, or lines, that need nothing new; returns where it stopped. */
export function replayCalls(state: ReplayState, words: Int32Array, from: number, to: number): number {
  const { tree, stack, lines } = state;
  if (state.delegating !== 0 || state.named !== 0) return from;
  if (tree.hasNewRecursive) return from;
  const { isOn: hasLines, first: firstOf, room: roomOf, hits } = lines;
  const {
    edge,
    node,
    mode,
    line,
    settled,
    offset,
    base,
    stamp,
    lowestOfSite,
    lowestOfPair,
    siteStamp,
    pairStamp,
  } = stack;
  const { edge: edges, recent } = tree;
  const { ncall, calls } = tree.sums;
  const mask = recent.length - 1;
  const highest = edge.length - 1;
  const hasPath = stack.baseUp !== null;
  // Below the top segment there may be others, or its path has yet to be looked at.
  const isIntricate = base > 1 || (hasPath && stack.stampedUp !== stack.baseUp);
  let { depth } = stack;
  // Of the frame that has told of a line last: where its function's lines are, and how many there can be.
  let blockFrame = -1;
  let block = 0;
  let room = 0;
  let told = 0;
  let at = from;
  for (; at < to; at++) {
    const word = words[at]!;
    const site = word & ID_MASK;
    const below = depth - ((depth - offset - (word >>> ID_BITS)) & DEPTH_MASK);
    if (site >= FIRST_LINE) {
      const frame = below + 1;
      const number = site - FIRST_LINE;
      if (frame !== blockFrame) {
        if (!hasLines || frame < settled || frame < 1 || frame > depth) break;
        const of = edges[edge[frame]! * EDGE_COLUMNS + SITE]!;
        if (!(number < roomOf[of]!)) break;
        block = firstOf[of]!;
        room = roomOf[of]!;
        blockFrame = frame;
      }
      if (number >= room || site >= FIRST_PLACE) break;
      hits[block + number]!++;
      line[frame] = number;
      depth = frame;
      told++;
      continue;
    }
    if (below < settled || below === highest) break;
    const caller = node[below]!;
    const row = rowOf(caller, site, mask);
    if (recent[row + CALLER] !== caller || recent[row + CALLEE] !== site) break;
    const known = recent[row + EDGE]!;
    const found = known >> 1;
    let bits = 0;
    if ((known & 1) !== 0) {
      if (isIntricate) break;
      const pair = edges[found * EDGE_COLUMNS + PAIR]!;
      const ofSite = lowestOfSite[site]!;
      const ofPair = lowestOfPair[pair]!;
      if (ofSite <= below && edges[edge[ofSite]! * EDGE_COLUMNS + SITE] === site) bits = NESTED | COVERED;
      else {
        lowestOfSite[site] = below + 1;
        if (hasPath && siteStamp[site] === stamp) bits = NESTED;
      }
      if (ofPair > 0 && ofPair <= below && edges[edge[ofPair]! * EDGE_COLUMNS + PAIR] === pair)
        bits |= PAIR_NESTED | PAIR_COVERED;
      else {
        lowestOfPair[pair] = below + 1;
        if (hasPath && pairStamp[pair] === stamp) bits |= PAIR_NESTED;
      }
      if ((bits & NESTED) !== 0) {
        calls[found * CALL_COLUMNS + NNESTED]!++;
        if ((bits & PAIR_NESTED) === 0) calls[found * CALL_COLUMNS + PAIR_EXTRA]!++;
      }
    }
    ncall[found]!++;
    depth = below + 1;
    if (depth <= blockFrame) blockFrame = -1;
    edge[depth] = found;
    node[depth] = recent[row + NODE]!;
    mode[depth] = bits;
    if (hasLines) line[depth] = 0;
  }
  stack.depth = depth;
  lines.events += told;
  return at;
}
