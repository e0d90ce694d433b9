import * as events from '../events.ts';
import { BOOKED, CALL_COLUMNS, LATE, PARAMETERS, WAIT_COLUMNS } from './columns.ts';
import { ENDED, PARKED, RUNNING, WAITING } from '../coroutine-states.ts';
import { recountAbandoned } from './abandoned.ts';
import { clearAwaits } from './awaited.ts';
import { clearStack, countCall, settle } from './calls.ts';
import { isAlive, type OverlapGroup } from './coroutine.ts';
import { sumCalls } from './edge-cache.ts';
import { clearLengths } from './lengths.ts';
import { clearLines } from './lines.ts';
import { clearLives } from './lives.ts';
import { clearPromises } from './promise-events.ts';
import { forgetCoroutine, parkOffStack, unparkOffStack } from './coroutine-accounts.ts';
import { startCoroutine } from './coroutine-events.ts';
import { pushResumed } from './stack.ts';
import type { ReplayState } from './state.ts';
import { zeroEdgeSums } from './sums.ts';
import { clearRequests, expectRequest, noteFailure, partComes } from './requests.ts';
import { addTag, edgeFor, ROOT } from './tree.ts';
import { bookSuspension, clearSuspensions, isSuspendedAt, suspendAt } from './suspensions.ts';
import { bookWait, wait } from './waits.ts';

/** Obeys a control word other than START; `argument` is a site or token as events.ts says. */
export function control(state: ReplayState, word: number, argument: number, depth: number): void {
  if (word === events.STOP) stop(state);
  else if (word === events.CLEAR) clear(state);
  else if (word === events.GONE) gone(state, argument);
  else if (word === events.TAG) addTag(state.tree, argument);
  else if (word === events.REQUEST) expect(state, argument);
  else if (word === events.FAILED) noteFailure(state, argument);
  else join(state, word, argument, depth);
}

function stop(state: ReplayState): void {
  if (state.on) state.observer?.switched(false);
  state.on = false;
}

function expect({ tree, requests }: ReplayState, site: number): void {
  addTag(tree, site);
  expectRequest(requests, site);
}

/**
 * Profiling starts, perhaps not for the first time. Plain functions that were open when it last stopped may have
 * ended unseen: they end with the time they had. Coroutines are told of one by one (JOIN, GONE). `ground` is the depth of
 * the log's writer.
 */
export function start(state: ReplayState, ground: number): void {
  if (state.on) return;
  clearStack(state);
  state.stack.offset = -ground;
  state.on = true;
  state.startedAt = state.now;
  // It may have stopped while the profiler was at work.
  state.isPaused = false;
  state.owed = 0;
  state.delegating = state.awaits.left = state.promises.awaiting = 0;
  state.observer?.switched(true);
}

function gone(state: ReplayState, token: number): void {
  state.named = 0;
  if (isAlive(state.coroutines, token)) forgetCoroutine(state, token);
}

/** A coroutine that was alive at START: one that is known from before goes on, another joins late. */
function join(state: ReplayState, word: number, site: number, depth: number): void {
  const { coroutines, stack, tree } = state;
  const { namedPlace } = state;
  const token = state.named >>> 1;
  state.named = state.namedPlace = 0;
  if (!isAlive(coroutines, token)) startLate(state, token, site);
  if (word === events.JOIN_PARKED) return setParked(state, token, namedPlace);
  if (coroutines.state[token] === PARKED) unparkOffStack(state, token);
  if (word === events.JOIN_WAITING) return setWaiting(state, token, namedPlace);
  if (coroutines.state[token] === WAITING) bookWait(state, token);
  coroutines.state[token] = RUNNING;
  settle(state);
  pushResumed(stack, tree, coroutines, token, state.now);
  partComes(state, token, 0);
  stack.offset = stack.depth - depth - 1;
}

/** Off-time does not count: one that waited there when profiling stopped has waited all the time for all we know. */
function setWaiting(state: ReplayState, token: number, place: number): void {
  if (state.coroutines.state[token] === WAITING) {
    if (isSuspendedAt(state, token, place)) return;
    bookWait(state, token);
  }
  suspendAt(state, token, place);
  wait(state, token);
}

/** The same of one that is parked. */
function setParked(state: ReplayState, token: number, place: number): void {
  const { state: states, since } = state.coroutines;
  if (states[token] !== PARKED) parkOffStack(state, token);
  else if (isSuspendedAt(state, token, place)) return;
  else bookSuspension(state, token);
  since[token] = state.now;
  // What was handed on is no yield of this one.
  suspendAt(state, token, place < events.FIRST_YIELD ? 0 : place);
}

function startLate(state: ReplayState, token: number, site: number): void {
  const edge = edgeFor(state.tree, ROOT, site);
  startCoroutine(state, token, edge, 0, null, 0);
  state.tree.sums.waits[edge * WAIT_COLUMNS + LATE]!++;
}

/** Forgets all sums. What is alive goes on as if it had begun just now. */
function clear(state: ReplayState): void {
  const { stack, tree } = state;
  settle(state);
  sumCalls(tree);
  zeroEdgeSums(tree.sums);
  state.now = state.startedAt = state.lost = state.owed = 0;
  state.clears++;
  state.rootSelf = 0;
  state.paused = 0;
  state.windows.time = 0;
  for (const name of Object.keys(state.anomalies)) Reflect.deleteProperty(state.anomalies, name);
  const { state: states } = state.coroutines;
  for (let token = 1; token < states.length; token++) if (states[token] !== ENDED) restart(state, token);
  recountAbandoned(state);
  clearSuspensions(state);
  clearAwaits(state.awaits);
  clearLives(state.lives);
  if (state.callLengths !== null) clearLengths(state.callLengths);
  clearPromises(state);
  clearLines(state.lines);
  clearRequests(state.requests);
  for (let depth = 1; depth <= stack.depth; depth++) {
    const mode = stack.mode[depth]!;
    stack.start[depth] = stack.lost[depth] = stack.own[depth] = 0;
    if ((mode & PARAMETERS) !== 0) restartGroups(stack.group[depth]!, stack.pairGroup[depth]!);
    else if (stack.token[depth] === 0) recount(state, stack.edge[depth]!, mode);
  }
}

function restart(state: ReplayState, token: number): void {
  const { since, began, unparked, wall, lost, handed, group, pairGroup, edge, mode } = state.coroutines;
  since[token] = began[token] = unparked[token] = wall[token] = lost[token] = handed[token] = 0;
  restartGroups(group[token] ?? null, pairGroup[token] ?? null);
  recount(state, edge[token]!, mode[token]!);
}

function restartGroups(...groups: (OverlapGroup | null)[]): void {
  for (const group of groups) if (group !== null) group.since = group.lost = group.waitingSince = 0;
}

function recount({ tree: { sums } }: ReplayState, edge: number, mode: number): void {
  countCall(sums, edge, mode);
  sums.calls[edge * CALL_COLUMNS + BOOKED]!++;
}
