/*
 * The other hot loop of replay: coroutines that are called, wait, go on and end. It does what `begin`, `suspend`,
 * `resume` and `leave` do elsewhere, where nothing is intricate: no groups, no delegation, nothing recursive, none
 * on the stack whom a resume would find there, no request of a tag, no lines. None of these events changes the stack's
 * `offset`, and all frames are settled after each. Budget as in hot-calls.ts.
 */
import {
  DEPTH_MASK,
  FIRST_PLACE,
  FIRST_YIELD,
  ID_BITS,
  ID_MASK,
  LEAVE,
  LOW_GENERATOR,
  LOW_TOKEN,
  PAYLOAD_MASK,
  RESUME,
  TOKEN,
} from '../events.ts';
import { ENDED, RUNNING, WAITING } from '../coroutine-states.ts';
import {
  AT_PLACE,
  AWAITED,
  AWAITED_SITE,
  AWAITER,
  BASE,
  BOOKED,
  CALL_COLUMNS,
  CALLEE,
  CALLER,
  EDGE,
  EDGE_COLUMNS,
  GREATEST,
  KEY_COLUMNS,
  KIN_COLUMNS,
  LAST_AWAITED,
  LEAST,
  LONGEST,
  LOST_COLUMNS,
  LOST_TOTAL,
  NODE,
  NSUSPEND,
  OF_EDGE,
  PARENT,
  PARENT_SERIAL,
  PARTS_OF_MOVE,
  PARTS_OF_START,
  PROGRESS_COLUMNS,
  RAN,
  RAN_IN_TAIL,
  RAN_MEANWHILE,
  SERIAL,
  SETTLED,
  SITE,
  SPLITS,
  SPLIT_COLUMNS,
  SUSPENDED,
  SUSPENSIONS,
  SUSPENSION_COLUMNS,
  TO,
  TOTAL,
  TURN,
  WAIT_COLUMNS,
  WAITED,
} from './columns.ts';
import { addRun, bookParts, settleAwaiter } from './awaited.ts';
import { bookCallLength } from './call-lengths.ts';
import { addLifeWait, endLife } from './lives.ts';
import { addLength } from './lengths.ts';
import { rowOf } from './edge-cache.ts';
import { coroutineAt } from './stack.ts';
import type { Coroutines } from './coroutine.ts';
import type { ReplayState } from './state.ts';
import type { Suspensions } from './suspensions.ts';
import { hash } from './tree.ts';

// One loop, as no part of it can do without most of the columns.
/* eslint-disable max-lines-per-function */

/** Replays events from index `from` on while they are such; returns where it stopped. */
export function replayTurns(state: ReplayState, words: Int32Array, from: number, to: number): number {
  const { tree, stack, coroutines, suspensions, awaits, lives, observer, now, lost: lostNow } = state;
  const isIntricateNow = state.delegating !== 0 || state.named !== 0 || tree.hasNewRecursive;
  const { isExpected, alive } = state.requests;
  const hasCallLengths = state.callLengths !== null;
  if (state.promises.awaiting !== 0) return from;
  if (isIntricateNow || isExpected || alive > 0 || state.lines.isOn) return from;
  const { edge, node, mode, token: tokenAt, start, step, savedBase, savedUp, offset } = stack;
  const { state: doing, edge: edgeOf, mode: modeOf, place, since, began, unparked, wall, lost } = coroutines;
  const { up, step: stepOf, isIntricate } = coroutines;
  const { edge: edges, recursive } = tree;
  const { rows, more } = tree.recent;
  const { ncall, calls, waits, lost: lostSums } = tree.sums;
  const mask = rows.length - 1;
  const room = edge.length - 1;
  let { depth, settled, base, baseUp } = stack;
  const { kin, progress } = awaits;
  let { left } = awaits;
  // At hand, and not only in memory: else each event would have to wait for what the one before it has stored.
  let top = tokenAt[settled]!;
  let parts = 0;
  let emptied = 0;
  let at = from;
  while (at < to) {
    const id = words[at]! & ID_MASK;
    // What stands there in place of a depth is one; where it is a token, this is not used.
    const below = depth - ((depth - offset - (words[at]! >>> ID_BITS)) & DEPTH_MASK);
    if (id === LEAVE || (id >= FIRST_PLACE && id < FIRST_YIELD)) {
      const frame = below + 1;
      const token = top;
      if (frame !== settled || token === 0) break;
      const by = edgeOf[token]!;
      if (id !== LEAVE) {
        if (modeOf[token] !== 0) break;
        if (!suspendTurn(suspensions, coroutines, token, id)) break;
        if (frame === 1 && start[1] !== now && savedBase[1] !== 0)
          addRun(awaits, doing, token, now - start[1]!);
        if (left !== 0) {
          const kinAt = token * KIN_COLUMNS;
          const progressAt = token * PROGRESS_COLUMNS;
          kin[kinAt + AWAITED_SITE] = edges[edgeOf[left]! * EDGE_COLUMNS + SITE]!;
          kin[kinAt + LAST_AWAITED] = left;
          if (doing[left] === WAITING) {
            kin[kinAt + AWAITED] = left;
            kin[left * KIN_COLUMNS + AWAITER] = token;
            progress[progressAt + BASE] = progress[left * PROGRESS_COLUMNS + RAN]!;
          } else {
            progress[progressAt + SETTLED] = now;
            progress[progressAt + RAN_MEANWHILE] = progress[progressAt + RAN_IN_TAIL] = 0;
          }
        }
        doing[token] = WAITING;
        since[token] = now;
        waits[by * WAIT_COLUMNS + NSUSPEND]!++;
        if (observer !== null) {
          observer.goes(token);
          observer.waits(token);
          observer.suspended(token);
        }
      } else {
        if (isIntricate[token] === 1) break;
        if (frame === 1 && start[1] !== now && savedBase[1] !== 0)
          addRun(awaits, doing, token, now - start[1]!);
        const stretch = now - unparked[token]!;
        const whole = wall[token]! + stretch;
        const row = by * CALL_COLUMNS;
        calls[row + TOTAL]! += stretch;
        if (whole < calls[row + LEAST]!) calls[row + LEAST] = whole;
        if (whole > calls[row + GREATEST]!) calls[row + GREATEST] = whole;
        if (hasCallLengths) bookCallLength(state, by, whole);
        lostSums[by * LOST_COLUMNS + LOST_TOTAL]! += lostNow - lost[token]!;
        if (began[token] !== now) endLife(state, token);
        const awaiter = kin[token * KIN_COLUMNS + AWAITER]!;
        if (awaiter !== 0) {
          const awaiterAt = awaiter * PROGRESS_COLUMNS;
          if (progress[token * PROGRESS_COLUMNS + RAN] === progress[awaiterAt + BASE]) {
            kin[token * KIN_COLUMNS + AWAITER] = kin[awaiter * KIN_COLUMNS + AWAITED] = 0;
            progress[awaiterAt + SETTLED] = now;
            progress[awaiterAt + RAN_MEANWHILE] = progress[awaiterAt + RAN_IN_TAIL] = 0;
          } else settleAwaiter(awaits, token, now);
        }
        doing[token] = ENDED;
        if (stepOf[token] !== null) stepOf[token] = null;
        if (observer !== null) {
          observer.goes(token);
          observer.ended(token);
        }
      }
      if (step[frame] !== null) step[frame] = null;
      if (savedBase[frame] !== 0) {
        base = savedBase[frame]!;
        baseUp = savedUp[frame]!;
        savedBase[frame] = 0;
        if (baseUp !== null) savedUp[frame] = null;
      }
      tokenAt[frame] = 0;
      depth = settled = below;
      top = tokenAt[below]!;
      left = token;
      parts += PARTS_OF_MOVE;
      at++;
    } else if (id === RESUME) {
      // From the event loop: it stands above the root alone.
      if (settled !== 0 || below !== 0 || at + 1 === to) break;
      const token = words[at + 1]! & PAYLOAD_MASK;
      if (doing[token] !== WAITING) break;
      const by = edgeOf[token]!;
      if (recursive[edges[by * EDGE_COLUMNS + SITE]!] === 1) break;
      const time = now - since[token]!;
      const row = place[token]!;
      if (time !== 0) {
        if (row !== 0) resumeTurn(suspensions, row, time);
        addLifeWait(lives, token, row, time);
      }
      const site = kin[token * KIN_COLUMNS + AWAITED_SITE]!;
      if (row !== 0 && (time !== 0 || site !== 0)) {
        const { splits, last } = awaits;
        const isKnown = splits.key[last * 2] === row && splits.key[last * 2 + 1] === site;
        if (time === 0 && isKnown && kin[token * KIN_COLUMNS + AWAITED] === 0) {
          kin[token * KIN_COLUMNS + AWAITED_SITE] = 0;
          splits.sums[last * SPLIT_COLUMNS + SPLITS]!++;
        } else bookParts(awaits, suspensions.sums, token, row, since[token]!, now);
      }
      if (time !== 0) waits[by * WAIT_COLUMNS + WAITED]! += time;
      doing[token] = RUNNING;
      edge[1] = by;
      node[1] = edges[by * EDGE_COLUMNS + TO]!;
      mode[1] = modeOf[token]!;
      tokenAt[1] = top = token;
      left = 0;
      emptied++;
      start[1] = now;
      savedBase[1] = base;
      if (savedUp[1] !== baseUp) savedUp[1] = baseUp;
      base = depth = settled = 1;
      baseUp = up[token]!;
      parts += PARTS_OF_MOVE;
      if (observer !== null) {
        observer.goesOn(token);
        observer.comes(token, 1);
      }
      at += 2;
    } else {
      // Called by an edge that was used lately, from a frame whose path has been asked for before.
      if (id !== LOW_TOKEN && id !== LOW_GENERATOR && id !== TOKEN) break;
      const start = id === TOKEN ? at + 2 : at + 1;
      if (start >= to) break;
      const token =
        id === TOKEN ? (words[at + 1]! & PAYLOAD_MASK) >>> 1 : (words[at]! >>> ID_BITS) & DEPTH_MASK;
      const caller = depth - ((depth - offset - (words[start]! >>> ID_BITS)) & DEPTH_MASK);
      if (caller !== settled || caller === room) break;
      const site = words[start]! & ID_MASK;
      if (site >= FIRST_PLACE || token >= doing.length || doing[token] !== ENDED) break;
      const row = rowOf(node[caller]!, site, mask);
      const isKnown = rows[row + CALLER] === node[caller] && rows[row + CALLEE] === site;
      if (!isKnown || recursive[site] === 1) break;
      const path = top === 0 ? step[caller]! : stepOf[top]!;
      if (path === null && caller !== 0) break;
      const by = more[row + EDGE]!;
      const creator = top === 0 ? coroutineAt(tokenAt, base, settled) : top;
      kin[token * KIN_COLUMNS + SERIAL]!++;
      kin[token * KIN_COLUMNS + PARENT] = creator;
      kin[token * KIN_COLUMNS + PARENT_SERIAL] = kin[creator * KIN_COLUMNS + SERIAL]!;
      ncall[by]!++;
      calls[by * CALL_COLUMNS + BOOKED]!++;
      edgeOf[token] = by;
      // It ends by the next word, in no time: it need not come onto the stack.
      const end = start + 1;
      if (end < to && words[end] === ((words[start]! & ~ID_MASK) | LEAVE) && observer === null) {
        const row = by * CALL_COLUMNS;
        if (calls[row + LEAST]! > 0) calls[row + LEAST] = 0;
        if (hasCallLengths) bookCallLength(state, by, 0);
        depth = caller;
        left = token;
        if (caller === 0) emptied++;
        parts += PARTS_OF_START + PARTS_OF_MOVE;
        at = end + 1;
        continue;
      }
      depth = settled = caller + 1;
      edge[depth] = by;
      node[depth] = rows[row + NODE]!;
      mode[depth] = 0;
      tokenAt[depth] = top = token;
      left = 0;
      if (caller === 0) emptied++;
      doing[token] = RUNNING;
      unparked[token] = began[token] = now;
      lost[token] = lostNow;
      wall[token] = 0;
      if (up[token] !== path) up[token] = path;
      parts += PARTS_OF_START;
      if (observer !== null) {
        observer.started(token, site);
        observer.comes(token, depth);
      }
      at = start + 1;
    }
  }
  stack.depth = depth;
  stack.settled = settled;
  awaits.left = left;
  if (at !== from) awaits.rested = -1;
  awaits.stretches.turn += emptied;
  stack.base = base;
  stack.baseUp = baseUp;
  state.owed += parts * state.costs[TURN]!;
  return at;
}

/** Counts a suspension, if that needs no new row. */
function suspendTurn(
  { key, sums, table }: Suspensions,
  { edge, place }: Coroutines,
  token: number,
  id: number,
): boolean {
  const by = edge[token]!;
  // Where it was suspended last, as a rule, or another one that had its token.
  let row = place[token]!;
  if (key[row * KEY_COLUMNS + OF_EDGE] !== by || key[row * KEY_COLUMNS + AT_PLACE] !== id) {
    row = table[hash(by, id) & (table.length - 1)]!;
    if (key[row * KEY_COLUMNS + OF_EDGE] !== by || key[row * KEY_COLUMNS + AT_PLACE] !== id) return false;
    place[token] = row;
  }
  sums[row * SUSPENSION_COLUMNS + SUSPENSIONS]!++;
  return true;
}

function resumeTurn({ sums, lengths }: Suspensions, row: number, time: number): void {
  const at = row * SUSPENSION_COLUMNS;
  sums[at + SUSPENDED]! += time;
  if (time > sums[at + LONGEST]!) sums[at + LONGEST] = time;
  addLength(lengths, row, time);
}
