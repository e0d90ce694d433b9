/*
 * The other hot loop of replay: coroutines that are called, wait, go on and end. It does what `begin`, `suspend`,
 * `resume` and `end` in running.ts do, where nothing is intricate: no families, no delegation, nothing recursive, no pause
 * of the profiler, nobody on the stack whom a resume would find there. None of these events changes the stack's `offset`.
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
import { startAt, type Link } from './coroutine.ts';
import { rowOf } from './recent.ts';
import { pop, type Stack } from './stack.ts';
import type { ReplayState } from './state.ts';
import { bookExtremes } from './sums.ts';

/** Replays events from index `from` on while they are such; returns where it stopped. */
export function replayTurns(state: ReplayState, words: Int32Array, from: number, to: number): number {
  if (state.delegating !== 0 || state.named !== 0 || state.tree.hasNewRecursive) return from;
  let at = from;
  while (at + 1 < to) {
    const kind = words[at]! & ID_MASK;
    const depth = words[at]! >>> ID_BITS;
    const payload = words[at + 1]! & PAYLOAD_MASK;
    if (kind === SUSPEND) {
      if (!suspendTop(state, depth, payload)) break;
    } else if (kind === RESUME) {
      if (!resumeAlone(state, depth, payload)) break;
    } else if (kind === END) {
      if (!endTop(state, depth, payload)) break;
    } else {
      if (kind !== TOKEN || at + 2 === to) break;
      const site = words[at + 2]! & ID_MASK;
      if (site >= FIRST_KIND || !begin(state, depth, payload >>> 1, site)) break;
      at++;
    }
    at += 2;
  }
  return at;
}

/** How many frames are left on the stack when `depth` (modulo 2^13) are below what an event speaks of. */
function framesBelow({ depth, offset }: Stack, below: number): number {
  return depth - ((depth - offset - below) & DEPTH_MASK);
}

/** Takes a coroutine off the stack that has only young frames above it; false where it is not so simple. */
function takeOffTop(state: ReplayState, below: number, token: number): boolean {
  const { stack } = state;
  const frame = framesBelow(stack, below + 1);
  if (frame !== stack.settled || stack.token[frame] !== token || stack.start[frame] !== state.paused)
    return false;
  stack.depth = frame;
  pop(stack);
  return true;
}

function suspendTop(state: ReplayState, below: number, token: number): boolean {
  if (!takeOffTop(state, below, token)) return false;
  const { coroutines, tree } = state;
  coroutines.state[token] = WAITING;
  coroutines.since[token] = state.now;
  tree.sums.waits[coroutines.edge[token]! * WAIT_COLUMNS + NSUSPEND]!++;
  return true;
}

function endTop(state: ReplayState, below: number, token: number): boolean {
  const {
    family,
    pairFamily,
    delegator,
    delegatee,
    edge,
    unparked,
    wall,
    lost,
    up,
    link,
    state: states,
  } = state.coroutines;
  if (family[token] !== null || pairFamily[token] !== null) return false;
  if (delegator[token] !== 0 || delegatee[token] !== 0 || !takeOffTop(state, below, token)) return false;
  const { calls, lost: taken } = state.tree.sums;
  const stretch = state.now - unparked[token]!;
  calls[edge[token]! * CALL_COLUMNS + TOTAL]! += stretch;
  taken[edge[token]! * LOST_COLUMNS + LOST_TOTAL]! += state.lost - lost[token]!;
  bookExtremes(calls, edge[token]!, wall[token]! + stretch);
  states[token] = ENDED;
  if (up[token] !== null) up[token] = null;
  if (link[token] !== null) link[token] = null;
  return true;
}

/** A coroutine goes on from the event loop: it stands above the root alone. */
function resumeAlone(state: ReplayState, below: number, token: number): boolean {
  const { stack, tree, coroutines } = state;
  if (coroutines.state[token] !== WAITING || stack.settled !== 0 || framesBelow(stack, below) !== 0)
    return false;
  const edge = coroutines.edge[token]!;
  const row = edge * EDGE_COLUMNS;
  if (tree.recursive[tree.edge[row + SITE]!] === 1) return false;
  tree.sums.waits[edge * WAIT_COLUMNS + WAITED]! += state.now - coroutines.since[token]!;
  coroutines.state[token] = RUNNING;
  pushSettled(stack, 1, edge, tree.edge[row + TO]!, token, state.paused);
  stack.mode[1] = coroutines.mode[token]!;
  stack.savedBase[1] = stack.base;
  stack.savedUp[1] = stack.baseUp;
  stack.base = 1;
  stack.baseUp = coroutines.up[token]!;
  return true;
}

/** A coroutine is called by an edge that was used lately, from a frame whose path is known. */
function begin(state: ReplayState, below: number, token: number, site: number): boolean {
  const { stack, tree, coroutines } = state;
  const frame = framesBelow(stack, below);
  if (frame !== stack.settled || frame + 1 === stack.edge.length) return false;
  if (token >= coroutines.state.length || coroutines.state[token] !== ENDED) return false;
  const { recent } = tree;
  const caller = stack.node[frame]!;
  const row = rowOf(caller, site, recent.length - 1);
  const known = recent[row + EDGE]!;
  if (recent[row + CALLER] !== caller || recent[row + CALLEE] !== site || (known & 1) === 1) return false;
  const up = knownLink(state, frame);
  if (up === null && frame !== 0) return false;
  const edge = known >> 1;
  pushSettled(stack, frame + 1, edge, recent[row + NODE]!, token, state.paused);
  stack.mode[frame + 1] = 0;
  tree.sums.ncall[edge]!++;
  tree.sums.calls[edge * CALL_COLUMNS + BOOKED]!++;
  startAt(coroutines, token, edge, 0, up, state);
  return true;
}

/** The logical path that ends in a frame, where somebody has asked for it before; else null. */
function knownLink({ stack, coroutines }: ReplayState, frame: number): Link | null {
  const token = stack.token[frame]!;
  return token === 0 ? stack.link[frame]! : coroutines.link[token]!;
}

function pushSettled(
  stack: Stack,
  frame: number,
  edge: number,
  node: number,
  token: number,
  paused: number,
): void {
  stack.depth = stack.settled = frame;
  stack.edge[frame] = edge;
  stack.node[frame] = node;
  stack.token[frame] = token;
  stack.start[frame] = paused;
}
