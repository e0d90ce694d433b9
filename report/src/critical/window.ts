import { ProfileError } from '@tsprof/runtime/profile';
import { CALL, HOW_MASK, slicesIn } from '@tsprof/runtime/timeline';
import type { Lane, Slice } from '@tsprof/runtime/timeline';

/** A coroutine as far as it is in the window. */
export interface Life {
  readonly instance: number;
  readonly site: number;
  /** The one that created it; 0: none is known. */
  readonly creator: number;
  /** Its stretches on the stack, the first one first. */
  readonly slices: Slice[];
}

/** What a thread did in a stretch of time; log time of the lane, ns. */
export interface Window {
  readonly lives: ReadonlyMap<number, Life>;
  /** By the coroutine that created them. */
  readonly children: ReadonlyMap<number, readonly Life[]>;
  /** All slices by their beginnings, the outer one first. */
  readonly slices: readonly Slice[];
}

/** Slices of one window: some 600 MB. */
const MOST_SLICES = 4_000_000;

/** Reads what a lane did between two moments: only blocks that have anything of it. */
export function readWindow(lane: Lane, from: number, to: number): Window {
  const slices: Slice[] = [];
  for (const block of lane.slices) {
    if (block.head.last < from || block.head.first > to) continue;
    slicesIn(block, (slice) => {
      if (slice.end < from || slice.start > to) return;
      if (slices.push({ ...slice }) > MOST_SLICES)
        throw new ProfileError(
          'too large: more than 4 million slices in one path are not read; name a coroutine that is over sooner',
        );
    });
  }
  const lives = new Map<number, Life>();
  for (const slice of slices) {
    if ((slice.how & HOW_MASK) === CALL) continue;
    const { instance, site, creator } = slice;
    const life = lives.get(instance);
    if (life === undefined) lives.set(instance, { instance, site, creator, slices: [slice] });
    else life.slices.push(slice);
  }
  return {
    lives,
    children: byCreator(lives),
    slices: slices.sort((a, b) => a.start - b.start || a.depth - b.depth),
  };
}

function byCreator(lives: ReadonlyMap<number, Life>): Map<number, Life[]> {
  const children = new Map<number, Life[]>();
  for (const life of lives.values()) {
    if (life.creator === 0) continue;
    const known = children.get(life.creator);
    if (known === undefined) children.set(life.creator, [life]);
    else known.push(life);
  }
  return children;
}

/** What was on top of the stack for a while. */
export interface Ran {
  readonly site: number;
  readonly from: number;
  readonly to: number;
}

/** What ran from one moment to another: the innermost slices, one after the other. `depth`: only what is above so many others. */
export function innermost({ slices }: Window, from: number, to: number, depth: number): readonly Ran[] {
  const pieces: Ran[] = [];
  const stack: Slice[] = [];
  let at = from;
  const runUntil = (time: number): void => {
    const end = Math.min(time, to);
    const top = stack.at(-1);
    if (top !== undefined && end > at) pieces.push({ site: top.site, from: at, to: end });
    at = Math.max(at, end);
  };
  const close = (until: number): void => {
    while (stack.length > 0 && stack.at(-1)!.end <= until) {
      runUntil(stack.at(-1)!.end);
      stack.pop();
    }
  };
  for (let index = firstFrom(slices, from); index < slices.length && slices[index]!.start < to; index++) {
    const slice = slices[index]!;
    if (slice.depth < depth || slice.end <= from) continue;
    close(slice.start);
    runUntil(slice.start);
    stack.push(slice);
    at = Math.max(at, Math.min(slice.start, to));
  }
  close(Infinity);
  return pieces;
}

/** The index of the first slice that may still go on at `time`: no outer one begins before the one that is on the stack alone. */
function firstFrom(slices: readonly Slice[], time: number): number {
  let [low, high] = [0, slices.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (slices[middle]!.start < time) low = middle + 1;
    else high = middle;
  }
  // Whatever is on the stack at that time began no earlier than the outermost of them.
  while (low > 0 && !(slices[low - 1]!.depth === 0 && slices[low - 1]!.end <= time)) low--;
  return low;
}
