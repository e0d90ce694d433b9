/*
 * The other hot loop of replay: coroutines that are called, wait, go on and end. It does what `begin`, `suspend`,
 * `resume` and `end` in running.ts do, where nothing is intricate: no families, no delegation, nothing recursive, nobody
 * on the stack whom a resume would find there. None of these events changes the stack's
 * `offset`, and all frames are settled after each. Budget as in hot.ts.
 */
import {
  DEPTH_MASK,
  END,
  FIRST_KIND,
  ID_BITS,
  ID_MASK,
  PAYLOAD_MASK,
  RESUME,
  SUSPEND,
  TOKEN,
} from '../events.ts';
import {
  BOOKED,
  CALL_COLUMNS,
  CALLEE,
  CALLER,
  EDGE,
  EDGE_COLUMNS,
  ENDED,
  GREATEST,
  LEAST,
  LOST_COLUMNS,
  LOST_TOTAL,
  NODE,
  NSUSPEND,
  RUNNING,
  SITE,
  TO,
  TOTAL,
  WAIT_COLUMNS,
  WAITED,
  WAITING,
} from './columns.ts';
import { rowOf } from './recent.ts';
import type { ReplayState } from './state.ts';

// One loop, as no part of it can do without most of the columns.
/* eslint-disable max-lines-per-function */

/** Replays events from index `from` on while they are such; returns where it stopped. */
export function replayTurns(state: ReplayState, words: Int32Array, from: number, to: number): number {
  const { tree, stack, coroutines, now, lost: lostNow } = state;
  if (state.delegating !== 0 || state.named !== 0 || tree.hasNewRecursive) return from;
  const { edge, node, mode, token: tokenAt, link, savedBase, savedUp, offset } = stack;
  const { state: doing, edge: edgeOf, mode: modeOf, since, unparked, wall, lost } = coroutines;
  const { up, link: linkOf, isIntricate } = coroutines;
  const { edge: edges, recent, recursive } = tree;
  const { ncall, calls, waits, lost: lostSums } = tree.sums;
  const mask = recent.length - 1;
  const room = edge.length - 1;
  let { depth, settled, base, baseUp } = stack;
  let at = from;
  for (; at + 1 < to; at += 2) {
    const kind = words[at]! & ID_MASK;
    const below = depth - ((depth - offset - (words[at]! >>> ID_BITS)) & DEPTH_MASK);
    let token = words[at + 1]! & PAYLOAD_MASK;
    if (kind === SUSPEND || kind === END) {
      const frame = below + 1;
      if (frame !== settled || tokenAt[frame] !== token) break;
      const by = edgeOf[token]!;
      if (kind === SUSPEND) {
        if (modeOf[token] !== 0) break;
        doing[token] = WAITING;
        since[token] = now;
        waits[by * WAIT_COLUMNS + NSUSPEND]!++;
      } else {
        if (isIntricate[token] === 1) break;
        const stretch = now - unparked[token]!;
        const whole = wall[token]! + stretch;
        const row = by * CALL_COLUMNS;
        calls[row + TOTAL]! += stretch;
        if (whole < calls[row + LEAST]!) calls[row + LEAST] = whole;
        if (whole > calls[row + GREATEST]!) calls[row + GREATEST] = whole;
        lostSums[by * LOST_COLUMNS + LOST_TOTAL]! += lostNow - lost[token]!;
        doing[token] = ENDED;
        if (linkOf[token] !== null) linkOf[token] = null;
      }
      if (link[frame] !== null) link[frame] = null;
      if (savedBase[frame] !== 0) {
        base = savedBase[frame]!;
        baseUp = savedUp[frame]!;
        savedBase[frame] = 0;
        if (baseUp !== null) savedUp[frame] = null;
      }
      tokenAt[frame] = 0;
      depth = settled = below;
    } else if (kind === RESUME) {
      // From the event loop: it stands above the root alone.
      if (doing[token] !== WAITING || settled !== 0 || below !== 0) break;
      const by = edgeOf[token]!;
      if (recursive[edges[by * EDGE_COLUMNS + SITE]!] === 1) break;
      waits[by * WAIT_COLUMNS + WAITED]! += now - since[token]!;
      doing[token] = RUNNING;
      edge[1] = by;
      node[1] = edges[by * EDGE_COLUMNS + TO]!;
      mode[1] = modeOf[token]!;
      tokenAt[1] = token;
      savedBase[1] = base;
      if (savedUp[1] !== baseUp) savedUp[1] = baseUp;
      base = depth = settled = 1;
      baseUp = up[token]!;
    } else {
      // Called by an edge that was used lately, from a frame whose path somebody has asked for before.
      if (kind !== TOKEN || at + 2 === to || below !== settled || below === room) break;
      token >>>= 1;
      const site = words[at + 2]! & ID_MASK;
      if (site >= FIRST_KIND || token >= doing.length || doing[token] !== ENDED) break;
      const caller = node[below]!;
      const row = rowOf(caller, site, mask);
      const known = recent[row + EDGE]!;
      if (recent[row + CALLER] !== caller || recent[row + CALLEE] !== site || (known & 1) === 1) break;
      const path = tokenAt[below] === 0 ? link[below]! : linkOf[tokenAt[below]!]!;
      if (path === null && below !== 0) break;
      const by = known >> 1;
      depth = settled = below + 1;
      edge[depth] = by;
      node[depth] = recent[row + NODE]!;
      mode[depth] = 0;
      tokenAt[depth] = token;
      ncall[by]!++;
      calls[by * CALL_COLUMNS + BOOKED]!++;
      doing[token] = RUNNING;
      edgeOf[token] = by;
      unparked[token] = now;
      lost[token] = lostNow;
      wall[token] = 0;
      if (up[token] !== path) up[token] = path;
      at++;
    }
  }
  stack.depth = depth;
  stack.settled = settled;
  stack.base = base;
  stack.baseUp = baseUp;
  return at;
}
