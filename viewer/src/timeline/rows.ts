import type { Marks, Picture, StripEvent, ThreadPicture } from './engine/messages.ts';

/** A row of the picture; `key` is the same in other pictures of the same. */
export type Row = {
  readonly key: string;
  readonly y: number;
  readonly height: number;
  readonly thread: ThreadPicture;
} & (
  | { readonly kind: 'thread' }
  | { readonly kind: 'strip'; readonly event: number; readonly events: readonly StripEvent[] }
  | {
      readonly kind: 'level';
      readonly at: number;
      readonly marks: Marks;
      readonly first: number;
      readonly end: number;
    }
  | {
      readonly kind: 'coroutine';
      readonly at: number;
      readonly marks: Marks;
      readonly first: number;
      readonly end: number;
    }
  | { readonly kind: 'function'; readonly at: number }
);

const THREAD = 24;
const STRIP = 13;
const LEVEL = 16;
/** Levels from there on are thin: what is below a deep stack is to be seen, too. */
const DEEP = 12;
const THIN = 5;
const COROUTINE = 17;
const FUNCTION = 36;
const GAP = 8;

/** What strips show, by the numbers of events in files. */
export const STRIPS: readonly (readonly [event: number, name: string, words: string])[] = [
  [2, 'held', 'functions ran without a break for 1 ms or more: what was due meanwhile was late'],
  [1, 'collector', 'the collector was at work'],
  [3, 'profiler', 'the profiler was at work in the program’s thread'],
];

/** The rows of a picture from the top down. */
export function rowsOf(picture: Picture): readonly Row[] {
  const rows: Row[] = [];
  let y = 0;
  const add = (row: RowPart, height: number): void => {
    rows.push({ ...row, y, height } as Row);
    y += height;
  };
  for (const thread of picture.threads) {
    const id = thread.thread;
    add({ kind: 'thread', key: `thread ${id}`, thread }, THREAD);
    for (const [event] of STRIPS) {
      const events = thread.strip.filter(({ kind }) => kind === event);
      add({ kind: 'strip', key: `strip ${id} ${event}`, thread, event, events }, STRIP);
    }
    y += GAP / 2;
    addLevels(thread, add);
    y += GAP / 2;
    addLanes(thread, add);
    y += GAP;
  }
  return rows;
}

type RowPart = Omit<Row, 'y' | 'height'> & Readonly<Record<string, unknown>>;
type Add = (row: RowPart, height: number) => void;

function addLevels(thread: ThreadPicture, add: Add): void {
  const { stack: marks, levels, thread: id } = thread;
  const starts = startsOf(marks, levels);
  for (let at = 0; at < levels; at++) {
    const [first, end] = [starts[at]!, starts[at + 1]!];
    add({ kind: 'level', key: `level ${id} ${at}`, thread, at, marks, first, end }, at < DEEP ? LEVEL : THIN);
  }
}

function addLanes(thread: ThreadPicture, add: Add): void {
  const { lanes, functionLanes, thread: id } = thread;
  functionLanes.forEach((lane, at) =>
    add({ kind: 'function', key: `function ${id} ${lane.function}`, thread, at }, FUNCTION),
  );
  if (lanes === null) return;
  const { coroutines, marks } = lanes;
  const starts = startsOf(marks, coroutines.length);
  coroutines.forEach(({ instance }, at) => {
    const [first, end] = [starts[at]!, starts[at + 1]!];
    add({ kind: 'coroutine', key: `coroutine ${id} ${instance}`, thread, at, marks, first, end }, COROUTINE);
  });
}

/** Where the marks of each row begin; rows follow one another. */
function startsOf({ row }: Marks, rows: number): Uint32Array {
  const starts = new Uint32Array(rows + 1);
  let at = 0;
  for (let each = 0; each <= rows; each++) {
    while (at < row.length && row[at]! < each) at++;
    starts[each] = at;
  }
  return starts;
}

/** How high all of them are. */
export const heightOf = (rows: readonly Row[]): number => {
  const last = rows.at(-1);
  return last === undefined ? 0 : last.y + last.height + GAP;
};

/** The row at a height; undefined between rows. */
export function rowAt(rows: readonly Row[], y: number): Row | undefined {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]!.y <= y) low = middle + 1;
    else high = middle;
  }
  const row = rows[low - 1];
  return row !== undefined && y < row.y + row.height ? row : undefined;
}

/** The first mark of a row that ends after a time; `end` where there is none. */
export function markFrom({ to }: Marks, first: number, end: number, time: number): number {
  let [low, high] = [first, end];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (to[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The mark of a row at a time, or one that is no farther away than so much; -1 for none. */
export function markAt(
  marks: Marks,
  { first, end }: { readonly first: number; readonly end: number },
  time: number,
  near: number,
): number {
  const at = markFrom(marks, first, end, time);
  if (at < end && marks.from[at]! <= time) return at;
  const after = at < end ? marks.from[at]! - time : Infinity;
  const before = at > first ? time - marks.to[at - 1]! : Infinity;
  if (Math.min(after, before) > near) return -1;
  return after < before ? at : at - 1;
}
