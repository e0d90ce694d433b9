import { CALL, HOW_MASK, WAITS, slicesIn } from '@tsprof/runtime/timeline';
import { NEAR } from './coroutines.ts';
import type { Functions } from './functions.ts';
import { Nesting } from './nesting.ts';
import type { RangeRow, Span } from './messages.ts';
import type { ThreadSummary } from './thread-summary.ts';
import { blocksWithin } from './window-slices.ts';

type Sums = { -readonly [K in keyof RangeRow]: RangeRow[K] };

/** What functions did between two times: all slices there are read. */
export class RangeSums {
  readonly #span: Span;
  readonly #functions: Functions;
  readonly #rows = new Map<number, Sums>();

  constructor(span: Span, functions: Functions) {
    this.#span = span;
    this.#functions = functions;
  }

  add(thread: ThreadSummary): void {
    const { lane, row, coroutines } = thread;
    const { from, to } = this.#span;
    const nesting = new Nesting();
    const waits = new Waits(thread, this.#span, (named, time) => (this.#rowOf(named).waiting += time));
    const { first, end, later } = blocksWithin(lane, this.#span);
    waits.joinLong(first);
    const before = Math.max(0, first - NEAR);
    for (const block of [...lane.slices.slice(before, end), ...later.map((at) => lane.slices[at]!)])
      slicesIn(block, (slice) => {
        const [start, stop] = [slice.start + lane.offset, slice.end + lane.offset];
        if (start > to) return;
        if (slice.instance !== 0 && coroutines.isKnown(slice.instance))
          waits.slice(slice.instance, start, stop, slice.how & HOW_MASK);
        if (stop < from) return;
        const named = this.#functions.of(row, slice.site);
        const sums = this.#rowOf(named);
        if ((slice.how & HOW_MASK) === CALL) sums.calls++;
        else sums.stretches++;
        const within = nesting.add(named, slice.depth, Math.max(from, start), Math.min(to, stop));
        sums.own += within.own;
        sums.running += within.running;
      });
    waits.close();
  }

  #rowOf(named: number): Sums {
    let sums = this.#rows.get(named);
    if (sums === undefined)
      this.#rows.set(
        named,
        (sums = { function: named, running: 0, own: 0, waiting: 0, calls: 0, stretches: 0 }),
      );
    return sums;
  }

  rows(): readonly RangeRow[] {
    return [...this.#rows.values()].sort((a, b) => b.running - a.running || b.waiting - a.waiting);
  }
}

/** How long coroutines waited within a span: from the end of a slice that says so to the next one. */
class Waits {
  readonly #thread: ThreadSummary;
  readonly #span: Span;
  readonly #add: (named: number, time: number) => void;
  /** Where the latest slice of each ended, and how; -1: none was seen. */
  readonly #end: Float64Array;
  readonly #how: Uint8Array;

  constructor(thread: ThreadSummary, span: Span, add: (named: number, time: number) => void) {
    this.#thread = thread;
    this.#span = span;
    this.#add = add;
    this.#end = new Float64Array(thread.coroutines.count + 1).fill(-1);
    this.#how = new Uint8Array(thread.coroutines.count + 1);
  }

  /** Those whose latest slice is far before the first block with slices of the span. */
  joinLong(first: number): void {
    const { gaps } = this.#thread.coroutines;
    for (const row of gaps.over(first - NEAR, first - 1)) {
      this.#end[gaps.instance[row]!] = this.#span.from;
      this.#how[gaps.instance[row]!] = gaps.how[row]!;
    }
  }

  slice(instance: number, start: number, end: number, how: number): void {
    this.#upTo(instance, start);
    this.#end[instance] = end;
    this.#how[instance] = how;
  }

  #upTo(instance: number, until: number): void {
    const since = this.#end[instance]!;
    if (since < 0 || this.#how[instance] !== WAITS) return;
    const { from, to } = this.#span;
    const time = Math.min(to, until) - Math.max(from, since);
    if (time > 0) this.#add(this.#thread.coroutines.function[instance]!, time);
  }

  /** Those that go on beyond the span, or never. */
  close(): void {
    const { coroutines, span } = this.#thread;
    for (let instance = 1; instance <= coroutines.count; instance++)
      this.#upTo(instance, Math.min(span.to, coroutines.deathOf(instance)));
  }
}
