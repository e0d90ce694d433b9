import * as events from '../events.ts';
import { BOOKED, CALL_COLUMNS, EDGE_COLUMNS, NSUSPEND, NYIELD, SITE, WAIT_COLUMNS } from './columns.ts';
import { PARKED, RUNNING, WAITING } from '../coroutine-states.ts';
import { finishCoroutine, parkOffStack, popCoroutine, unparkOffStack } from './coroutine-accounts.ts';
import { countCall, endDownTo, endImplied, fullDepth, settle } from './calls.ts';
import { awaitCoroutine, resizeAwaits, settleAwaiter, startKin } from './awaited.ts';
import {
  BY_RETURN,
  delegateTo,
  isAlive,
  setOutcome,
  startAt,
  TOLD,
  USUAL,
  type Coroutines,
  type PathStep,
} from './coroutine.ts';
import { resizeLives } from './lives.ts';
import { awaitPromise, noteRejection } from './promise-events.ts';
import { groupAbove, joinGroup, pairGroupAbove } from './overlap-groups.ts';
import { coroutineAt, pushCall, pushResumed, settleCoroutine, topStep, topNode } from './stack.ts';
import { endedSiteOf, isRequest, partComes, startPart } from './requests.ts';
import { anomaly, type ReplayState } from './state.ts';
import { bookWait, wait } from './waits.ts';
import { noteBroken, suspendAt } from './suspensions.ts';
import { edgeFor } from './tree.ts';

/** A coroutine's body starts above `depth` activations: `state.named` holds its token. Returns the edge it came by. */
export function begin(state: ReplayState, site: number, depth: number): number {
  const { stack, tree, coroutines, named } = state;
  const token = named >>> 1;
  state.named = 0;
  settle(state);
  if (isAlive(coroutines, token)) end(state, token);
  const delegator = adoptDelegator(state, (named & 1) === 1);
  const up = topStep(stack, tree, coroutines);
  const creator = coroutineAt(stack.token, stack.base, stack.depth);
  const edge = edgeFor(tree, topNode(stack), site);
  pushCall(stack, tree, edge);
  settleCoroutine(stack, token);
  const mode = stack.mode[stack.depth]!;
  startCoroutine(state, token, edge, mode, up, creator);
  partComes(state, token, 0);
  if (delegator !== 0) delegateTo(coroutines, delegator, token);
  if (mode !== 0) joinGroups(state, token);
  stack.offset = stack.depth - depth - 1;
  return edge;
}

/** Counts a coroutine that lives from now on; the coroutine that has created it, or 0. */
export function startCoroutine(
  state: ReplayState,
  token: number,
  edge: number,
  mode: number,
  up: PathStep | null,
  creator: number,
): void {
  const { coroutines, awaits } = state;
  const { sums } = state.tree;
  countCall(sums, edge, mode);
  sums.calls[edge * CALL_COLUMNS + BOOKED]!++;
  startAt(coroutines, token, edge, mode, up, state);
  resizeAwaits(awaits, coroutines.state.length);
  resizeLives(state.lives, coroutines.state.length);
  startKin(awaits.kin, token, creator);
  startPart(state, token, edge, creator);
  state.observer?.started(token, state.tree.edge[edge * EDGE_COLUMNS + SITE]!);
}

/** The coroutine on top of the stack, just called, belongs to groups if it is nested. */
function joinGroups(state: ReplayState, token: number): void {
  const { coroutines } = state;
  const group = groupAbove(state);
  const pairGroup = pairGroupAbove(state);
  coroutines.isIntricate[token] = 1;
  coroutines.group[token] = group;
  coroutines.pairGroup[token] = pairGroup;
  joinGroup(group, state);
  joinGroup(pairGroup, state);
}

/**
 * An event of a coroutine above `depth` (modulo 2^13) activations: one that is on the stack is to be on top there, what
 * is above it by now has ended.
 */
export function moveCoroutine(state: ReplayState, kind: number, depth: number, token: number): void {
  if (kind < events.UNPARK) state.delegating = 0;
  const { stack, coroutines } = state;
  const isKnown = isAlive(coroutines, token);
  const ran = isKnown && coroutines.state[token] === RUNNING;
  const { awaits, promises } = state;
  const { left } = awaits;
  const { awaiting } = promises;
  awaits.left = promises.awaiting = 0;
  let full: number;
  if (ran) full = bringUp(state, token, fullDepth(state, depth));
  else full = endImplied(state, depth);
  settle(state);
  if (isKnown) move(state, kind, token);
  if (ran && coroutines.state[token] !== RUNNING) awaits.left = token;
  // A block of code leaves the stack ahead of the function that awaits what has left it before, or what has been returned to it.
  if (ran && coroutines.state[token] === WAITING && isRequest(state, token)) {
    awaits.left = left;
    promises.awaiting = awaiting;
  }
  if (!isKnown) anomaly(state, 'coroutineUnknown');
  const isUp = kind === events.RESUME || (kind >= events.UNPARK && kind <= events.OUTCOME);
  stack.offset = stack.depth - (isUp && isKnown ? full + 1 : full);
}

/**
 * Makes a coroutine that runs above `depth` activations the top frame. Returns above how many it does indeed, as some may
 * have lost their end.
 */
function bringUp(state: ReplayState, token: number, depth: number): number {
  const { stack, tree } = state;
  endDownTo(state, depth + 1 + stack.offset);
  let frame = stack.depth;
  while (frame > 0 && stack.token[frame] !== token) frame--;
  if (frame === 0) {
    anomaly(state, 'runsOffStack');
    settle(state);
    pushResumed(stack, tree, state.coroutines, token, state.now);
    partComes(state, token, 0);
    return depth;
  }
  const lost = stack.depth - frame;
  for (let above = 0; above < lost; above++) anomaly(state, 'missingLeave');
  endDownTo(state, frame);
  return depth - lost;
}

function move(state: ReplayState, kind: number, token: number): void {
  switch (kind) {
    case events.END:
      return end(state, token);
    case events.SUSPEND:
      return suspend(state, token, 0, 0);
    case events.RESUME:
      return resume(state, token);
    case events.PARK:
      return park(state, token, 0);
    case events.AGAIN:
    case events.CAUGHT:
    case events.OUTCOME:
      return runAgain(state, kind, token);
    case events.UNPARK:
      return unpark(state, token);
    case events.DELEGATE:
      return delegate(state, token);
  }
}

/**
 * The coroutine above `depth` (modulo 2^13) activations, which is to be on top there, is suspended at the place with this id.
 */
export function suspendTop(state: ReplayState, place: number, depth: number): void {
  const { stack, awaits, promises } = state;
  state.delegating = 0;
  const full = fullDepth(state, depth);
  const frame = full + 1 + stack.offset;
  const awaited = stack.depth === frame ? awaits.left : 0;
  endDownTo(state, frame);
  settle(state);
  const token = stack.depth === frame ? stack.token[frame]! : 0;
  if (token === 0) anomaly(state, 'suspendWithoutCoroutine');
  else if (place < events.FIRST_YIELD) suspend(state, token, place, awaited);
  else park(state, token, place);
  if (promises.awaiting !== 0) awaitPromise(state, token);
  awaits.left = token;
  stack.offset = stack.depth - full;
}

/** It starts to wait at a place, for another one as it seems (0: for none); or waits after all, though it was parked. */
function suspend(state: ReplayState, token: number, place: number, awaited: number): void {
  const { coroutines, awaits } = state;
  if (coroutines.state[token] === PARKED) return takeBack(state, token);
  mustRun(state, token, 'suspend');
  popCoroutine(state);
  suspendAt(state, token, place);
  if (awaited !== 0)
    awaitCoroutine(awaits, token, awaited, siteOf(state, awaited), hasSettled(state, awaited), state.now);
  wait(state, token);
  state.observer?.suspended(token);
  // A block of code waits at an await of the function in which it stands, and at none of its own.
  if (!isRequest(state, token)) state.tree.sums.waits[coroutines.edge[token]! * WAIT_COLUMNS + NSUSPEND]!++;
}

/** It has not handed anything on, and waits. */
function takeBack(state: ReplayState, token: number): void {
  const { edge, handed } = state.coroutines;
  state.tree.sums.waits[edge[token]! * WAIT_COLUMNS + NYIELD]! -= handed[token]!;
  unparkOffStack(state, token);
  wait(state, token);
}

/** It goes on, from the event loop as a rule. */
function resume(state: ReplayState, token: number): void {
  if (state.stack.depth > 0 && state.coroutines.state[token] === WAITING) anomaly(state, 'resumeOnStack');
  putOn(state, token);
}

/** A generator hands a value to its consumer; one that waited hands on what it has waited for. */
function park(state: ReplayState, token: number, place: number): void {
  if (state.coroutines.state[token] === WAITING) return handOn(state, token);
  mustRun(state, token, 'park');
  parkTop(state, token, isRequest(state, token) ? 0 : 1);
  suspendAt(state, token, place);
}

/**
 * The consumer asks for the next one, or wants it to end; or it runs already, since its `yield*` is over or it has caught
 * an error.
 */
function unpark(state: ReplayState, token: number): void {
  const { coroutines } = state;
  if (token === state.delegating || coroutines.state[token] === RUNNING) state.delegating = 0;
  else {
    const delegator = adoptDelegator(state, true);
    if (delegator !== 0) delegateTo(coroutines, delegator, outermostParked(coroutines, token));
  }
  putOn(state, token);
}

/** It runs: somewhere behind an error or a `return()`, which alone can have it so if it is parked and has caught nothing. */
function runAgain(state: ReplayState, kind: number, token: number): void {
  const { coroutines } = state;
  if (kind === events.CAUGHT) setOutcome(coroutines, token, USUAL);
  else if (kind === events.OUTCOME) setOutcome(coroutines, token, TOLD);
  else noteReturn(coroutines, token);
  noteThrown(state, token);
  unpark(state, token);
}

/** If it waits, what it awaits has been rejected. */
function noteThrown(state: ReplayState, token: number): void {
  noteBroken(state, token);
  noteRejection(state, token);
}

function noteReturn(coroutines: Coroutines, token: number): void {
  if (coroutines.state[token] === PARKED) setOutcome(coroutines, token, BY_RETURN);
}

/** Whatever was thought of it before, it runs. */
function putOn(state: ReplayState, token: number): void {
  if (state.coroutines.state[token] !== RUNNING) run(state, token);
}

/** It ends, from whatever state. */
function end(state: ReplayState, token: number): void {
  noteReturn(state.coroutines, token);
  noteThrown(state, token);
  putOn(state, token);
  popCoroutine(state);
  finishCoroutine(state, token);
}

/** `yield*` hands over to a generator of ours: parked, unless the very next event is that generator's. */
function delegate(state: ReplayState, token: number): void {
  mustRun(state, token, 'delegate');
  parkTop(state, token, 0);
  state.delegating = token;
}

function mustRun(state: ReplayState, token: number, what: string): void {
  if (state.coroutines.state[token] === RUNNING) return;
  anomaly(state, `${what}WhileNotRunning`);
  run(state, token);
}

/** The generator that has just delegated is put back below the one that is about to run; 0 if there is none. */
function adoptDelegator(state: ReplayState, isGenerator: boolean): number {
  const delegator = state.delegating;
  state.delegating = 0;
  if (delegator === 0 || !isGenerator || state.coroutines.state[delegator] !== PARKED) return 0;
  run(state, delegator);
  return delegator;
}

function handOn(state: ReplayState, token: number): void {
  const { coroutines } = state;
  parkOffStack(state, token);
  settleAwaiter(state.awaits, token, state.now);
  coroutines.handed[token] = 1;
  state.tree.sums.waits[coroutines.edge[token]! * WAIT_COLUMNS + NYIELD]!++;
}

/** Takes it off the stack, and those that delegate to it; `yields` is 0 where no value is handed over. */
function parkTop(state: ReplayState, token: number, yields: number): void {
  const { stack, coroutines, tree } = state;
  let next = token;
  do {
    popCoroutine(state);
    settleAwaiter(state.awaits, next, state.now);
    coroutines.place[next] = 0;
    parkOffStack(state, next);
    tree.sums.waits[coroutines.edge[next]! * WAIT_COLUMNS + NYIELD]! += yields;
    next = coroutines.delegator[next]!;
  } while (next !== 0 && stack.token[stack.depth] === next);
}

/** Puts a waiting or parked coroutine back on the stack; a parked one brings those that delegate to it. */
function run(state: ReplayState, token: number): void {
  const { coroutines } = state;
  const endedSite = endedSiteOf(state, token);
  if (coroutines.state[token] === WAITING) bookWait(state, token);
  else {
    if (coroutines.delegator[token] !== 0) runDelegators(state, token);
    unparkOffStack(state, token);
  }
  coroutines.state[token] = RUNNING;
  if (state.stack.depth === 0) state.awaits.stretches.turn++;
  pushResumed(state.stack, state.tree, coroutines, token, state.now);
  partComes(state, token, endedSite);
}

/** Those that delegate to it, the outermost first. A loop: there may be more of them than there is stack left. */
function runDelegators(state: ReplayState, token: number): void {
  const { coroutines, stack, tree } = state;
  const { delegatee } = coroutines;
  let next = outermostParked(coroutines, token);
  for (; next !== token; next = delegatee[next]!) {
    unparkOffStack(state, next);
    coroutines.state[next] = RUNNING;
    pushResumed(stack, tree, coroutines, next, state.now);
    partComes(state, next, 0);
  }
}

/** The outermost of those that delegate to it and are parked with it: itself, where there is none. */
function outermostParked({ delegator, state }: Coroutines, token: number): number {
  while (delegator[token] !== 0 && state[delegator[token]!] === PARKED) token = delegator[token]!;
  return token;
}

function siteOf({ coroutines, tree }: ReplayState, token: number): number {
  return tree.edge[coroutines.edge[token]! * EDGE_COLUMNS + SITE]!;
}

/** Whether a coroutine that has just left the stack has ended, or handed on a value. */
function hasSettled({ coroutines }: ReplayState, token: number): boolean {
  return coroutines.state[token] !== WAITING;
}
