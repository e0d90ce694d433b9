/*
 * The hot loop of replay: calls and returns of plain functions, all but one in a thousand events. It does what `enter`
 * and `leave` in calls.ts do, for the cases that need nothing new (edge, room on the stack, a path to look at), with
 * all columns at hand. Budget: no call that is not inlined, no allocation, no property of `state` within the loop.
 */
import { ENTER, KIND_BITS, KIND_MASK, LEAVE, MAX_PAYLOAD } from '../events.ts';
import { bookTotals, countCall } from './calls.ts';
import { COVERED, CYCLED, NESTED, PAIR_COVERED, PAIR_NESTED, PARAMETERS } from './stack.ts';
import type { ReplayState } from './state.ts';
import { CALL_COLUMNS, GREATEST, LEAST } from './sums.ts';
import { CYCLES, EDGE_COLUMNS, FROM, hash, PAIR, SITE, TO } from './tree.ts';

/** Replays words from index `from` on while they are plain calls that need nothing new; returns where it stopped. */
export function replayCalls(state: ReplayState, words: Int32Array, from: number, to: number): number {
  const { tree, stack } = state;
  if (!state.on || state.delegating !== null || tree.hasNewRecursive) return from;
  const { table, edge: edges, recursive } = tree;
  const { calls } = tree.sums;
  const { edge, node, site, mode, token, start, link } = stack;
  const { lastOfSite, lastOfPair, earlierOfSite, earlierOfPair, savedBase, base } = stack;
  const mask = table.length - 1;
  const room = edge.length - 1;
  const now = state.now - state.paused;
  const isPathKnown = stack.baseUp === null;
  let { depth } = stack;
  let at = from;
  for (; at < to; at++) {
    const word = words[at]!;
    const id = (word >>> KIND_BITS) & MAX_PAYLOAD;
    const kind = word & KIND_MASK;
    if (kind === ENTER) {
      const caller = node[depth]!;
      let slot = hash(caller, id) & mask;
      let found = table[slot]! - 1;
      while (
        found >= 0 &&
        (edges[found * EDGE_COLUMNS + FROM] !== caller || edges[found * EDGE_COLUMNS + SITE] !== id)
      ) {
        slot = (slot + 1) & mask;
        found = table[slot]! - 1;
      }
      if (found < 0 || depth === room) break;
      const row = found * EDGE_COLUMNS;
      const pairAndCycles = edges[row + PAIR]!;
      const cycled = (depth >= base ? mode[depth]! & CYCLED : 0) | (pairAndCycles & CYCLES);
      let bits = 0;
      if (recursive[id] === 1) {
        if (cycled !== 0 && !isPathKnown) break;
        const pair = pairAndCycles >> 1;
        const ofSite = lastOfSite[id]!;
        const ofPair = lastOfPair[pair]!;
        earlierOfSite[depth + 1] = ofSite;
        earlierOfPair[depth + 1] = ofPair;
        lastOfSite[id] = lastOfPair[pair] = depth + 1;
        if (cycled !== 0) {
          if (ofSite >= base) bits = NESTED | COVERED;
          if (ofPair >= base) bits |= PAIR_NESTED | PAIR_COVERED;
        }
      }
      depth++;
      edge[depth] = found;
      node[depth] = edges[row + TO]!;
      site[depth] = id;
      mode[depth] = cycled === 0 ? 0 : bits | CYCLED;
      token[depth] = 0;
      start[depth] = now;
      savedBase[depth] = 0;
      countCall(calls, found, bits);
    } else if (kind === LEAVE) {
      const bits = mode[depth]!;
      if (site[depth] !== id || token[depth] !== 0 || depth === 0 || (bits & PARAMETERS) !== 0) break;
      const ended = edge[depth]!;
      const sums = ended * CALL_COLUMNS;
      const wall = now - start[depth]!;
      if (wall < calls[sums + LEAST]!) calls[sums + LEAST] = wall;
      // In dense code most calls end at the very time at which they began: these need none of it.
      if (wall !== 0) {
        if (wall > calls[sums + GREATEST]!) calls[sums + GREATEST] = wall;
        bookTotals(calls, ended, bits, wall);
      }
      if (recursive[id] === 1) {
        lastOfSite[id] = earlierOfSite[depth]!;
        lastOfPair[edges[ended * EDGE_COLUMNS + PAIR]! >> 1] = earlierOfPair[depth]!;
      }
      if (link[depth] !== null) link[depth] = null;
      depth--;
    } else break;
  }
  stack.depth = depth;
  return at;
}
