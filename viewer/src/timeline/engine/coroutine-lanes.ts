import { ENDS, PARKS, WAITS } from '@tsprof/runtime/timeline';
import { NEAR } from './coroutines.ts';
import type { Functions } from './functions.ts';
import { MarkRows } from './mark-rows.ts';
import {
  PARKED,
  READY,
  UNKNOWN_STATE,
  WAITING,
  type Arrow,
  type CoroutineLane,
  type Marks,
  type Span,
} from './messages.ts';
import type { ThreadSummary } from './thread-summary.ts';
import { slicesOf, type SliceTable, type WindowBlocks } from './window-slices.ts';

/** More arrows than that are no help to anyone. */
const MOST_ARROWS = 300;

export interface CoroutineLanes {
  readonly coroutines: readonly CoroutineLane[];
  readonly marks: Marks;
  readonly arrows: readonly Arrow[];
}

/** A lane for each of these coroutines: what it does from its beginning to its end, as far as that is within the span. */
export function coroutineLanes(
  thread: ThreadSummary,
  functions: Functions,
  instances: readonly number[],
  slices: SliceTable,
  { span, pixel, blocks }: { readonly span: Span; readonly pixel: number; readonly blocks: WindowBlocks },
): CoroutineLanes {
  const laneOf = new Map(instances.map((instance, lane) => [instance, lane]));
  const own = stretchesByLane(thread, functions, laneOf, slices, blocks);
  const rows = new MarkRows(pixel);
  const arrows: Arrow[] = [];
  const coroutines = own.map((found, lane): CoroutineLane => {
    const instance = instances[lane]!;
    const told = new Lane(thread, functions, { span, pixel, rows, instance, lane, laneOf, arrows });
    rows.startRow(lane);
    told.draw(found);
    return told.facts(found);
  });
  return { coroutines, marks: rows.marks(), arrows: arrows.length > MOST_ARROWS ? [] : arrows };
}

/** A slice of a coroutine. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly how: number;
  readonly creator: number;
  readonly site: number;
  readonly place: number;
  readonly awaited: number;
}

/** The slices of each, also those far away on both sides of a long wait. */
function stretchesByLane(
  thread: ThreadSummary,
  functions: Functions,
  laneOf: ReadonlyMap<number, number>,
  slices: SliceTable,
  { first, end, later }: WindowBlocks,
): Stretch[][] {
  const found = Array.from({ length: laneOf.size }, (): Stretch[] => []);
  const take = (table: SliceTable, wanted?: number): void => {
    for (let row = 0; row < table.count; row++) {
      const instance = table.instance[row]!;
      const lane = instance === 0 ? undefined : laneOf.get(instance);
      if (lane !== undefined && (wanted ?? instance) === instance) found[lane]!.push(stretchAt(table, row));
    }
  };
  take(slices);
  for (const [instance, blocks] of farBlocks(thread, laneOf, first - NEAR, end - 1 + NEAR, later)) {
    const far = [...blocks].map((block) => thread.lane.slices[block]!);
    take(slicesOf(far, thread.lane, thread.row, functions), instance);
  }
  return found.map((each) => each.sort((a, b) => a.end - b.end));
}

function stretchAt(table: SliceTable, row: number): Stretch {
  return {
    start: table.start[row]!,
    end: table.end[row]!,
    how: table.how[row]!,
    creator: table.creator[row]!,
    site: table.site[row]!,
    place: table.place[row]!,
    awaited: table.awaited[row]!,
  };
}

/** Blocks beyond those that were read which have the next slice of a coroutine, or the one before. */
function farBlocks(
  { coroutines: { gaps }, lane }: ThreadSummary,
  laneOf: ReadonlyMap<number, number>,
  near: number,
  far: number,
  later: readonly number[],
): ReadonlyMap<number, ReadonlySet<number>> {
  const found = new Map<number, Set<number>>();
  for (let row = 0; row < gaps.count; row++) {
    const instance = gaps.instance[row]!;
    const ends = [gaps.fromBlock[row]!, gaps.toBlock[row]!];
    if (!laneOf.has(instance) || ends[1]! < near || ends[0]! > far) continue;
    const blocks = found.get(instance) ?? new Set();
    found.set(instance, blocks);
    for (const block of ends)
      if ((block < near || block > far) && block < lane.slices.length && !later.includes(block))
        blocks.add(block);
  }
  return found;
}

interface LanePlace {
  readonly span: Span;
  readonly pixel: number;
  readonly rows: MarkRows;
  readonly instance: number;
  readonly lane: number;
  readonly laneOf: ReadonlyMap<number, number>;
  readonly arrows: Arrow[];
}

/** One coroutine. */
class Lane {
  readonly #thread: ThreadSummary;
  readonly #functions: Functions;
  readonly #place: LanePlace;

  constructor(thread: ThreadSummary, functions: Functions, place: LanePlace) {
    this.#thread = thread;
    this.#functions = functions;
    this.#place = place;
  }

  facts(slices: readonly Stretch[]): CoroutineLane {
    const { coroutines, span } = this.#thread;
    const { instance } = this.#place;
    const to = coroutines.deathOf(instance);
    return {
      instance,
      function: coroutines.function[instance]!,
      from: coroutines.birthOf(instance),
      ...{ to: Math.min(span.to, to), hasEnded: to !== Infinity },
      creator: slices.find(({ creator }) => creator !== 0)?.creator ?? 0,
    };
  }

  /** What it did, in the order of time; waits that are too brief to be seen are left out. */
  draw(slices: readonly Stretch[]): void {
    const { coroutines } = this.#thread;
    const birth = coroutines.birthOf(this.#place.instance);
    let before: Stretch | null = null;
    for (const slice of slices) {
      if (before !== null) this.#between(before, slice.start, true);
      else if (slice.creator !== 0) this.#arrow('creates', slice.creator, slice.start, slice.start);
      else this.#time(UNKNOWN_STATE, birth, slice.start, 0);
      this.#running(slice);
      before = slice;
    }
    if (before === null) this.#time(UNKNOWN_STATE, birth, this.#end, 0);
    else if (before.how !== ENDS) this.#between(before, this.#end, false);
  }

  get #end(): number {
    return Math.min(this.#thread.span.to, this.#thread.coroutines.deathOf(this.#place.instance));
  }

  #running(slice: Stretch): void {
    const { span, rows, instance } = this.#place;
    const { start, end, how, site, place } = slice;
    if (end < span.from || start > span.to) return;
    const line = this.#functions.lineOf(this.#thread.row, site, place);
    rows.add(start, end, this.#thread.coroutines.function[instance]!, instance, how, line);
  }

  /** From the end of a slice on it waits, is parked, or nothing is known; it is ready once what it awaits has ended. */
  #between(slice: Stretch, until: number, goesOn: boolean): void {
    const { how } = slice;
    const line = this.#functions.lineOf(this.#thread.row, slice.site, slice.place);
    if (how === PARKS) return this.#time(PARKED, slice.end, until, line);
    if (how !== WAITS) return this.#time(UNKNOWN_STATE, slice.end, until, line);
    const ended = this.#endOfAwaited(slice);
    if (goesOn && ended <= until) this.#arrow('resumes', slice.awaited, ended, until);
    const settled = Math.min(until, Math.max(slice.end, ended));
    this.#time(WAITING, slice.end, settled, line);
    this.#time(READY, settled, until, line);
  }

  /** Infinity where it has not ended, or what is awaited is not known. */
  #endOfAwaited({ site, place, awaited }: Stretch): number {
    const { coroutines, row } = this.#thread;
    if (awaited === 0 || !coroutines.isKnown(awaited)) return Infinity;
    const isIt = this.#functions.isAwaited(row, site, place, coroutines.function[awaited]!);
    return isIt ? coroutines.deathOf(awaited) : Infinity;
  }

  #time(mode: number, start: number, end: number, line: number): void {
    const { span, pixel, rows, instance } = this.#place;
    if (end - start < pixel || end < span.from || start > span.to) return;
    rows.add(start, end, this.#thread.coroutines.function[instance]!, instance, mode, line);
  }

  #arrow(kind: Arrow['kind'], other: number, at: number, until: number): void {
    const { span, lane, laneOf, arrows } = this.#place;
    const fromLane = laneOf.get(other);
    if (fromLane === undefined || at < span.from || at > span.to) return;
    arrows.push({ kind, at, until, fromLane, toLane: lane });
  }
}
