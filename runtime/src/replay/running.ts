import { countCall, unwindTo } from './calls.ts';
import {
  createCoroutine,
  joinFamilies,
  PARKED,
  RUNNING,
  WAITING,
  type Coroutine,
  type Link,
} from './coroutine.ts';
import { NESTED, PAIR_NESTED, popCoroutine, pushCall, pushResumed } from './stack.ts';
import { topLink, topNode, type Stack } from './stack.ts';
import { anomaly, type ReplayState } from './state.ts';
import {
  bookExtremes,
  CALL_COLUMNS,
  NSUSPEND,
  NYIELD,
  PAIR_TIME,
  TOTAL,
  WAIT_COLUMNS,
  WAITED,
} from './sums.ts';
import { edgeFor, edgePair } from './tree.ts';

/** A coroutine's body starts: `state.named` holds its token. */
export function begin(state: ReplayState, site: number): void {
  const { stack, tree } = state;
  const token = state.named >>> 1;
  if (state.coroutines[token]) end(state, token);
  const delegator = adoptDelegator(state, (state.named & 1) === 1);
  const up = topLink(stack, tree, state.coroutines);
  const edge = edgeFor(tree, topNode(stack), site);
  pushCall(stack, tree, edge, site, token, state.paused);
  const mode = stack.mode[stack.depth]!;
  countCall(tree.sums.calls, edge, mode);
  const coroutine = createCoroutine(token, site, edge, mode, up, state.now);
  coroutine.delegator = delegator;
  findFamilies(state, coroutine);
  joinFamilies(coroutine, state.now);
  state.coroutines[token] = coroutine;
}

/** The coroutine on top of the stack, just called, belongs to families if it is nested. */
function findFamilies(state: ReplayState, coroutine: Coroutine): void {
  const { stack } = state;
  const { mode, site, up, edge } = coroutine;
  if ((mode & NESTED) !== 0) {
    const above = onSegment(state, stack, stack.earlierOfSite[stack.depth]!);
    coroutine.family = above?.family ?? findLink(up, (link) => link.site === site)?.family ?? coroutine;
  }
  if ((mode & PAIR_NESTED) !== 0) {
    const pair = edgePair(state.tree, edge);
    const above = onSegment(state, stack, stack.earlierOfPair[stack.depth]!);
    coroutine.pairFamily =
      above?.pairFamily ?? findLink(up, (link) => link.pair === pair)?.pairFamily ?? coroutine;
  }
}

function onSegment(state: ReplayState, stack: Stack, depth: number): Coroutine | null {
  return depth >= stack.base ? (state.coroutines[stack.token[depth]!] ?? null) : null;
}

function findLink(link: Link | null, matches: (link: Link) => boolean): Link | null {
  while (link !== null && !matches(link)) link = link.up;
  return link;
}

/** It starts to wait; or waits after all, though it was parked. */
export function suspend(state: ReplayState, token: number): void {
  const parked = state.coroutines[token] ?? null;
  if (parked?.state === PARKED) return takeBack(state, parked);
  const coroutine = toTop(state, token, 'suspend');
  if (coroutine === null) return;
  takeOff(state, coroutine);
  wait(state, coroutine);
  state.tree.sums.waits[coroutine.edge * WAIT_COLUMNS + NSUSPEND]!++;
}

/** It has not handed anything on, and waits. */
function takeBack(state: ReplayState, coroutine: Coroutine): void {
  state.tree.sums.waits[coroutine.edge * WAIT_COLUMNS + NYIELD]! -= coroutine.handed;
  unparkOffStack(state, coroutine);
  wait(state, coroutine);
}

/** It is off the stack, and waits from now on. */
export function wait(state: ReplayState, coroutine: Coroutine): void {
  coroutine.state = WAITING;
  coroutine.since = state.now;
}

/** It goes on, from the event loop as a rule. */
export function resume(state: ReplayState, token: number): void {
  const coroutine = find(state, token, 'resume');
  if (coroutine === null) return;
  if (coroutine.state === RUNNING) return settleRunning(state, coroutine, 'resume');
  if (state.stack.depth > 0 && coroutine.state === WAITING) anomaly(state, 'resumeOnStack');
  run(state, coroutine);
}

/** A generator hands a value to its consumer; one that waited hands on what it has waited for. */
export function park(state: ReplayState, token: number): void {
  const waiting = state.coroutines[token] ?? null;
  if (waiting?.state === WAITING) return handOn(state, waiting);
  const coroutine = toTop(state, token, 'park');
  if (coroutine !== null) parkTop(state, coroutine, 1);
}

/** The consumer asks for the next one; or a `yield*` is over and its generator runs already. */
export function unpark(state: ReplayState, token: number): void {
  const coroutine = find(state, token, 'unpark');
  if (coroutine === null) return;
  if (coroutine.state === RUNNING) {
    state.delegating = null;
    return settleRunning(state, coroutine, 'unpark');
  }
  if (coroutine === state.delegating) state.delegating = null;
  else coroutine.delegator = adoptDelegator(state, true) ?? coroutine.delegator;
  run(state, coroutine);
}

/** A catch or finally block of it was reached: it runs, whatever was thought of it before. */
export function again(state: ReplayState, token: number): void {
  const coroutine = find(state, token, 'again');
  if (coroutine === null) return;
  if (coroutine.state === RUNNING) settleRunning(state, coroutine, 'again');
  else run(state, coroutine);
}

/** It ends, from whatever state. */
export function end(state: ReplayState, token: number): void {
  const coroutine = find(state, token, 'end');
  if (coroutine === null) return;
  if (coroutine.state === RUNNING) settleRunning(state, coroutine, 'end');
  else run(state, coroutine);
  takeOff(state, coroutine);
  finishCoroutine(state, coroutine);
}

/** `yield*` hands over to a generator of ours: parked, unless the very next event is that generator's. */
export function delegate(state: ReplayState, token: number): void {
  const coroutine = toTop(state, token, 'delegate');
  if (coroutine === null) return;
  parkTop(state, coroutine, 0);
  state.delegating = coroutine;
}

/** The generator that has just delegated is put back below the one that is about to run. */
function adoptDelegator(state: ReplayState, isGenerator: boolean): Coroutine | null {
  const delegator = state.delegating;
  state.delegating = null;
  if (delegator === null || !isGenerator || delegator.state !== PARKED) return null;
  run(state, delegator);
  return delegator;
}

function handOn(state: ReplayState, coroutine: Coroutine): void {
  parkOffStack(state, coroutine);
  coroutine.handed = 1;
  state.tree.sums.waits[coroutine.edge * WAIT_COLUMNS + NYIELD]!++;
}

/** Parks a coroutine that is not on the stack. */
export function parkOffStack(state: ReplayState, coroutine: Coroutine): void {
  if (coroutine.state === WAITING) bookWait(state, coroutine);
  coroutine.state = PARKED;
  coroutine.wall += state.now - coroutine.unparked;
  leaveFamilies(state, coroutine);
}

/** Such a one is not parked any more. */
export function unparkOffStack(state: ReplayState, coroutine: Coroutine): void {
  coroutine.unparked = state.now;
  coroutine.handed = 0;
  joinFamilies(coroutine, state.now);
}

/** Takes it off the stack, and those that delegate to it; `yields` is 0 where no value is handed over. */
function parkTop(state: ReplayState, coroutine: Coroutine, yields: number): void {
  let next: Coroutine | null = coroutine;
  do {
    takeOff(state, next);
    parkOffStack(state, next);
    state.tree.sums.waits[next.edge * WAIT_COLUMNS + NYIELD]! += yields;
    next = next.delegator;
  } while (next !== null && isTop(state, next));
}

/** Puts a waiting or parked coroutine back on the stack; a parked one brings those that delegate to it. */
function run(state: ReplayState, coroutine: Coroutine): void {
  if (coroutine.state === WAITING) bookWait(state, coroutine);
  else {
    runDelegators(state, coroutine);
    unparkOffStack(state, coroutine);
  }
  coroutine.state = RUNNING;
  pushResumed(state.stack, state.tree, coroutine, state.paused);
}

/** Those that delegate to it, the outermost first. A loop: there may be more of them than there is stack left. */
function runDelegators(state: ReplayState, coroutine: Coroutine): void {
  let outermost: Coroutine | null = null;
  for (let above = coroutine.delegator; above?.state === PARKED; above = above.delegator) {
    above.below = outermost;
    outermost = above;
  }
  for (let next = outermost; next !== null; next = next.below) {
    unparkOffStack(state, next);
    next.state = RUNNING;
    pushResumed(state.stack, state.tree, next, state.paused);
  }
}

/** Takes a coroutine off the top of the stack. What the profiler did meanwhile was none of its own time. */
export function takeOff(state: ReplayState, coroutine: Coroutine): void {
  const { stack, tree } = state;
  const paused = state.paused - stack.start[stack.depth]!;
  popCoroutine(stack, tree);
  if (paused === 0) return;
  const { family, pairFamily } = coroutine;
  coroutine.wall -= paused;
  if (family.live === 1) family.liveSince += paused;
  if (pairFamily.pairLive === 1) pairFamily.pairSince += paused;
}

/** Its wait is over. */
export function bookWait(state: ReplayState, { edge, since }: Coroutine): void {
  state.tree.sums.waits[edge * WAIT_COLUMNS + WAITED]! += state.now - since;
}

/** Books what a coroutine that is off the stack for good leaves behind. */
export function finishCoroutine(state: ReplayState, coroutine: Coroutine): void {
  if (coroutine.state === WAITING) bookWait(state, coroutine);
  if (coroutine.state !== PARKED) {
    coroutine.wall += state.now - coroutine.unparked;
    leaveFamilies(state, coroutine);
  }
  bookExtremes(state.tree.sums.calls, coroutine.edge, coroutine.wall);
  state.coroutines[coroutine.token] = null;
}

/** It ends or is parked: its families count one less, and book the time when nobody is left. */
export function leaveFamilies(state: ReplayState, coroutine: Coroutine): void {
  const { family, pairFamily } = coroutine;
  const { calls } = state.tree.sums;
  if (--family.live === 0) {
    const time = state.now - family.liveSince;
    calls[family.edge * CALL_COLUMNS + TOTAL]! += time;
    calls[family.edge * CALL_COLUMNS + PAIR_TIME]! -= time;
  }
  if (--pairFamily.pairLive === 0) {
    calls[pairFamily.edge * CALL_COLUMNS + PAIR_TIME]! += state.now - pairFamily.pairSince;
  }
}

function find(state: ReplayState, token: number, what: string): Coroutine | null {
  const coroutine = state.coroutines[token] ?? null;
  if (coroutine === null) anomaly(state, `${what}OfUnknown`);
  return coroutine;
}

function isTop(state: ReplayState, coroutine: Coroutine): boolean {
  return state.coroutines[state.stack.token[state.stack.depth]!] === coroutine;
}

/** A coroutine that is running already must be on top: what is above it lost its end. */
function settleRunning(state: ReplayState, coroutine: Coroutine, what: string): void {
  if (isTop(state, coroutine)) return;
  const { stack } = state;
  let depth = stack.depth;
  while (depth > 0 && stack.token[depth] !== coroutine.token) depth--;
  if (depth > 0) return unwindTo(state, depth);
  anomaly(state, `${what}OffStack`);
  pushResumed(stack, state.tree, coroutine, state.paused);
}

/** The coroutine, which should run and be on top; made so where it is not, with an anomaly. */
function toTop(state: ReplayState, token: number, what: string): Coroutine | null {
  const coroutine = find(state, token, what);
  if (coroutine === null) return null;
  if (coroutine.state === RUNNING) settleRunning(state, coroutine, what);
  else {
    anomaly(state, `${what}WhileNotRunning`);
    run(state, coroutine);
  }
  return coroutine;
}
