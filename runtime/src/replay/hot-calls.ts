/*
 * The hot loop of replay: calls of plain functions, all but one in a thousand events, and lines, where these are told of. It
 * does what `enter` in calls.ts and `replayLine` in replay.ts do, for the cases that need nothing new (edge, room on the
 * stack, a path to look at), with all columns at hand. Budget: no call that is not inlined, no allocation, no property of
 * `state` within the loop; for most calls one row of one table (edge-cache.ts), and one number stored on the stack.
 */
import {
  CALLEE,
  CALLER,
  CALLS,
  CALLS_EXTRA,
  CALLS_NESTED,
  CALL_COLUMNS,
  EDGE,
  EDGE_COLUMNS,
  EDGE_PAIR,
  FROM,
  NNESTED,
  NODE,
  PAIR,
  PAIR_EXTRA,
  SITE,
  TO,
} from './columns.ts';
import { DEPTH_MASK, FIRST_LINE, FIRST_PLACE, ID_BITS, ID_MASK } from '../events.ts';
import { min } from '../intrinsics.ts';
import { rowOf } from './edge-cache.ts';
import type { ReplayState } from './state.ts';
import { hash } from './tree.ts';

// One loop, as no part of it can do without most of the columns.
/* eslint-disable max-lines-per-function */

/** Replays words from index `from` on while they are plain calls, or lines, that need nothing new; returns where it stopped. */
export function replayCalls(state: ReplayState, words: Int32Array, from: number, to: number): number {
  const { tree, stack, lines } = state;
  if (state.delegating !== 0 || state.named !== 0) return from;
  if (tree.hasNewRecursive) return from;
  const { isOn: hasLines, first: firstOf, room: roomOf, hits } = lines;
  const { edge, node, line, settled, offset, base, stamp } = stack;
  const { lowestOfSite, lowestOfPair, siteStamp, pairStamp } = stack;
  const { edge: edges, table, nodeSite, recursive } = tree;
  const { rows, more } = tree.recent;
  const { ncall, calls } = tree.sums;
  const mask = rows.length - 1;
  const tableMask = table.length - 1;
  const hasPath = stack.baseUp !== null;
  // Below the top segment there may be others, or its path has yet to be looked at.
  const isIntricate = base > 1 || (hasPath && stack.stampedUp !== stack.baseUp);
  let { depth } = stack;
  // What words say of depths counts from here, up to the next multiple of what they can tell apart.
  const ground = depth - ((depth - offset) & DEPTH_MASK);
  const span = min(edge.length - 1, ground + DEPTH_MASK) - settled;
  // Of the frame that has told of a line last: where its function's lines are, and how many there can be.
  let blockFrame = -1;
  let block = 0;
  let room = 0;
  let told = 0;
  let at = from;
  for (; at < to; at++) {
    const word = words[at]!;
    const site = word & ID_MASK;
    const below = ground + ((word >>> ID_BITS) & DEPTH_MASK);
    if (below > depth) break;
    if (site >= FIRST_LINE) {
      const frame = below + 1;
      const number = site - FIRST_LINE;
      if (frame !== blockFrame) {
        if (!hasLines || frame < settled || frame < 1 || frame > depth) break;
        const of = nodeSite[node[frame]!]!;
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
    if ((below - settled) >>> 0 >= span) break;
    const caller = node[below]!;
    const row = rowOf(caller, site, mask);
    if (rows[row + CALLER] !== caller || rows[row + CALLEE] !== site) {
      // Another edge has the row: `edgeFor`, and noteRecent in edge-cache.ts.
      let slot = hash(caller, site) & tableMask;
      let of = (table[slot]! - 1) * EDGE_COLUMNS;
      while (of >= 0 && (edges[of + FROM] !== caller || edges[of + SITE] !== site)) {
        slot = (slot + 1) & tableMask;
        of = (table[slot]! - 1) * EDGE_COLUMNS;
      }
      if (of < 0) break;
      const before = more[row + EDGE]!;
      ncall[before]! += rows[row + CALLS]!;
      calls[before * CALL_COLUMNS + NNESTED]! += more[row + CALLS_NESTED]!;
      calls[before * CALL_COLUMNS + PAIR_EXTRA]! += more[row + CALLS_EXTRA]!;
      rows[row + CALLS] = more[row + CALLS_NESTED] = more[row + CALLS_EXTRA] = 0;
      rows[row + CALLER] = caller;
      rows[row + CALLEE] = site;
      rows[row + NODE] = edges[of + TO]!;
      more[row + EDGE] = of / EDGE_COLUMNS;
      more[row + EDGE_PAIR] = edges[of + PAIR]!;
    }
    if (recursive[site] === 1) {
      if (isIntricate) break;
      const pair = more[row + EDGE_PAIR]!;
      const ofSite = lowestOfSite[site]!;
      const ofPair = lowestOfPair[pair]!;
      let isNested = ofSite > 0 && ofSite <= below && nodeSite[node[ofSite]!] === site;
      if (!isNested) {
        lowestOfSite[site] = below + 1;
        isNested = hasPath && siteStamp[site] === stamp;
      }
      let isPairNested =
        ofPair > 0 &&
        ofPair <= below &&
        (ofPair <= settled
          ? edges[edge[ofPair]! * EDGE_COLUMNS + PAIR] === pair
          : nodeSite[node[ofPair]!] === site && nodeSite[node[ofPair - 1]!] === nodeSite[caller]);
      if (!isPairNested) {
        lowestOfPair[pair] = below + 1;
        isPairNested = hasPath && pairStamp[pair] === stamp;
      }
      if (isNested) {
        more[row + CALLS_NESTED]!++;
        if (!isPairNested) more[row + CALLS_EXTRA]!++;
      }
    }
    rows[row + CALLS]!++;
    depth = below + 1;
    node[depth] = rows[row + NODE]!;
    if (hasLines) {
      line[depth] = 0;
      if (depth <= blockFrame) blockFrame = -1;
    }
  }
  stack.depth = depth;
  lines.events += told;
  return at;
}
