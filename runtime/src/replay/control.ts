import * as events from '../events.ts';
import { setAdd } from '../intrinsics.ts';
import { clearStack, countCall } from './calls.ts';
import { createCoroutine, joinFamilies, PARKED, RUNNING, WAITING, type Coroutine } from './coroutine.ts';
import { bookWait, finishCoroutine, parkOffStack, unparkOffStack, wait } from './running.ts';
import { PARAMETERS, pushResumed } from './stack.ts';
import type { ReplayState } from './state.ts';
import { LATE, WAIT_COLUMNS, zeroEdgeSums } from './sums.ts';
import { edgeFor, ROOT } from './tree.ts';

/** Obeys a control word; `argument` is a site or token as events.ts says. */
export function control(state: ReplayState, word: number, argument: number): void {
  if (word === events.START) start(state);
  else if (word === events.STOP) state.on = false;
  else if (word === events.CLEAR) clear(state);
  else if (word === events.GONE) gone(state, argument);
  else if (word === events.TAG) setAdd(state.tree.tags, argument);
  else join(state, word, argument);
}

/**
 * Profiling starts, perhaps not for the first time. Plain functions that were open when it last stopped may have
 * ended unseen: they end with the time they had. Coroutines are told of one by one (JOIN, GONE).
 */
function start(state: ReplayState): void {
  if (state.on) return;
  clearStack(state);
  state.on = true;
  state.delegating = null;
}

function gone(state: ReplayState, token: number): void {
  const coroutine = state.coroutines[token];
  if (coroutine) finishCoroutine(state, coroutine);
}

/** A coroutine that was alive at START: one that is known from before goes on, another joins late. */
function join(state: ReplayState, word: number, site: number): void {
  const token = state.named >>> 1;
  const coroutine = state.coroutines[token] ?? createLate(state, token, site);
  if (word === events.JOIN_PARKED) {
    if (coroutine.state !== PARKED) parkOffStack(state, coroutine);
    return;
  }
  if (coroutine.state === PARKED) unparkOffStack(state, coroutine);
  if (word === events.JOIN_WAITING) return setWaiting(state, coroutine);
  if (coroutine.state === WAITING) bookWait(state, coroutine);
  coroutine.state = RUNNING;
  pushResumed(state.stack, state.tree, coroutine, state.paused);
  state.stack.joined = state.stack.depth;
}

/** Off-time does not count: one that waited when profiling stopped has waited all the time for all we know. */
function setWaiting(state: ReplayState, coroutine: Coroutine): void {
  if (coroutine.state !== WAITING) wait(state, coroutine);
}

function createLate(state: ReplayState, token: number, site: number): Coroutine {
  const { tree } = state;
  const edge = edgeFor(tree, ROOT, site);
  const coroutine = createCoroutine(token, site, edge, 0, null, state.now);
  countCall(tree.sums.calls, edge, 0);
  tree.sums.waits[edge * WAIT_COLUMNS + LATE]!++;
  joinFamilies(coroutine, state.now);
  state.coroutines[token] = coroutine;
  return coroutine;
}

/** Forgets all sums. What is alive goes on as if it had begun just now. */
function clear(state: ReplayState): void {
  const { stack, tree } = state;
  zeroEdgeSums(tree.sums, 0);
  state.now = 0;
  state.rootSelf = 0;
  state.paused = 0;
  for (const name of Object.keys(state.anomalies)) Reflect.deleteProperty(state.anomalies, name);
  for (let token = 1; token < state.coroutines.length; token++) {
    const coroutine = state.coroutines[token];
    if (coroutine) restart(state, coroutine);
  }
  for (let depth = 1; depth <= stack.depth; depth++) {
    const mode = stack.mode[depth]!;
    stack.start[depth] = 0;
    const isPlainCall = stack.token[depth] === 0 && (mode & PARAMETERS) === 0;
    if (isPlainCall) countCall(tree.sums.calls, stack.edge[depth]!, mode);
  }
}

function restart(state: ReplayState, coroutine: Coroutine): void {
  coroutine.since = coroutine.unparked = coroutine.wall = coroutine.handed = 0;
  coroutine.family.liveSince = coroutine.pairFamily.pairSince = 0;
  countCall(state.tree.sums.calls, coroutine.edge, coroutine.mode);
}
