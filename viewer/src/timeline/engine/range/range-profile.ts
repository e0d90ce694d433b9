import { mergeProfiles, type Profile } from '@tsprof/runtime/profile';
import { snapshot, threadProfile } from '@tsprof/runtime/replay';
import { PAUSE, slicesIn, type BlockRef } from '@tsprof/runtime/timeline';
import { NEAR } from '../coroutines.ts';
import type { Span } from '../messages.ts';
import type { Events, ThreadSummary } from '../thread-summary.ts';
import { blocksWithin, type SliceTable } from '../window-slices.ts';
import { isHistory } from './history.ts';
import { LoggedSites } from './logged-sites.ts';
import { SliceLog } from './slice-log.ts';
import { SliceOrder, type SliceVisitor } from './slice-order.ts';

/**
 * The profile of a part of the time, by replaying the slices of a timeline up to its end: what was alive at its beginning has its place
 * in the call tree. What the timeline does not have is part of what called it.
 */
export function rangeProfile(threads: readonly ThreadSummary[], span: Span): Profile {
  return mergeProfiles(
    threads.map((thread) => ({ name: thread.lane.info.name, profile: profileOf(thread, span) })),
  );
}

function profileOf(thread: ThreadSummary, span: Span): Profile {
  const { id, name, pid, cwd, started } = thread.lane.info;
  const sites = new LoggedSites(thread.lane.sites);
  const log = new SliceLog(thread.span.from, (site) => sites.of(site));
  replayUpTo(thread, log, clamp(span.from, thread.span), clamp(span.to, thread.span));
  const info = { id, name, pid, cwd, started, clock: 'exact' as const, health: {}, notes: [] };
  return threadProfile(info, sites.rows, snapshot(log.state));
}

const clamp = (time: number, { from, to }: Span): number => Math.max(from, Math.min(to, time));

/**
 * Replays what happened up to a time, and forgets the sums at another one. Of what was long before that, only what has led to the
 * coroutines that are alive by then is of interest.
 */
function replayUpTo(
  { lane, events, span, coroutines }: ThreadSummary,
  log: SliceLog,
  from: number,
  to: number,
): void {
  const { first } = blocksWithin(lane, { from, to });
  const ancestry = coroutines.ancestryAt(from);
  const told = new PausedLog(log, events);
  const order = new SliceOrder(told);
  const earliest = earliestFrom(lane.slices, lane.offset);
  let since = -Infinity;
  const clearAt = (until: number): void => {
    if (since >= from || until < from) return;
    order.tell(from);
    told.upTo(from);
    log.clear();
    since = from;
  };
  for (const [at, block] of lane.slices.entries()) {
    if (earliest[at]! > to) break;
    const isLongBefore = at < first - NEAR;
    order.take(block.head.count, (add) =>
      slicesIn(block, (slice) => {
        if (!isLongBefore || isHistory(slice, lane.offset, ancestry)) add(slice, lane.offset, 0);
      }),
    );
    const until = Math.min(to, earliest[at + 1]!);
    clearAt(until);
    order.tell(until);
  }
  clearAt(to);
  // What takes no time is told at the end, too.
  order.tell(to < span.to ? to : Infinity);
  told.upTo(to);
  log.flush();
}

/** The earliest beginning of a slice of each block or a later one; behind the last one there is none. */
function earliestFrom(blocks: readonly BlockRef[], offset: number): Float64Array {
  const earliest = new Float64Array(blocks.length + 1).fill(Infinity);
  for (let at = blocks.length - 1; at >= 0; at--)
    earliest[at] = Math.min(earliest[at + 1]!, blocks[at]!.head.first + offset);
  return earliest;
}

/** Puts the profiler's own work between slices. */
class PausedLog implements SliceVisitor {
  readonly #log: SliceLog;
  readonly #events: Events;
  #next = 0;
  #until = -Infinity;

  constructor(log: SliceLog, events: Events) {
    this.#log = log;
    this.#events = events;
  }

  begins(table: SliceTable, row: number): void {
    this.upTo(table.start[row]!);
    this.#log.begins(table, row);
  }

  ends(table: SliceTable, row: number): void {
    this.upTo(table.end[row]!);
    this.#log.ends(table, row);
  }

  upTo(time: number): void {
    const { count, kind, start, duration } = this.#events;
    for (; this.#next < count && start[this.#next]! <= time; this.#next++) {
      if (kind[this.#next] !== PAUSE) continue;
      this.#endBy(start[this.#next]!);
      this.#log.pauses(start[this.#next]!, true);
      this.#until = Math.max(this.#until, start[this.#next]! + duration[this.#next]!);
    }
    this.#endBy(time);
    this.#log.upTo(time);
  }

  #endBy(time: number): void {
    if (this.#until <= time) this.#log.pauses(this.#until, false);
  }
}
