/* What is booked of a coroutine when it is parked, goes on from there, or ends. */
import { PARKED, WAITING } from '../coroutine-states.ts';
import { addRun, forgetKin, settleAwaiter } from './awaited.ts';
import { bookCallLength } from './call-lengths.ts';
import { BY_RETURN, forget, setOutcome, type Coroutines } from './coroutine.ts';
import { bookInterval, joinGroup } from './overlap-groups.ts';
import { endLife, endUnseen } from './lives.ts';
import { endPart, partGoes } from './requests.ts';
import { pop } from './stack.ts';
import type { ReplayState } from './state.ts';
import { bookExtremes } from './sums.ts';
import { bookSuspension } from './suspensions.ts';
import { bookWait, setLed } from './waits.ts';

/** Parks a coroutine that is not on the stack. */
export function parkOffStack(state: ReplayState, token: number): void {
  const { coroutines } = state;
  if (coroutines.state[token] === WAITING) bookWait(state, token);
  rest(state, token);
  coroutines.state[token] = PARKED;
  coroutines.since[token] = state.now;
  state.observer?.parked(token);
}

/** Such a one is not parked any more. */
export function unparkOffStack(state: ReplayState, token: number): void {
  const { coroutines } = state;
  bookSuspension(state, token);
  coroutines.unparked[token] = state.now;
  coroutines.lost[token] = state.lost;
  coroutines.handed[token] = 0;
  const { mode, group, pairGroup } = coroutines;
  joinGroup(group[token]!, state);
  joinGroup(pairGroup[token]!, state);
  setLed(state, mode[token]!, group[token]!, pairGroup[token]!, true);
}

/** Books what a coroutine that is off the stack for good leaves behind. */
export function finishCoroutine(state: ReplayState, token: number): void {
  settleAwaiter(state.awaits, token, state.now);
  endDelegator(state.coroutines, token);
  closeAccount(state, token, endLife);
  state.observer?.ended(token);
}

/** The same of one that has ended while profiling was off. */
export function forgetCoroutine(state: ReplayState, token: number): void {
  closeAccount(state, token, endUnseen);
  state.observer?.forgotten(token);
}

/** Where a `return()` has ended a generator it will end the one that delegates to it. */
function endDelegator(coroutines: Coroutines, token: number): void {
  const delegator = coroutines.delegator[token]!;
  if (delegator !== 0 && coroutines.outcome[token] === BY_RETURN)
    setOutcome(coroutines, delegator, BY_RETURN);
}

function closeAccount(state: ReplayState, token: number, endAs: typeof endLife): void {
  const { coroutines, tree } = state;
  if (coroutines.state[token] === WAITING) bookWait(state, token);
  if (coroutines.state[token] === PARKED) bookSuspension(state, token);
  else rest(state, token);
  bookExtremes(tree.sums.calls, coroutines.edge[token]!, coroutines.wall[token]!);
  bookCallLength(state, coroutines.edge[token]!, coroutines.wall[token]!);
  endAs(state, token);
  endPart(state, token);
  forgetKin(state.awaits.kin, token);
  forget(coroutines, token);
}

/** Takes the coroutine on top off the stack. If it was the event loop that put it there, that segment is over. */
export function popCoroutine(state: ReplayState): void {
  const { stack, coroutines, awaits, now } = state;
  const token = stack.token[stack.depth]!;
  coroutines.line[token] = stack.line[stack.depth]!;
  partGoes(state, token);
  if (stack.depth === 1 && stack.savedBase[1] !== 0)
    addRun(awaits, coroutines.state, token, now - stack.start[1]!);
  pop(stack);
}

/** It ends or is parked. */
function rest(state: ReplayState, token: number): void {
  const { edge, mode, unparked, wall, lost, group, pairGroup } = state.coroutines;
  const interval = { time: state.now - unparked[token]!, lost: state.lost - lost[token]! };
  wall[token]! += interval.time;
  setLed(state, mode[token]!, group[token]!, pairGroup[token]!, false);
  bookInterval(state, edge[token]!, interval, group[token]!, pairGroup[token]!);
}
