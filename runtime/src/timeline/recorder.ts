import {
  AWAITED_SITE,
  EDGE_COLUMNS,
  KEY_COLUMNS,
  AT_PLACE,
  KIN_COLUMNS,
  LAST_AWAITED,
  PARENT,
  SITE,
} from '../replay/columns.ts';
import { ENDED } from '../coroutine-states.ts';
import { FIRST_PLACE } from '../events.ts';
import { resized } from '../intrinsics.ts';
import { parentOf } from '../replay/awaited.ts';
import { IdleObserver } from '../replay/observer.ts';
import type { ReplayState } from '../replay/state.ts';
import {
  AWAITS,
  CALL,
  COLLECTION,
  HEAP_SIZE,
  CUT,
  ENDS,
  FIRST_OF,
  HOW_MASK,
  IN_STRETCH,
  PARKS,
  PAUSE,
  STRETCH,
  WAITS,
} from './format.ts';
import type { LaneWriter } from './lane-writer.ts';
import { createSlice } from './slice-block.ts';

/* Columns of a coroutine: a row for each token. */
const INSTANCE = 0;
/** Since when it is on the stack, and how many are below it there. */
const SINCE = 1;
const DEPTH = 2;
/** How long the thread had been busy by then. */
const BUSY = 3;
/** 1 until its first slice is written. */
const IS_NEW = 4;
/** The one that created it. */
const CREATOR = 5;
const ROW = 6;

const FIRST_CAPACITY = 256;
const FIRST_FRAMES = 256;

/** Between two stretches the stack is empty for longer than that (ns); see replay/stretches.ts. */
const BREAK = 5_000;
/** Stretches of less are not told. */
const LEAST_STRETCH = 1_000_000;
const BYTES_PER_KIB = 1024;

/**
 * Writes down what a thread does, as replay goes on: each stretch of a coroutine on the stack, plain calls of `threshold` ns and
 * more, how long functions ran without a break. Times are log time as it passed, whatever probes took of it.
 */
export class TimelineRecorder extends IdleObserver {
  readonly #state: ReplayState;
  readonly #lane: LaneWriter;
  readonly #threshold: number;
  readonly #slice = createSlice();
  #rows = new Float64Array(FIRST_CAPACITY * ROW);
  /** By frame of the stack, when its call began, where that is a plain one. */
  #starts = new Float64Array(FIRST_FRAMES);
  #instances = 0;
  /** The coroutine that has just left the stack, until it is known why; 0: none. */
  #left = 0;
  /** Profiling is off. */
  #isOff = false;
  /** Since when functions have run without a break, and up to when; -1: there was one. */
  #heldSince = -1;
  #heldUntil = 0;
  /** Since when the thread has not been idle (replay/awaited.ts): in the accounts' time, and in log time. */
  #busyNow = 0;
  #busySince = 0;
  /** The same, were the last such stretch none. */
  #busyNowBefore = -1;
  #busySinceBefore = 0;
  /** The pause of the profiler's that is not written yet; -1: there is none. */
  #pausedSince = -1;
  #pausedUntil = 0;

  constructor(state: ReplayState, lane: LaneWriter, threshold: number) {
    super();
    this.#state = state;
    this.#lane = lane;
    this.#threshold = threshold;
    state.observer = this;
    this.#joinLate();
  }

  /** What is there already goes on from now on. */
  #joinLate(): void {
    const { coroutines, stack, tree } = this.#state;
    for (let token = 1; token < coroutines.state.length; token++)
      if (coroutines.state[token] !== ENDED)
        this.started(token, tree.edge[coroutines.edge[token]! * EDGE_COLUMNS + SITE]!);
    for (let frame = 1; frame <= stack.depth; frame++)
      if (stack.token[frame] !== 0) this.#comesTo(stack.token[frame]!, frame);
    this.settled(1, stack.depth);
  }

  override started(token: number, site: number): void {
    this.#settleLeft();
    const row = token * ROW;
    while (row >= this.#rows.length)
      this.#rows = resized(this.#rows, new Float64Array(this.#rows.length * 2));
    const { kin } = this.#state.awaits;
    const creator = kin[token * KIN_COLUMNS + PARENT] === 0 ? 0 : parentOf(kin, token);
    const rows = this.#rows;
    rows[row + INSTANCE] = ++this.#instances;
    rows[row + CREATOR] = creator === 0 ? 0 : rows[creator * ROW + INSTANCE]!;
    rows[row + IS_NEW] = 1;
    this.#lane.use(site);
  }

  override comes(token: number, frame: number): void {
    this.#settleLeft();
    this.#comesTo(token, frame);
  }

  #comesTo(token: number, frame: number): void {
    const { time } = this.#state;
    const row = token * ROW;
    this.#rows[row + SINCE] = time;
    this.#rows[row + DEPTH] = frame - 1;
    this.#followBusy();
    this.#rows[row + BUSY] = time - this.#busySince;
  }

  override goes(token: number): void {
    if (this.#isOff) return;
    this.#settleLeft();
    this.#left = token;
  }

  override suspended(token: number): void {
    if (this.#left === token) this.#write(token, WAITS);
  }

  override parked(token: number): void {
    if (this.#left === token) this.#write(token, PARKS);
  }

  override ended(token: number): void {
    if (this.#left === token) this.#write(token, ENDS);
  }

  override settled(from: number, to: number): void {
    while (to >= this.#starts.length)
      this.#starts = resized(this.#starts, new Float64Array(this.#starts.length * 2));
    for (let frame = from; frame <= to; frame++) this.#starts[frame] = this.#state.time;
  }

  override returned(frame: number): void {
    const { time, stack, tree } = this.#state;
    const start = this.#starts[frame]!;
    if (this.#isOff || time - start < this.#threshold) return;
    this.#settleLeft();
    const slice = this.#slice;
    slice.how = CALL;
    slice.start = start;
    slice.end = time;
    slice.site = tree.edge[stack.edge[frame]! * EDGE_COLUMNS + SITE]!;
    slice.depth = frame - 1;
    this.#lane.use(slice.site);
    this.#lane.add(slice);
    this.#starts[frame] = time;
  }

  override passed(from: number, to: number): void {
    this.#settleLeft();
    if (this.#pausedSince >= 0) this.#closePause();
    const { stack, awaits } = this.#state;
    this.#followBusy();
    if (stack.depth > 0) {
      if (this.#heldSince < 0) this.#heldSince = from;
      this.#heldUntil = to;
      this.#lane.running += to - from;
    } else if (awaits.rested >= BREAK) this.#closeStretch();
  }

  override paused(from: number, to: number): void {
    if (from !== this.#pausedUntil) this.#closePause();
    if (this.#pausedSince < 0) this.#pausedSince = from;
    this.#pausedUntil = to;
  }

  override switched(isOn: boolean): void {
    if (!isOn) this.#cut();
    this.#isOff = !isOn;
  }

  /** The thread's collector was at work. */
  collected(start: number, duration: number, kind: number): void {
    this.#lane.event(COLLECTION, start, duration, kind);
  }

  /** The thread's heap had so many bytes in use. */
  measured(time: number, used: number): void {
    this.#lane.event(HEAP_SIZE, time, 0, Math.round(used / BYTES_PER_KIB));
  }

  /** What is on the stack is written as far as it has come: the run is over, or so it seems. */
  close(): void {
    if (!this.#isOff) this.#cut();
    this.#lane.flush();
  }

  #cut(): void {
    this.#settleLeft();
    const { stack } = this.#state;
    for (let frame = stack.depth; frame > 0; frame--) {
      const token = stack.token[frame]!;
      if (token !== 0) this.#write(token, CUT);
      else if (frame <= stack.settled) this.returned(frame);
    }
    this.#closePause();
    this.#closeStretch();
  }

  /** The profiler reports its work in pieces. */
  #closePause(): void {
    const since = this.#pausedSince;
    this.#pausedSince = -1;
    if (since >= 0) this.#lane.event(PAUSE, since, this.#pausedUntil - since, 0);
  }

  #followBusy(): void {
    const { awaits, time } = this.#state;
    if (awaits.busySince === this.#busyNow) return;
    if (awaits.busySince === this.#busyNowBefore) this.#busySince = this.#busySinceBefore;
    else {
      if (awaits.busyBefore === this.#busyNow) {
        this.#busyNowBefore = this.#busyNow;
        this.#busySinceBefore = this.#busySince;
      }
      this.#busySince = time;
    }
    this.#busyNow = awaits.busySince;
  }

  #closeStretch(): void {
    const since = this.#heldSince;
    this.#heldSince = -1;
    if (since >= 0 && this.#heldUntil - since >= LEAST_STRETCH)
      this.#lane.event(STRETCH, since, this.#heldUntil - since, 0);
  }

  /** One that has left the stack without a reason: profiling was off meanwhile. */
  #settleLeft(): void {
    if (this.#left !== 0) this.#write(this.#left, CUT);
  }

  #write(token: number, how: number): void {
    this.#left = 0;
    const { coroutines, tree, suspensions, awaits, time } = this.#state;
    const rows = this.#rows;
    const row = token * ROW;
    const slice = this.#slice;
    slice.start = rows[row + SINCE]!;
    slice.end = time;
    slice.site = tree.edge[coroutines.edge[token]! * EDGE_COLUMNS + SITE]!;
    slice.depth = rows[row + DEPTH]!;
    slice.instance = rows[row + INSTANCE]!;
    slice.busy = rows[row + BUSY]!;
    if (slice.busy > 0) how |= IN_STRETCH;
    if (rows[row + IS_NEW] === 1) {
      rows[row + IS_NEW] = 0;
      slice.creator = rows[row + CREATOR]!;
      how |= FIRST_OF;
    }
    if ((how & HOW_MASK) === WAITS) {
      const { kin } = awaits;
      const place = suspensions.key[coroutines.place[token]! * KEY_COLUMNS + AT_PLACE]!;
      slice.place = place < FIRST_PLACE ? 0 : place - FIRST_PLACE + 1;
      if (kin[token * KIN_COLUMNS + AWAITED_SITE] !== 0) {
        slice.awaited = rows[kin[token * KIN_COLUMNS + LAST_AWAITED]! * ROW + INSTANCE]!;
        how |= AWAITS;
      }
    }
    slice.how = how;
    this.#lane.add(slice);
    // Where it is still on the stack the next one begins here.
    rows[row + SINCE] = time;
  }
}
