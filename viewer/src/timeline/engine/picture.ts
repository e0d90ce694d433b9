import type { Alive } from './coroutines.ts';
import { coroutineLanes } from './coroutine-lanes.ts';
import type { Functions } from './functions.ts';
import { MarkRows } from './mark-rows.ts';
import { CALL } from '@tsprof/runtime/timeline';
import type { FunctionLane, Marks, Span, StripEvent, ThreadPicture } from './messages.ts';
import { MOST_LEVELS, RunningTimes, type Level, type Skyline } from './skyline.ts';
import type { Events, ThreadSummary } from './thread-summary.ts';
import { blocksWithin, slicesAround, type SliceTable } from './window-slices.ts';

/** So many slices of a picture are read one by one, in some hundredths of a second. */
const MOST_READ = 200_000;
/** So many coroutines have a lane each. */
const MOST_COROUTINES = 48;
const MOST_FUNCTION_LANES = 200;
/** Beyond so many boxes, of all threads, a picture is not drawn in a few milliseconds: they become wider. */
const MOST_MARKS = 3000;
/** A thread has so many, however many threads there are. */
const LEAST_MARKS = 300;
const WIDER = [1, 2, 3, 5, 8, 12] as const;

/** What a picture of a thread is of. */
export interface PictureSpan {
  readonly span: Span;
  readonly pixel: number;
  /** The width of the bins of lanes. */
  readonly bin: number;
  /** How many threads share what may be read. */
  readonly threads: number;
}

/** What is drawn of a thread between two times: never more than there are pixels. */
export function threadPicture(
  thread: ThreadSummary,
  functions: Functions,
  { span, pixel, bin, threads }: PictureSpan,
): ThreadPicture {
  const blocks = blocksWithin(thread.lane, span);
  const isExact = blocks.slices <= MOST_READ / threads;
  const slices = isExact ? slicesAround(thread.lane, thread.row, blocks, functions) : null;
  const { first, count: alive } = thread.coroutines.within(span, MOST_COROUTINES + 1);
  const lanes =
    slices !== null && alive <= MOST_COROUTINES
      ? coroutineLanes(thread, functions, first, slices, { span, pixel, blocks })
      : null;
  const lineOf = (site: number, place: number) => functions.lineOf(thread.row, site, place);
  const { arrows = [], ...drawn } = lanes ?? {};
  return {
    ...{ thread: thread.row, strip: stripOf(thread.events, span, pixel), alive, isExact, arrows },
    stack:
      slices === null
        ? stackOfBins(thread.skyline, span, pixel, threads)
        : stackOf(slices, { span, pixel, threads, lineOf }),
    levels: thread.skyline.levels.length,
    lanes: lanes === null ? null : (drawn as typeof lanes),
    functionLanes: lanes === null ? functionLanes(thread, span, bin, slices) : [],
  };
}

/** With as many boxes as can be drawn. */
function few(threads: number, make: (wider: number) => MarkRows): Marks {
  const most = Math.max(LEAST_MARKS, MOST_MARKS / threads);
  for (const wider of WIDER) {
    const rows = make(wider);
    if (rows.count <= most || wider === WIDER.at(-1)) return rows.marks();
  }
  throw new Error('not reached');
}

interface StackSpan extends Pick<PictureSpan, 'span' | 'pixel' | 'threads'> {
  readonly lineOf: (site: number, place: number) => number;
}

function stackOf(slices: SliceTable, { span: { from, to }, pixel, threads, lineOf }: StackSpan): Marks {
  const { start, end, depth, function: named, instance, how, site, place } = slices;
  const levels: number[][] = [];
  for (let row = 0; row < slices.count; row++)
    if (depth[row]! < MOST_LEVELS && end[row]! >= from && start[row]! <= to)
      (levels[depth[row]!] ??= []).push(row);
  return few(threads, (wider) => {
    const marks = new MarkRows(pixel * wider);
    levels.forEach((rows, level) => {
      marks.startRow(level);
      for (const row of rows)
        marks.add(
          ...([
            start[row]!,
            end[row]!,
            named[row]!,
            instance[row]!,
            how[row]!,
            lineOf(site[row]!, place[row]!),
          ] as const),
        );
    });
    return marks;
  });
}

function stackOfBins({ levels, bins }: Skyline, span: Span, pixel: number, threads: number): Marks {
  const first = Math.max(0, Math.floor((span.from - bins.from) / bins.width));
  const end = Math.min(bins.count, Math.ceil((span.to - bins.from) / bins.width));
  return few(threads, (wider) => {
    const rows = new MarkRows(pixel * wider);
    const group = Math.max(1, Math.round((pixel * wider) / bins.width));
    levels.forEach((level, depth) => {
      // From the same bins on, wherever the picture begins: it must not flicker as it is moved.
      for (let bin = first - (first % group); bin < end; bin += group) {
        const { time, named } = sumOf(level, bin, Math.min(bins.count, bin + group));
        const from = bins.from + bin * bins.width;
        if (time > 0) rows.addColumn(depth, from, from + group * bins.width, named, time, 0);
      }
    });
    return rows;
  });
}

/** Of some bins together. */
function sumOf(level: Level, from: number, to: number): { time: number; named: number } {
  let [time, lead, named] = [0, -1, level.function[from]!];
  for (let bin = from; bin < to; bin++) {
    time += level.time[bin]!;
    if (level.lead(bin) <= lead) continue;
    lead = level.lead(bin);
    named = level.function[bin]!;
  }
  return { time, named };
}

function stripOf({ count, kind, start, duration }: Events, { from, to }: Span, pixel: number): StripEvent[] {
  const found: StripEvent[] = [];
  /** The last of each kind. */
  const open = new Map<number, { from: number; to: number; kind: number; count: number; time: number }>();
  for (let row = 0; row < count; row++) {
    const [begin, end] = [start[row]!, start[row]! + duration[row]!];
    if (end < from || begin > to) continue;
    const last = open.get(kind[row]!);
    if (last !== undefined && begin - last.to < pixel && Math.max(end, last.to) - last.from < 2 * pixel) {
      last.to = Math.max(last.to, end);
      last.count++;
      last.time += end - begin;
      continue;
    }
    const event = { from: begin, to: end, kind: kind[row]!, count: 1, time: end - begin };
    open.set(event.kind, event);
    found.push(event);
  }
  return found;
}

function functionLanes(
  { coroutines, running, span: own }: ThreadSummary,
  span: Span,
  bin: number,
  slices: SliceTable | null,
): FunctionLane[] {
  const count = Math.ceil((span.to - span.from) / bin);
  const alive = new Map([...running.of.keys()].map((named) => [named, newAlive(count)]));
  coroutines.addAlive(alive, { from: span.from, to: Math.min(span.to, own.to) }, bin);
  const times = slices === null ? resampled(running, span, bin, count) : runningOf(slices, span, bin, count);
  const lanes: FunctionLane[] = [];
  for (const [named, bins] of alive) {
    const heights = heightsOf(bins, count);
    const most = heights.reduce((most, height) => Math.max(most, height), 0);
    if (most > 1e-6)
      lanes.push({ function: named, alive: heights, running: shares(times.get(named), count, bin), most });
  }
  return lanes.slice(0, MOST_FUNCTION_LANES);
}

const newAlive = (count: number): Alive => ({
  ...{ step: new Float32Array(count + 2), part: new Float32Array(count + 2) },
});

function heightsOf({ step, part }: Alive, count: number): Float32Array {
  let sum = 0;
  return Float32Array.from({ length: count }, (_, bin) => Math.max(0, (sum += step[bin]!) + part[bin]!));
}

function runningOf(
  slices: SliceTable,
  span: Span,
  width: number,
  count: number,
): ReadonlyMap<number, Float32Array> {
  const times = new RunningTimes({ from: span.from, width, count });
  const { how, start, end, function: named } = slices;
  for (let row = 0; row < slices.count; row++)
    if (how[row] !== CALL && end[row]! >= span.from && start[row]! <= span.to)
      times.add(named[row]!, start[row]!, end[row]!);
  return times.of;
}

/** From the bins of the whole timeline to those of a picture, which may be narrower. */
function resampled(
  { bins, of }: RunningTimes,
  { from }: Span,
  width: number,
  count: number,
): ReadonlyMap<number, Float32Array> {
  const found = new Map<number, Float32Array>();
  for (const [named, times] of of) {
    const into = new Float32Array(count);
    for (let bin = 0; bin < count; bin++) {
      const first = (from + bin * width - bins.from) / bins.width;
      const behind = first + width / bins.width;
      const last = Math.min(bins.count, Math.ceil(behind));
      for (let at = Math.max(0, Math.floor(first)); at < last; at++)
        into[bin]! += times[at]! * (Math.min(behind, at + 1) - Math.max(first, at));
    }
    found.set(named, into);
  }
  return found;
}

const shares = (times: Float32Array | undefined, count: number, bin: number): Float32Array =>
  times === undefined ? new Float32Array(count) : times.map((time) => time / bin);
