/** What the worker of the timeline view answers, compared with what timelines say. */
import { describe, expect, test } from 'vitest';
import { awaitStats, profileStats } from '@tsprof/runtime/profile';
import { CALL, ENDS, HOW_MASK, WAITS, slicesIn, type Slice } from '@tsprof/runtime/timeline';
import { Engine } from '../../viewer/src/timeline/engine/engine.ts';
import {
  PARKED,
  READY,
  UNKNOWN_STATE,
  WAITING,
  type Marks,
  type PictureQuestion,
  type ThreadPicture,
  type TimelineFacts,
} from '../../viewer/src/timeline/engine/messages.ts';
import { MS, inOne, recordTimeline, timelineOf } from '../support/timelines.ts';
import { rows } from '../support/virtual-tables.ts';
import { writeLargeTimeline } from './support/large-timeline.ts';
import { PROGRAM } from './support/pictured-program.ts';

const MODES: Readonly<Record<number, string>> = {
  ...{ [CALL]: 'call', [WAITS]: 'runs', 2: 'runs', [ENDS]: 'ends', 4: 'cut' },
  ...{ [WAITING]: 'waits', [READY]: 'ready', [PARKED]: 'parked', [UNKNOWN_STATE]: 'unknown' },
};

interface Opened {
  readonly engine: Engine;
  readonly facts: TimelineFacts;
}

function open(...files: readonly Uint8Array[]): Opened {
  const engine = new Engine();
  const answer = engine.answer({
    kind: 'open',
    files: files.map((bytes, at) => ({ name: `${at}.timeline`, bytes })),
  });
  if (answer.kind !== 'open') throw new Error('another answer');
  return { engine, facts: answer.timeline };
}

/** The only thread, between two times. */
function pictureOf(
  { engine }: Opened,
  { threads = [0], ...question }: Partial<PictureQuestion> = {},
): ThreadPicture {
  const answer = engine.answer({ kind: 'picture', threads, from: 0, to: 100 * MS, pixel: 1, ...question });
  if (answer.kind !== 'picture') throw new Error('another answer');
  return answer.picture.threads[0]!;
}

interface RangeRow {
  readonly own: number;
  readonly waiting: number;
  readonly calls: number;
}

/** What each function did between two times, by its name. */
function rangeOf({ engine }: Opened, from: number, to: number): Record<string, RangeRow> {
  const profile = engine.range({ from, to });
  const awaits = awaitStats(profile).filter(({ parked }) => !parked);
  const waitOf = (name: string) =>
    awaits.filter((row) => row.function === name).reduce((sum, { wait }) => sum + wait, 0);
  return Object.fromEntries(
    profileStats(profile).functions.map(({ name, tsub, ncall }) => [
      name,
      { own: tsub, waiting: waitOf(name), calls: ncall },
    ]),
  );
}

const ms = (time: number): number => time / MS;

/** Lanes, a line each: what a coroutine did from when to when. */
function printedLanes({ facts }: Opened, { lanes }: ThreadPicture): string {
  const { coroutines, marks } = lanes!;
  return coroutines
    .map(({ function: named, instance, from, to, creator }, lane) => {
      const parts = marksOf(marks, lane).map(
        (at) =>
          `${MODES[marks.mode[at]!]} ${ms(marks.from[at]!)}-${ms(marks.to[at]!)}` +
          (marks.line[at]! > 0 ? ` at ${marks.line[at]}` : ''),
      );
      const by = creator === 0 ? '' : ` by #${creator}`;
      return `${facts.functions[named]!.name}#${instance} ${ms(from)}-${ms(to)}${by}: ${parts.join(', ')}`;
    })
    .join('\n');
}

const marksOf = ({ row }: Marks, wanted: number): number[] =>
  [...row.keys()].filter((at) => row[at] === wanted);

describe('a thread with few coroutines', () => {
  test('each has a lane: running, waiting, ready, parked', async () => {
    const opened = open(await recordTimeline(PROGRAM));
    expect(printedLanes(opened, pictureOf(opened))).toBe(
      rows(`
        main#1 0-26: runs 0-2 at 7, waits 2-12 at 7, runs 12-25 at 12, ends 25-26
        get#2 0-12 by #1: runs 0-2 at 4, waits 2-12 at 4, ends 12-12
        numbers#3 12-25 by #1: runs 12-12, parked 12-24, ends 24-25
        get#4 12-25 by #1: runs 12-14 at 4, waits 14-25 at 4, ends 25-25`),
    );
  });

  test('one whose awaited coroutine has ended is ready until it goes on; arrows say by whom', async () => {
    const opened = open(
      await recordTimeline(`
      async function inner(p) { await p; }
      async function outer(p) { await inner(p); }
      async function hog(p) { await p; burn(5 * ms); }
      async function main() {
        const p = sleep(ms);
        const waiting = outer(p);
        await hog(p);
        await waiting;
      }`),
    );
    const picture = pictureOf(opened);
    expect(printedLanes(opened, picture)).toContain(
      'outer#2 0-6 by #1: runs 0-0 at 4, waits 0-1 at 4, ready 1-6 at 4, ends 6-6',
    );
    const arrows = picture.arrows.map(
      ({ kind, at, until, fromLane, toLane }) =>
        `${kind} ${fromLane + 1}>${toLane + 1} ${ms(at)}-${ms(until)}`,
    );
    expect(arrows.sort()).toEqual([
      ...['creates 1>2 0-0', 'creates 1>4 0-0', 'creates 2>3 0-0', 'resumes 3>2 1-6', 'resumes 4>1 6-6'],
    ]);
  });

  test('what is cut off, or never goes on', async () => {
    const opened = open(
      await recordTimeline(`
      async function other() { await sleep(ms); burn(3 * ms); start(); burn(ms); await sleep(ms); }
      async function main() { const all = other(); burn(2 * ms); stop(); await all; }`),
    );
    const lanes = printedLanes(opened, pictureOf(opened));
    expect(lanes).toContain('main#1 0-');
    expect(lanes).toContain('runs 0-0 at 3, waits 0-5 at 3, runs 5-6 at 3, waits 6-7 at 3, ends 7-7');
  });
});

describe('a range', () => {
  test('has what each function did in it, to the nanosecond', async () => {
    const opened = open(await recordTimeline(PROGRAM));
    const figures = ({ own, waiting, calls }: RangeRow) => `${ms(own)} ${ms(waiting)} ${calls}`;
    const printed = (from: number, to: number) =>
      Object.fromEntries(
        Object.entries(rangeOf(opened, from, to)).map(([name, row]) => [name, figures(row)]),
      );
    expect(printed(0, 100 * MS)).toEqual({
      ...{ main: '11 10 1', get: '0 21 2', spin: '4 0 2', numbers: '1 0 1' },
    });
    // The first get() ends at 12 ms; what began before counts as if it had begun at 1 ms.
    expect(printed(1 * MS, 13 * MS)).toEqual({
      ...{ main: '0 10 1', get: '0 10 2', spin: '2 0 2', numbers: '0 0 1' },
    });
  });
});

interface Known extends Slice {
  readonly named: string;
}

function largeFile(slices: number, atOnce: number): Uint8Array {
  const pieces: Uint8Array[] = [];
  writeLargeTimeline(slices, (bytes) => pieces.push(bytes), atOnce);
  return inOne(pieces);
}

/** Many blocks of slices, with few coroutines at a time or many. */
function large(atOnce: number) {
  const bytes = largeFile(100_000, atOnce);
  const { lanes } = timelineOf(bytes);
  const known: Known[] = [];
  for (const block of lanes[0]!.slices)
    slicesIn(block, (slice) => known.push({ ...slice, named: lanes[0]!.sites.get(slice.site)![1] }));
  return { opened: open(bytes), known, end: known.at(-1)!.end };
}

/** Of intervals that may overlap. */
function unionOf(intervals: readonly (readonly [from: number, to: number])[]): number {
  let [time, behind] = [0, -Infinity];
  for (const [from, to] of [...intervals].sort((a, b) => a[0] - b[0])) {
    time += Math.max(0, to - Math.max(from, behind));
    behind = Math.max(behind, to);
  }
  return time;
}

/** By function, what is within a range, less what is above it on the stack. */
function ownTimes(
  slices: readonly Known[],
  clip: (start: number, stop: number) => readonly [number, number],
): ReadonlyMap<string, number> {
  const owns = new Map<string, number>();
  const open: Known[] = [];
  for (const slice of [...slices].sort((a, b) => a.start - b.start || b.end - a.end || a.depth - b.depth)) {
    const [from, to] = clip(slice.start, slice.end);
    while (open.length > 0 && (open.at(-1)!.depth >= slice.depth || open.at(-1)!.end <= slice.start))
      open.pop();
    const below = open.at(-1);
    if (below !== undefined) owns.set(below.named, owns.get(below.named)! - (to - from));
    owns.set(slice.named, (owns.get(slice.named) ?? 0) + to - from);
    open.push(slice);
  }
  return owns;
}

/** What coroutines did between their slices: all pairs of neighbours, and what never went on. */
function gapsOf(
  known: readonly Known[],
  end: number,
): readonly { readonly before: Known; readonly until: number }[] {
  const last = new Map<number, Known>();
  const gaps: { before: Known; until: number }[] = [];
  for (const slice of known) {
    if (slice.instance === 0) continue;
    const before = last.get(slice.instance);
    if (before !== undefined) gaps.push({ before, until: slice.start });
    last.set(slice.instance, slice);
  }
  for (const before of last.values()) if ((before.how & HOW_MASK) !== ENDS) gaps.push({ before, until: end });
  return gaps;
}

function grouped<T>(all: readonly T[], nameOf: (each: T) => string): ReadonlyMap<string, T[]> {
  const found = new Map<string, T[]>();
  for (const each of all) {
    const same = found.get(nameOf(each)) ?? [];
    found.set(nameOf(each), same);
    same.push(each);
  }
  return found;
}

describe.each([8, 100])('a timeline of many blocks with %i requests at a time', (atOnce) => {
  const { opened, known, end } = large(atOnce);
  const gaps = gapsOf(known, end);
  const parts = [
    [0, 1],
    [0.3, 0.31],
    [0.61, 0.75],
    [0.9, 0.9001],
  ] as const;

  test.each(parts)('has the sums of the slices between %f and %f of it', (first, last) => {
    const [from, to] = [Math.floor(first * end), Math.ceil(last * end)];
    const inRange = known.filter((slice) => slice.end >= from && slice.start <= to);
    const clip = (start: number, stop: number) => [Math.max(from, start), Math.min(to, stop)] as const;
    const found = rangeOf(opened, from, to);
    const waitedBy = grouped(gaps, ({ before }) => before.named);
    const calls = grouped(
      inRange.filter(({ how }) => (how & HOW_MASK) === CALL),
      ({ named }) => named,
    );
    const owns = ownTimes(inRange, clip);
    for (const name of new Set([...owns.keys(), ...waitedBy.keys()])) {
      const waiting = (waitedBy.get(name) ?? [])
        .filter(({ before }) => (before.how & HOW_MASK) === WAITS)
        .reduce(
          (sum, { before, until }) => sum + Math.max(0, Math.min(to, until) - Math.max(from, before.end)),
          0,
        );
      const row = found[name] ?? { own: 0, waiting: 0, calls: 0 };
      expect({ name, own: row.own, waiting: row.waiting }).toEqual({
        ...{ name, own: owns.get(name) ?? 0, waiting },
      });
      if (calls.has(name)) expect(row.calls).toBe(calls.get(name)!.length);
    }
    const sum = Object.values(found).reduce((total, row) => total + row.own, 0);
    expect(sum).toBe(unionOf(inRange.map(({ start, end: stop }) => clip(start, stop))));
  });

  test('says of each time what is on the stack', () => {
    for (const share of [0.2, 0.5, 0.77]) {
      const from = Math.floor(share * end);
      const span = { from, to: from + 1e6, pixel: 100 };
      const { stack } = pictureOf(opened, span);
      const near = known.filter(({ start, end: stop }) => start <= span.to && stop >= from);
      for (let time = from; time < span.to; time += 34_567) {
        const there = near.filter(({ start, end: stop }) => start <= time && time < stop);
        const drawn = [...stack.from.keys()].filter((at) => stack.from[at]! <= time && time < stack.to[at]!);
        expect(drawn.map((at) => opened.facts.functions[stack.function[at]!]!.name)).toEqual(
          there.sort((a, b) => a.depth - b.depth).map(({ named }) => named),
        );
      }
    }
  });
});

test('lanes know what coroutines do whose slices are far away', () => {
  const { opened, known, end } = large(8);
  const gaps = gapsOf(known, end);
  const isLong = gaps.filter(({ before, until }) => until - before.end > 1e9);
  expect(isLong.length).toBeGreaterThan(2);
  for (const { before, until } of isLong) {
    const from = (before.end + until) / 2;
    const picture = pictureOf(opened, { from, to: from + 1e6, pixel: 100 });
    for (const { before: each, until: then } of gaps.filter(
      (gap) => gap.before.end < from && gap.until > from,
    )) {
      const lane = picture.lanes!.coroutines.findIndex(({ instance }) => instance === each.instance);
      const mark = marksOf(picture.lanes!.marks, lane).find(
        (at) => picture.lanes!.marks.from[at]! <= from && picture.lanes!.marks.to[at]! > from,
      )!;
      const { marks } = picture.lanes!;
      const mode = MODES[marks.mode[mark]!];
      expect(mode === 'waits' || mode === 'ready').toBe(true);
      if (mode === 'waits') expect(marks.from[mark]).toBe(each.end);
      expect(marks.to[mark]).toBeLessThanOrEqual(then);
    }
  }
});

test('a picture has no more marks than pixels, whatever is in it', () => {
  const opened = open(largeFile(300_000, 100));
  const end = opened.facts.span.to;
  for (const share of [1, 0.3, 0.1, 0.01]) {
    const { stack, strip, functionLanes, lanes } = pictureOf(opened, {
      to: share * end,
      pixel: (share * end) / 1000,
    });
    expect(stack.from.length).toBeLessThanOrEqual(4000);
    expect(strip.length).toBeLessThanOrEqual(3 * 1001);
    expect(lanes).toBeNull();
    for (const { alive } of functionLanes) expect(alive.length).toBeLessThanOrEqual(501);
    for (const row of new Set(stack.row))
      expect(stack.row.filter((each) => each === row).length).toBeLessThanOrEqual(1001);
  }
});

test('lanes of functions have as many as are alive, and what part of these is on the stack', () => {
  const { opened, known, end } = large(100);
  const gaps = gapsOf(known, end);
  const [from, to, bin] = [Math.floor(0.4 * end), Math.floor(0.4 * end) + 2e7, 2e6];
  const { functionLanes } = pictureOf(opened, { from: from - (from % bin), to, pixel: bin / 2 });
  const first = from - (from % bin);
  const isNear = (start: number, stop: number): boolean => start < to + bin && stop > first;
  const near = known.filter(({ start, end: stop }) => isNear(start, stop));
  const around = gaps.filter(({ before, until }) => isNear(before.end, until));
  for (const { function: named, alive, running } of functionLanes) {
    const { name } = opened.facts.functions[named]!;
    alive.forEach((height, at) => {
      const clip = (start: number, stop: number): number =>
        Math.max(0, Math.min(stop, first + (at + 1) * bin) - Math.max(start, first + at * bin));
      const stretches = near.filter(({ named: each, instance }) => each === name && instance > 0);
      const onStack = stretches.reduce((sum, slice) => sum + clip(slice.start, slice.end), 0);
      const between = around
        .filter(({ before }) => before.named === name)
        .reduce((sum, { before, until }) => sum + clip(before.end, until), 0);
      expect(height).toBeCloseTo((onStack + between) / bin, 3);
      expect(running[at]).toBeCloseTo(onStack / bin, 3);
    });
  }
  expect(functionLanes.length).toBe(18);
});
