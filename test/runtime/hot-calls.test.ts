/** Dense calls, counted as replay does and, beside it, by hand. */
import { describe, expect, test } from 'vitest';
import {
  CLEAR,
  CONTEXT,
  CONTROL,
  CONTROL_BITS,
  DEPTH_MASK,
  ID_BITS,
  SCHEDULE,
  START,
} from '../../runtime/src/events.ts';
import { advance, createState, replay, type ReplayState } from '../../runtime/src/replay/replay.ts';
import { noteCounted } from '../../runtime/src/replay/edge-cache.ts';
import { snapshot } from '../../runtime/src/replay/snapshot.ts';

const callAt = (depth: number, site: number) => ((depth & DEPTH_MASK) << ID_BITS) | site;
const control = (word: number, argument = 0) => [CONTROL, (argument << CONTROL_BITS) | word];

function read(state: ReplayState, words: readonly number[]): void {
  expect(replay(state, Int32Array.from(words), 0, words.length)).toBe(words.length);
}

function started(): ReplayState {
  const state = createState();
  read(state, control(START));
  return state;
}

describe('more edges than the cache has rows', () => {
  const [CALLERS, CALLEES] = [300, 150];
  const round: number[] = [];
  for (let caller = 1; caller <= CALLERS; caller++) {
    round.push(callAt(0, caller));
    for (let callee = 1; callee <= CALLEES; callee++) round.push(callAt(1, CALLERS + callee));
  }
  const all = (count: number) => new Array<number>(CALLERS * (CALLEES + 1)).fill(count);

  test('each has its own count, whenever one looks', () => {
    const state = started();
    for (let count = 1; count <= 3; count++) {
      read(state, round);
      expect(snapshot(state).edges.ncall).toEqual(all(count));
    }
    expect(snapshot(state).anomalies).toEqual({});
  });

  test('a clear forgets also what is in no sum yet', () => {
    const state = started();
    read(state, [...round, ...round, ...control(CLEAR), ...round]);
    expect(snapshot(state).edges.ncall).toEqual(all(1));
  });

  test('counts are added up before they are more than a row holds', () => {
    const state = started();
    read(state, [callAt(0, 1), callAt(0, 1), callAt(0, 1)]);
    expect(state.tree.sums.ncall[0]).toBe(1);
    noteCounted(state.tree, 2 ** 30);
    expect(state.tree.sums.ncall[0]).toBe(3);
    expect(snapshot(state).edges.ncall).toEqual([3]);
  });
});

/** Calls of a few functions by each other, and what they come to by pair: calls, and those not below another of it. */
class Walk {
  readonly words: number[] = [];
  readonly counts = new Map<string, [ncall: number, nactualcall: number, npair: number]>();
  /** Sites on the stack, and pairs: the first has none. */
  readonly #sites: number[] = [];
  readonly #pairs: string[] = [];

  /** Ends all above `depth` activations, and calls. */
  call(depth: number, site: number): void {
    this.#sites.length = this.#pairs.length = depth;
    const pair = `${this.#sites.at(-1) ?? -1} ${site}`;
    const counts = this.counts.get(pair) ?? [0, 0, 0];
    this.counts.set(pair, counts);
    counts[0]++;
    if (!this.#sites.includes(site)) counts[1]++;
    if (!this.#pairs.includes(pair)) counts[2]++;
    this.words.push(callAt(depth, site));
    this.#sites.push(site);
    this.#pairs.push(pair);
  }

  get depth(): number {
    return this.#sites.length;
  }
}

function countsOf(state: ReplayState): Walk['counts'] {
  const { nodes, edges, anomalies } = snapshot(state);
  expect(anomalies).toEqual({});
  const counts: Walk['counts'] = new Map();
  edges.from.forEach((from, edge) => {
    const pair = `${nodes.site[from]} ${nodes.site[edges.to[edge]!]}`;
    const sums = counts.get(pair) ?? [0, 0, 0];
    counts.set(pair, sums);
    sums[0] += edges.ncall[edge]!;
    sums[1] += edges.nactualcall[edge]!;
    sums[2] += edges.npair[edge]!;
  });
  return counts;
}

/** The same numbers each time, evenly spread below `end`. */
function numbers(seed: number): (end: number) => number {
  return (end) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * end);
  };
}

/** Replays in pieces, some of which time passes after. */
function replayed(words: readonly number[], pieces: (end: number) => number): ReplayState {
  const state = started();
  for (let from = 0; from < words.length;) {
    const to = Math.min(words.length, from + 1 + pieces(40));
    read(state, words.slice(from, to));
    if (pieces(2) === 0) advance(state, state.time + 1);
    from = to;
  }
  return state;
}

describe('recursion of all sorts, counted by hand', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('walk %i', (seed) => {
    const random = numbers(seed);
    const walk = new Walk();
    for (let call = 0; call < 4000; call++)
      walk.call(Math.max(0, walk.depth - random(4) * random(2) * random(4)), 1 + random(3 + seed));
    const whole = started();
    read(whole, walk.words);
    expect(countsOf(whole)).toEqual(walk.counts);
    expect(countsOf(replayed(walk.words, random))).toEqual(walk.counts);
  });

  test('deeper than a word can tell, and back in steps', () => {
    const random = numbers(9);
    const walk = new Walk();
    while (walk.depth < 20_000) walk.call(walk.depth, 1 + (walk.depth % 3));
    while (walk.depth > 8000) walk.call(walk.depth - 2 - random(6000), 4 + random(3));
    while (walk.depth < 9000) walk.call(walk.depth - random(2), 1 + random(3));
    walk.call(walk.depth - 8191, 2);
    const whole = started();
    read(whole, walk.words);
    expect(countsOf(whole)).toEqual(walk.counts);
    expect(countsOf(replayed(walk.words, random))).toEqual(walk.counts);
  });
});

describe('the root stands for what has scheduled something', () => {
  const at = (depth: number, kind: number, payload: number) => [callAt(depth, kind), payload];

  test('what was called before, and is still there, has not been called by that', () => {
    const state = started();
    const [first, second, CONTEXT_OF_FIRST] = [1, 2, 5];
    read(state, [callAt(0, first), ...at(1, SCHEDULE, CONTEXT_OF_FIRST << 1), callAt(0, second)]);
    read(state, at(1, CONTEXT, CONTEXT_OF_FIRST));
    advance(state, 7);
    expect(countsOf(state)).toEqual(
      new Map([
        [`-1 ${first}`, [1, 1, 1]],
        [`-1 ${second}`, [1, 1, 1]],
      ]),
    );
    expect(snapshot(state).edges.tsub).toEqual([0, 7]);
  });

  test('a timer that sets itself is not below itself', () => {
    const state = started();
    for (let context = 1; context <= 5; context++) {
      read(state, [callAt(0, 1), ...at(1, SCHEDULE, context << 1), ...at(0, CONTEXT, context)]);
      if (context === 3) advance(state, 7);
    }
    expect(countsOf(state)).toEqual(
      new Map([
        ['-1 1', [1, 1, 1]],
        ['1 1', [4, 4, 4]],
      ]),
    );
  });
});
