import * as events from '../events.ts';
import { abandon, joinAbandoned } from './abandoned.ts';
import {
  CALL,
  CALL_COLUMNS,
  EDGE_COLUMNS,
  KIN_COLUMNS,
  LOST_COLUMNS,
  LOST_SELF,
  PARTS_OF_MOVE,
  PARTS_OF_START,
  READING,
  SELF,
  SERIAL,
  PARTS_OF_LINES,
  SITE,
  TURN,
} from './columns.ts';
import { NO_SITE } from '../events.ts';
import { bringOnTop, close, endAbove, endImplied, enter, frameOfLine, leave, open, settle } from './calls.ts';
import { schedule, setContext } from './contexts.ts';
import { control, start } from './control.ts';
import { noteIdle, resizeAwaits, rest, type Awaits } from './awaited.ts';
import { dropColumns } from './coroutine.ts';
import { takeOwed } from './costs.ts';
import { begin, moveCoroutine, suspendTop } from './coroutine-events.ts';
import { replayCalls } from './hot-calls.ts';
import { bookLine, countHit } from './lines.ts';
import { addOwn, resizeLives } from './lives.ts';
import { promise, rejectPromise, settlePromise } from './promise-events.ts';
import { resizeRequests } from './requests.ts';
import { noteCounted, noteRecent } from './edge-cache.ts';
import { replayTurns } from './hot-coroutines.ts';
import { isNewTurn, noteRun, openTurn } from './stretches.ts';
import { siteAt } from './stack.ts';
import { anomaly, createState, type ReplayState } from './state.ts';
import { replayWindow } from './windows.ts';
import { isOneWord } from './words.ts';

export { createState, endAbove, type ReplayState };

/**
 * Time has moved on to `time` (ns, since the log began): what is on top of the stack gets the interval, less what
 * probes took of it. Time that belongs to no function is the root's.
 */
export function advance(state: ReplayState, time: number, isExact = false): void {
  const passed = time - state.time;
  if (passed <= 0) return;
  if (!state.on) return void (state.time = time);
  if (state.isPaused) return bookPause(state, time);
  settle(state);
  state.time = time;
  const taken = takeOwed(state, passed);
  const own = passed - taken;
  state.now += own;
  const { stack, tree } = state;
  if (stack.depth === 0) {
    state.rootSelf += passed;
    rest(state.awaits, passed, state.now, isExact);
  } else {
    const edge = stack.edge[stack.depth]!;
    const { calls, lost } = tree.sums;
    calls[edge * CALL_COLUMNS + SELF]! += own;
    lost[edge * LOST_COLUMNS + LOST_SELF]! += taken;
    state.rootSelf += taken;
    run(state, edge, own);
    stack.own[stack.depth]! += own;
    if (state.lines.isOn) bookOwnLine(state, own);
    const token = stack.token[stack.depth]!;
    if (token !== 0) addOwn(state.lives, token, own);
  }
  state.observer?.passed(time - passed, time);
}

/** The line that runs has done so for so long. */
function bookOwnLine(state: ReplayState, own: number): void {
  const { stack, tree } = state;
  const frame = frameOfLine(state);
  const line = stack.line[frame]!;
  if (frame > 0 && line !== 0) bookLine(state.lines, siteAt(stack, tree, frame), line, own);
}

/** Whoever is on top of the stack, called by this edge, has run for so long. */
function run({ awaits, stack, tree, now }: ReplayState, edge: number, time: number): void {
  const { stretches } = awaits;
  awaits.rested = 0;
  if (isNewTurn(stretches)) {
    const token = stack.savedBase[1] === 0 ? 0 : stack.token[1]!;
    openTurn(stretches, now - time, token, awaits.kin[token * KIN_COLUMNS + SERIAL]!);
  }
  noteRun(stretches, tree.edge[edge * EDGE_COLUMNS + SITE]!, edge, time, now);
}

/** The profiler itself was at work until `time`: own time of the root alone. */
export function advanceUnowned(state: ReplayState, time: number): void {
  if (time <= state.time) return;
  if (state.on) bookPause(state, time);
  else state.time = time;
}

/** The time that accounts are kept in stands still until `time`: whatever runs or waits neither runs nor waits any longer. */
function bookPause(state: ReplayState, time: number): void {
  const since = state.time;
  state.time = time;
  state.paused += time - since;
  state.rootSelf += time - since;
  state.observer?.paused(since, time);
}

/**
 * Accounts for the events from index `from` up to `to` (exclusive), and returns the index behind the last one that was
 * there in full. A pure function of state and words: the same log gives the same accounts whatever carries it, and
 * however it is cut into pieces.
 */
export function replay(state: ReplayState, words: Int32Array, from: number, to: number): number {
  let at = from;
  while (at < to) {
    const behind = replayHot(state, words, at, to);
    if (behind === at) {
      const length = replayOne(state, words, at, to);
      if (length === 0) return at;
      at += length;
    } else at = behind;
  }
  return at;
}

function replayHot(state: ReplayState, words: Int32Array, at: number, to: number): number {
  const id = words[at]! & events.ID_MASK;
  if (id >= events.FIRST_PLACE) return isTurn(state, id) ? replayTurns(state, words, at, to) : at;
  if (id < events.FIRST_LINE) endSettled(state, (words[at]! >>> events.ID_BITS) & events.DEPTH_MASK);
  const { lines } = state;
  const told = lines.events;
  const behind = replayCalls(state, words, at, to);
  const ofLines = lines.events - told;
  const calls = behind - at - ofLines;
  if (calls > 0) noteEvents(state.awaits);
  noteCounted(state.tree, calls);
  state.owed += (calls + ofLines * PARTS_OF_LINES) * state.costs[CALL]!;
  return behind;
}

/** Ends what a call implies to have ended: the hot loop knows of young frames alone. */
function endSettled(state: ReplayState, depth: number): void {
  const { stack } = state;
  const { settled } = stack;
  endImplied(state, depth);
  if (stack.depth === 0 && settled > 0) state.awaits.stretches.turn++;
}

/** Calls have come: no coroutine has just left the stack. */
function noteEvents(awaits: Awaits): void {
  awaits.left = 0;
  awaits.rested = -1;
}

/** Whether it may be worth while to look at an event there. Most ends that are events are those of plain functions. */
function isTurn({ stack }: ReplayState, id: number): boolean {
  if (id === events.LEAVE) return stack.token[stack.depth] !== 0;
  return id < events.FIRST_YIELD || id === events.LOW_TOKEN || id === events.LOW_GENERATOR || isLongTurn(id);
}

const isLongTurn = (id: number): boolean => id === events.TOKEN || id === events.RESUME;

const isOfTime = (id: number): boolean =>
  id === events.TIME || id === events.TIME_HIGH || id === events.IDLE || id === events.IDLE_HIGH;

/** Accounts for one event the long way; returns its length in words, 0 where it is not there in full. */
function replayOne(state: ReplayState, words: Int32Array, at: number, to: number): number {
  const id = words[at]! & events.ID_MASK;
  const depth = (words[at]! >>> events.ID_BITS) & events.DEPTH_MASK;
  if (!isOfTime(id)) state.awaits.rested = -1;
  if (id < events.FIRST_LINE) replayStart(state, depth, id);
  else if (id < events.FIRST_PLACE) replayLine(state, depth, id - events.FIRST_LINE);
  else if (isOneWord(id)) replayShort(state, depth, id);
  else {
    if (at + 1 === to) return 0;
    if (id === events.WINDOW) return replayWindow(state, words, at, to, BY_TIME);
    replayEvent(state, id, depth, words[at + 1]! & events.PAYLOAD_MASK);
    return 2;
  }
  return 1;
}

/** What a window is replayed by. */
const BY_TIME = { replay, advance };

/** An event of one word other than a start; `depth` may be a token. */
function replayShort(state: ReplayState, depth: number, id: number): void {
  if (id === events.LOW_TOKEN) state.named = depth << 1;
  else if (id === events.LOW_GENERATOR) state.named = (depth << 1) | 1;
  else if (id < events.FIRST_KIND) replaySuspension(state, depth, id);
  else if (id === events.LEAVE) replayEnd(state, depth);
}

function replaySuspension(state: ReplayState, depth: number, place: number): void {
  state.owed += PARTS_OF_MOVE * state.costs[TURN]!;
  if (state.on) suspendTop(state, place, depth);
}

/** Where each end is an event, that of a plain function costs nothing that is known. */
function replayEnd(state: ReplayState, depth: number): void {
  if (leave(state, depth)) state.owed += PARTS_OF_MOVE * state.costs[TURN]!;
}

function replayStart(state: ReplayState, depth: number, site: number): void {
  state.awaits.left = 0;
  state.owed += state.named === 0 ? state.costs[CALL]! : PARTS_OF_START * state.costs[TURN]!;
  const full = endImplied(state, depth);
  if (state.stack.depth === 0) state.awaits.stretches.turn++;
  noteRecent(state.tree, state.named === 0 ? enter(state, site) : begin(state, site, full));
}

/** The activation above `depth` others comes to a line of its function. */
function replayLine(state: ReplayState, depth: number, number: number): void {
  state.owed += PARTS_OF_LINES * state.costs[CALL]!;
  if (!state.on) return;
  state.delegating = 0;
  const frame = bringOnTop(state, depth);
  if (frame === 0) return anomaly(state, 'lineWithoutEnter');
  const { stack, tree } = state;
  stack.line[frame] = number;
  countHit(state.lines, siteAt(stack, tree, frame), number);
}

function replayEvent(state: ReplayState, kind: number, depth: number, payload: number): void {
  if (kind < events.TIME && kind !== events.TOKEN) state.owed += PARTS_OF_MOVE * state.costs[TURN]!;
  if (kind === events.TOKEN) state.named = payload;
  else if (kind === events.JOIN_PLACE) state.namedPlace = payload;
  else if (kind === events.TIME) pass(state, depth, payload);
  else if (kind === events.TIME_HIGH) pass(state, depth, payload * 2 ** 31);
  else if (kind === events.IDLE) idle(state, payload);
  else if (kind === events.IDLE_HIGH) state.idleHigh = payload * 2 ** 31;
  else if (kind === events.CONTROL) {
    const word = payload & events.CONTROL_MASK;
    const argument = payload >>> events.CONTROL_BITS;
    if (word === events.START) start(state, argument);
    else control(state, word, argument, endImplied(state, depth));
  } else if (!state.on) return;
  else if (kind > events.LAST_KIND) anomaly(state, 'unknownEvent');
  else if (kind === events.ABANDONED) replayAbandoned(state, payload);
  else if (kind === events.SCHEDULE || kind === events.CONTEXT) replayContext(state, kind, depth, payload);
  else if (kind >= events.PROMISED) replayPromise(state, kind, depth, payload);
  else if (kind === events.OPEN || kind === events.CLOSE) replayBracket(state, kind, depth, payload);
  else moveCoroutine(state, kind, depth, payload);
}

function pass(state: ReplayState, depth: number, time: number): void {
  state.logTime += time;
  state.owed += state.costs[READING]!;
  if (state.on) endImplied(state, depth);
  advance(state, state.logTime, true);
}

/** Only an empty stack can be idle; what a function has spent with waiting for the system is its own time. */
function idle(state: ReplayState, low: number): void {
  const time = state.idleHigh + low;
  state.idleHigh = 0;
  if (state.on && !state.isPaused && state.stack.depth === 0) noteIdle(state.awaits, time);
}

function replayContext(state: ReplayState, kind: number, depth: number, payload: number): void {
  endImplied(state, depth);
  if (kind === events.SCHEDULE) return schedule(state.contexts, state.stack, payload);
  // The edges of young frames follow from the nodes, of which the root's is to be another one.
  settle(state);
  setContext(state.contexts, state.stack, payload);
}

function replayPromise(state: ReplayState, kind: number, depth: number, number: number): void {
  state.awaits.left = 0;
  if (kind === events.PROMISED) return promise(state, depth, number);
  endImplied(state, depth);
  if (kind === events.SETTLED) settlePromise(state, number);
  else if (kind === events.REJECTED) rejectPromise(state, number);
  else state.promises.awaiting = number;
}

function replayAbandoned(state: ReplayState, payload: number): void {
  const { named } = state;
  state.named = 0;
  if (named !== 0) joinAbandoned(state, payload, named);
  else if (payload === 0) dropTokens(state);
  else if (!abandon(state, payload)) anomaly(state, 'abandonedWhileNotWaiting');
}

function dropTokens({ coroutines, awaits, lives, requests }: ReplayState): void {
  dropColumns(coroutines);
  resizeAwaits(awaits, coroutines.state.length);
  resizeLives(lives, coroutines.state.length);
  resizeRequests(requests, coroutines.state.length);
}

function replayBracket(state: ReplayState, kind: number, depth: number, site: number): void {
  // The profiler's own work comes between any two events, also where `yield*` hands over.
  if (site === NO_SITE) {
    state.isPaused = kind === events.OPEN;
    return;
  }
  state.delegating = state.awaits.left = 0;
  if (kind === events.CLOSE) close(state, site, depth);
  else {
    endImplied(state, depth);
    open(state, site);
  }
}
