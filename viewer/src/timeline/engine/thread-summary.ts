import { HOW_MASK, CALL, eventsIn, slicesIn, type BlockRef, type Lane } from '@tsprof/runtime/timeline';
import { Coroutines } from './coroutines.ts';
import type { Functions } from './functions.ts';
import { roomFor } from './growing.ts';
import type { Span, TimelineThread } from './messages.ts';
import { RunningTimes, Skyline, type Bins } from './skyline.ts';

/** More collections, stretches and pauses of a thread are not shown. */
const MOST_EVENTS = 2 ** 22;

/** What is known of a thread once all of its slices were read: what pictures of long times are made of. */
export class ThreadSummary {
  readonly lane: Lane;
  readonly row: number;
  readonly skyline: Skyline;
  readonly running: RunningTimes;
  readonly coroutines: Coroutines;
  readonly events = new Events();
  readonly span: Span;
  readonly slices: number;
  readonly #functions: Functions;
  #blocks = 0;

  constructor(lane: Lane, row: number, functions: Functions, bins: Bins) {
    this.lane = lane;
    this.row = row;
    this.#functions = functions;
    this.span = spanOf(lane);
    this.slices = lane.slices.reduce((sum, { head }) => sum + head.count, 0);
    this.skyline = new Skyline(bins);
    this.running = new RunningTimes(bins);
    const whole = { from: bins.from, to: bins.from + bins.width * bins.count };
    this.coroutines = new Coroutines(whole, this.slices);
  }

  /** The thread's next block of slices. */
  addSlices(block: BlockRef): void {
    const { skyline, running, coroutines, row } = this;
    const { offset } = this.lane;
    const number = this.#blocks++;
    slicesIn(block, (slice) => {
      const named = this.#functions.of(row, slice.site);
      const [start, end] = [slice.start + offset, slice.end + offset];
      skyline.add(slice.depth, named, start, end);
      if ((slice.how & HOW_MASK) === CALL) return;
      running.add(named, start, end);
      coroutines.add(slice, start, end, named, number);
    });
  }

  addEvents(block: BlockRef): void {
    for (const { kind, start, duration } of eventsIn(block))
      this.events.add(kind, start + this.lane.offset, duration);
  }

  facts(): TimelineThread {
    const { id, name, pid, threshold } = this.lane.info;
    return { id, name, pid, threshold, ...this.span, slices: this.slices, coroutines: this.coroutines.count };
  }
}

/** From a lane's first record to its last, on the time axis of all. */
export function spanOf({ slices, events, offset }: Lane): Span {
  let [from, to] = [Infinity, -Infinity];
  for (const { head } of [...slices, ...events]) {
    from = Math.min(from, head.first + offset);
    to = Math.max(to, head.last + offset);
  }
  return from > to ? { from: offset, to: offset } : { from, to };
}

/** What the collector, the profiler, and functions together did to a thread, by their beginnings. */
export class Events {
  count = 0;
  kind = new Uint8Array(64);
  start = new Float64Array(64);
  duration = new Float64Array(64);

  add(kind: number, start: number, duration: number): void {
    if (this.count === MOST_EVENTS) return;
    const row = this.count++;
    this.kind = roomFor(this.kind, row);
    this.start = roomFor(this.start, row);
    this.duration = roomFor(this.duration, row);
    this.kind[row] = Math.min(kind, 255);
    this.start[row] = start;
    this.duration[row] = duration;
  }

  /** Blocks have them as they came to be known: a long stretch after what was in it. */
  sort(): void {
    const order = Uint32Array.from({ length: this.count }, (_, row) => row);
    const { kind, start, duration } = this;
    order.sort((a, b) => start[a]! - start[b]!);
    this.kind = Uint8Array.from(order, (row) => kind[row]!);
    this.start = Float64Array.from(order, (row) => start[row]!);
    this.duration = Float64Array.from(order, (row) => duration[row]!);
  }
}
