import {
  BOOKED,
  CALL_COLUMNS,
  COVERED,
  LOST_COLUMNS,
  LOST_TOTAL,
  NESTED,
  NNESTED,
  PAIR_COVERED,
  PAIR_EXTRA,
  PAIR_NESTED,
  PAIR_TIME,
  PARAMETERS,
  TOTAL,
} from './columns.ts';
import { DEPTH_MASK } from '../events.ts';
import { bookCallLength } from './call-lengths.ts';
import { newGroup } from './coroutine.ts';
import { bookInterval, groupAbove, joinGroup, pairGroupAbove } from './overlap-groups.ts';
import { finishCoroutine, popCoroutine } from './coroutine-accounts.ts';
import { isRequest } from './requests.ts';
import { completeFrame, pop, pushCall, siteAt, topNode } from './stack.ts';
import { anomaly, type ReplayState } from './state.ts';
import { bookExtremes, type EdgeSums } from './sums.ts';
import { edgeFor } from './tree.ts';
import { setLed } from './waits.ts';

/** An activation of a plain function starts; returns the edge by which it was called. */
export function enter(state: ReplayState, site: number): number {
  state.delegating = 0;
  const { stack, tree } = state;
  const edge = edgeFor(tree, topNode(stack), site);
  pushCall(stack, tree, edge);
  countCall(tree.sums, edge, stack.mode[stack.depth]!);
  return edge;
}

/** Counts an activation that came through `edge`. */
export function countCall({ ncall, calls }: EdgeSums, edge: number, mode: number): void {
  ncall[edge]!++;
  if ((mode & NESTED) === 0) return;
  const at = edge * CALL_COLUMNS;
  calls[at + NNESTED]!++;
  if ((mode & PAIR_NESTED) === 0) calls[at + PAIR_EXTRA]!++;
}

/** Time is about to move on, or a coroutine to move: what is on the stack now will be looked at when it ends. */
export function settle({ stack, tree, now, lost, observer }: ReplayState): void {
  const { depth, start } = stack;
  if (observer !== null && depth > stack.settled) observer.settled(stack.settled + 1, depth);
  const { calls } = tree.sums;
  for (let frame = stack.settled + 1; frame <= depth; frame++) {
    start[frame] = now;
    stack.lost[frame] = lost;
    stack.own[frame] = 0;
    calls[completeFrame(stack, tree, frame) * CALL_COLUMNS + BOOKED]!++;
  }
  stack.settled = depth;
}

/** How deep the log's writer was, as far as replay knows. */
function believedDepth({ stack }: ReplayState): number {
  return stack.depth - stack.offset;
}

/**
 * An event says how many frames are below what it speaks of: all others have ended. Returns the depth in full.
 */
export function endImplied(state: ReplayState, depth: number): number {
  const ended = endedAt(state, depth);
  endDownTo(state, state.stack.depth - ended);
  return believedDepth(state);
}

/** The depth of an event in full; it may have ended what is above. */
export function fullDepth(state: ReplayState, depth: number): number {
  return believedDepth(state) - endedAt(state, depth);
}

function endedAt(state: ReplayState, depth: number): number {
  const { stack } = state;
  const ended = (believedDepth(state) - depth) & DEPTH_MASK;
  if (ended <= stack.depth) return ended;
  anomaly(state, 'depthOutOfReach');
  stack.offset = stack.depth - depth;
  return 0;
}

/** Somebody has seen that no more than `depth` frames were on the stack by now. */
export function endAbove(state: ReplayState, depth: number): void {
  if (state.on) endDownTo(state, depth + state.stack.offset);
}

/** All frames above the first `frames` have ended: young ones at once, which takes no more than to say so. */
export function endDownTo(state: ReplayState, frames: number): void {
  const { stack } = state;
  while (stack.depth > frames) {
    if (stack.depth > stack.settled) stack.depth = frames > stack.settled ? frames : stack.settled;
    else endTop(state);
  }
}

/** The activation above `depth` others does something: it is on top now, but for its blocks. Returns its frame; 0: there is none. */
export function bringOnTop(state: ReplayState, depth: number): number {
  const { stack } = state;
  const ended = endedAt(state, depth);
  if (ended === 0) return 0;
  const frame = stack.depth - ended + 1;
  let top = frame;
  while (top < stack.settled && isRequest(state, stack.token[top + 1]!)) top++;
  endDownTo(state, top);
  return frame;
}

/** The frame whose lines the own time of what is on top belongs to: a block of code stands above the function that has the lines. */
export function frameOfLine(state: ReplayState): number {
  const { token, depth } = state.stack;
  let frame = depth;
  while (frame > 0 && token[frame] !== 0 && isRequest(state, token[frame]!)) frame--;
  return frame;
}

/**
 * The activation above `depth` others ends. A plain function is to be the one on top; where it is a coroutine, plain ones above
 * it may have ended without a word. Returns whether it was one.
 */
export function leave(state: ReplayState, depth: number): boolean {
  state.delegating = state.awaits.left = 0;
  const { stack } = state;
  const ended = endedAt(state, depth);
  const frame = stack.depth - ended + 1;
  if (ended > 0 && stack.token[frame] !== 0) {
    endDownTo(state, frame);
    settle(state);
    const token = stack.token[frame]!;
    popCoroutine(state);
    finishCoroutine(state, token);
    state.awaits.left = token;
    return true;
  }
  if (ended === 0) anomaly(state, 'leaveWithoutEnter');
  for (let lost = 1; lost < ended; lost++) anomaly(state, 'missingLeave');
  endDownTo(state, frame - 1);
  return false;
}

/**
 * Empties the stack of what may have ended unseen: plain functions end with the time they had, coroutines are
 * only taken off.
 */
export function clearStack(state: ReplayState): void {
  const { stack } = state;
  settle(state);
  while (stack.depth > 0) {
    const token = stack.token[stack.depth]!;
    if (token === 0) finishCall(state);
    else popCoroutine(state);
  }
}

/** Ends the settled frame on top. A coroutine should have said so itself. */
function endTop(state: ReplayState): void {
  const token = state.stack.token[state.stack.depth]!;
  if (token === 0) return finishCall(state);
  anomaly(state, 'missingEnd');
  popCoroutine(state);
  finishCoroutine(state, token);
}

/** Takes the plain function on top off the stack and books its time. */
function finishCall(state: ReplayState): void {
  const { stack, tree } = state;
  const { depth } = stack;
  const edge = stack.edge[depth]!;
  const mode = stack.mode[depth]!;
  if ((mode & PARAMETERS) !== 0) return finishParameters(state);
  state.observer?.returned(depth);
  const wall = state.now - stack.start[depth]!;
  bookExtremes(tree.sums.calls, edge, wall);
  bookCallLength(state, edge, wall);
  bookTotals(tree.sums, edge, mode, wall, state.lost - stack.lost[depth]!);
  pop(stack);
}

/**
 * Adds a plain function's wall time to its totals, as far as its mode lets it count, and what probes took meanwhile.
 */
export function bookTotals(
  { calls, lost }: Pick<EdgeSums, 'calls' | 'lost'>,
  edge: number,
  mode: number,
  wall: number,
  lostMeanwhile: number,
): void {
  const at = edge * CALL_COLUMNS;
  const counts = (mode & COVERED) === 0;
  const countsForPair = (mode & PAIR_COVERED) === 0;
  if (counts) {
    calls[at + TOTAL]! += wall;
    lost[edge * LOST_COLUMNS + LOST_TOTAL]! += lostMeanwhile;
  }
  if (counts !== countsForPair) calls[at + PAIR_TIME]! += counts ? -wall : wall;
}

/** Parameters of `site` are being evaluated ahead of its body: time, but no call. */
export function open(state: ReplayState, site: number): void {
  const { stack, tree } = state;
  const edge = edgeFor(tree, topNode(stack), site);
  settle(state);
  pushCall(stack, tree, edge);
  const { depth } = stack;
  joinGroup((stack.group[depth] = groupAbove(state) ?? newGroup(edge)), state);
  joinGroup((stack.pairGroup[depth] = pairGroupAbove(state) ?? newGroup(edge)), state);
  stack.mode[depth]! |= PARAMETERS;
  stack.settled = depth;
}

/** Parameters are no activation: what they take is their groups' alone. */
const NO_INTERVAL = { time: 0, lost: 0 };

/** Takes parameters on top off the stack. */
function finishParameters(state: ReplayState): void {
  const { stack } = state;
  const { depth } = stack;
  const group = stack.group[depth]!;
  const pairGroup = stack.pairGroup[depth]!;
  setLed(state, stack.mode[depth]!, group, pairGroup, false);
  bookInterval(state, stack.edge[depth]!, NO_INTERVAL, group, pairGroup);
  stack.group[depth] = stack.pairGroup[depth] = null;
  pop(stack);
}

/** They are done: the frame above `depth` others ends. */
export function close(state: ReplayState, site: number, depth: number): void {
  const { stack } = state;
  const frame = stack.depth - endedAt(state, depth) + 1;
  const isOpen = frame <= stack.settled && siteAt(stack, state.tree, frame) === site;
  if (!isOpen || (stack.mode[frame]! & PARAMETERS) === 0) return anomaly(state, 'closeWithoutOpen');
  endDownTo(state, frame - 1);
}
