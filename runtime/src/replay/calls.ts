import { finishCoroutine, takeOff } from './running.ts';
import { COVERED, NESTED, PAIR_COVERED, PAIR_NESTED, PARAMETERS, pop, pushCall, topNode } from './stack.ts';
import { anomaly, type ReplayState } from './state.ts';
import {
  bookExtremes,
  CALL_COLUMNS,
  NCALL,
  NESTED as NNESTED,
  PAIR_EXTRA,
  PAIR_TIME,
  TOTAL,
} from './sums.ts';
import { edgeFor } from './tree.ts';

/** An activation of a plain function starts. */
export function enter(state: ReplayState, site: number): void {
  if (!state.on) return;
  state.delegating = null;
  const edge = edgeFor(state.tree, topNode(state.stack), site);
  pushCall(state.stack, state.tree, edge, site, 0, state.now - state.paused);
  countCall(state.tree.sums.calls, edge, state.stack.mode[state.stack.depth]!);
}

/** Counts an activation that came through `edge`. */
export function countCall(calls: Float64Array, edge: number, mode: number): void {
  const at = edge * CALL_COLUMNS;
  calls[at + NCALL]!++;
  if ((mode & NESTED) === 0) return;
  calls[at + NNESTED]!++;
  if ((mode & PAIR_NESTED) === 0) calls[at + PAIR_EXTRA]!++;
}

/** It ends. */
export function leave(state: ReplayState, site: number): void {
  if (!state.on) return;
  state.delegating = null;
  const { stack } = state;
  const { depth } = stack;
  const isTop = depth > 0 && stack.site[depth] === site && stack.token[depth] === 0;
  if (isTop || unwindToCall(state, site, 0)) finishCall(state);
}

/**
 * The frame of `site` is not on top: whatever is above it lost its leave, and ends now. Where the stack does not
 * hold it at all, it was entered before profiling started, and there is nothing to do.
 */
function unwindToCall(state: ReplayState, site: number, parameters: 0 | typeof PARAMETERS): boolean {
  const { stack } = state;
  const isSought = (depth: number) =>
    stack.site[depth] === site &&
    stack.token[depth] === 0 &&
    (stack.mode[depth]! & PARAMETERS) === parameters;
  let depth = stack.depth;
  while (depth > 0 && !isSought(depth)) depth--;
  if (depth > 0) unwindTo(state, depth);
  else if (stack.depth > stack.joined) anomaly(state, 'leaveWithoutEnter');
  return depth > 0;
}

/** Ends everything above `depth`, which should have ended by itself. */
export function unwindTo(state: ReplayState, depth: number): void {
  while (state.stack.depth > depth) {
    anomaly(state, 'missingLeave');
    endTop(state);
  }
}

/**
 * Empties the stack of what may have ended unseen: plain functions end with the time they had, coroutines are
 * only taken off.
 */
export function clearStack(state: ReplayState): void {
  const { stack } = state;
  while (stack.depth > 0) {
    const token = stack.token[stack.depth]!;
    if (token === 0) finishCall(state);
    else takeOff(state, state.coroutines[token]!);
  }
}

/** Ends whatever is on top. */
function endTop(state: ReplayState): void {
  const token = state.stack.token[state.stack.depth]!;
  if (token === 0) return finishCall(state);
  const coroutine = state.coroutines[token]!;
  takeOff(state, coroutine);
  finishCoroutine(state, coroutine);
}

/** Takes the plain function on top off the stack and books its time. */
function finishCall(state: ReplayState): void {
  const { stack, tree } = state;
  const { depth } = stack;
  const edge = stack.edge[depth]!;
  const mode = stack.mode[depth]!;
  const wall = state.now - state.paused - stack.start[depth]!;
  const { calls } = tree.sums;
  if ((mode & PARAMETERS) === 0) bookExtremes(calls, edge, wall);
  bookTotals(calls, edge, mode, wall);
  pop(stack, tree);
}

/** Adds a plain function's wall time to its totals, as far as its mode lets it count. */
export function bookTotals(calls: Float64Array, edge: number, mode: number, wall: number): void {
  const at = edge * CALL_COLUMNS;
  const counts = (mode & COVERED) === 0;
  const countsForPair = (mode & PAIR_COVERED) === 0;
  if (counts) calls[at + TOTAL]! += wall;
  if (counts !== countsForPair) calls[at + PAIR_TIME]! += counts ? -wall : wall;
}

/** In place of a site: the profiler itself is at work, such as a loader that instruments what is required. */
const NO_SITE = 0;

/** Parameters of `site` are being evaluated ahead of its body: time, but no call. */
export function open(state: ReplayState, site: number): void {
  if (site === NO_SITE) {
    state.isPaused = true;
    return;
  }
  const edge = edgeFor(state.tree, topNode(state.stack), site);
  pushCall(state.stack, state.tree, edge, site, 0, state.now - state.paused);
  state.stack.mode[state.stack.depth]! |= PARAMETERS;
}

/** They are done. */
export function close(state: ReplayState, site: number): void {
  if (site === NO_SITE) state.isPaused = false;
  else if (unwindToCall(state, site, PARAMETERS)) finishCall(state);
}
