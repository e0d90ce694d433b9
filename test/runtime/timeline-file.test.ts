import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProfileError } from '../../runtime/src/profile/error.ts';
import { blocksOf } from '../../runtime/src/timeline/blocks-of.ts';
import { groupsOf } from '../../runtime/src/timeline/decode.ts';
import {
  AT_COUNT,
  AT_LENGTH,
  BLOCK_HEAD_BYTES,
  BLOCK_SLICES,
  GROUP_SLICES,
  HEAD_BYTES,
  SLICES,
  STRETCH,
} from '../../runtime/src/timeline/format.ts';
import { joinTimelines } from '../../runtime/src/timeline/join.ts';
import { createSlice, SliceBlock, type Slice } from '../../runtime/src/timeline/slice-block.ts';
import { eventsIn, slicesIn } from '../../runtime/src/timeline/timeline.ts';
import {
  inOne,
  printedEvents,
  printedSlices,
  recorded,
  recordTimeline,
  sourceOf,
  timelineOf,
} from '../support/timelines.ts';
import { rows } from '../support/virtual-tables.ts';

test('each stretch of a coroutine on the stack, who created it and what it awaits; plain calls that take long', async () => {
  const bytes = await recordTimeline(
    `
    function spin() { burn(2 * ms); }
    function brief() { burn(ms); }
    async function get(n) { spin(); brief(); await sleep(n * ms); }
    async function main() { await get(10); await Promise.all([get(5), get(20)]); burn(ms); }`,
    { threshold: 2e6 },
  );
  expect(printedSlices(timelineOf(bytes))).toBe(
    rows(`
      ..spin 0-2 call
      .get#2 0-3 waits at 5 by #1
      main#1 0-3 waits at 6 for #2
      get#2 13-13 ends
      ..spin 13-15 call
      .get#3 13-16 waits at 5 by #1
      ..spin 16-18 call
      .get#4 16-19 waits at 5 by #1
      main#1 13-19 waits at 6 for #4
      get#3 21-21 ends
      get#4 39-39 ends
      main#1 39-40 ends`),
  );
});

test('a generator is parked, and a coroutine that is on the stack at the end is cut off there', async () => {
  const bytes = await recordTimeline(`
    function* numbers() { burn(ms); yield 1; burn(2 * ms); yield 2; }
    async function main() { for (const n of numbers()) { await sleep(5 * ms); } burn(ms); stop(); }`);
  expect(printedSlices(timelineOf(bytes))).toBe(
    rows(`
      .numbers#2 0-1 parks by #1
      main#1 0-1 waits at 4 for #2
      .numbers#2 6-8 parks
      main#1 6-8 waits at 4 for #2
      .numbers#2 13-13 ends
      main#1 13-14 cut`),
  );
});

test('profiling that stops and starts again: coroutines go on, nothing is told of the time between', async () => {
  const bytes = await recordTimeline(`
    async function other() { await sleep(ms); burn(3 * ms); start(); burn(ms); await sleep(ms); }
    async function main() { const all = other(); burn(2 * ms); stop(); await all; }`);
  expect(printedSlices(timelineOf(bytes))).toBe(
    rows(`
      .other#2 0-0 waits at 3 by #1
      main#1 0-2 cut
      other#2 5-6 waits at 3
      other#2 7-7 ends
      main#1 7-7 ends`),
  );
});

test('the same is told where replay takes its long way, as it does while a request is alive', async () => {
  const source = (call: string) => `
    async function leaf(n) { burn(n * ms); await sleep(n * ms); burn(ms); if (n % 2) await null; }
    async function pair(n) { const both = [leaf(n), leaf(n + 1)]; await Promise.all(both); await leaf(1); }
    async function all() { for (let n = 1; n < 5; n++) await pair(n); }
    async function main() { await ${call}; }`;
  const plain = printedSlices(timelineOf(await recordTimeline(source('all()'))));
  const tagged = printedSlices(timelineOf(await recordTimeline(source("tag('t', all)"))));
  const inner = (text: string) =>
    text
      .split('\n')
      .map((line) =>
        line
          .replace(/^\.+| by #\d+/g, '')
          .replace(/#(\d+)/g, (_, number: string) => `#${Number(number) - first(text)}`),
      )
      .filter((line) => /^(?:leaf|pair|all)/.test(line));
  const first = (text: string) => Number(/all#(\d+)/.exec(text)![1]);
  // Of each of 4 pairs 3 stretches, of its 3 leaves 2 or, where n is odd, 3; and 5 of all.
  expect(inner(plain)).toHaveLength(4 * (3 + 8) + 5);
  expect(inner(tagged)).toEqual(inner(plain));
});

test('stretches: functions ran without a break in which the event loop could come in between', async () => {
  const bytes = await recordTimeline(`
    async function work(n) { burn(n * ms); await null; burn(ms); }
    async function main() { work(2); work(4); await sleep(20 * ms); burn(3 * ms); await sleep(ms); burn(0.5 * ms); }`);
  expect(printedEvents(timelineOf(bytes))).toBe(
    rows(`
      ${STRETCH} 0+8
      ${STRETCH} 26+3`),
  );
});

test('how long functions were on the stack is in the heads of blocks', async () => {
  const [lane] = timelineOf(
    await recordTimeline(`async function main() { burn(2 * ms); await sleep(9 * ms); burn(ms); }`),
  ).lanes;
  expect(lane!.slices.map(({ head }) => [head.first, head.last, head.running, head.longest])).toEqual([
    [0, 12e6, 3e6, 2e6],
  ]);
});

const MANY = `
  async function one(n) { await sleep((n % 7) * ms); burn(1000); }
  async function main() { for (let n = 0; n < 100; n++) await Promise.all(Array.from({ length: 50 }, (_, at) => one(n + at))); }`;

describe('many slices', () => {
  let bytes: Uint8Array = new Uint8Array();
  let count = 0;
  const slices = (file: Uint8Array): Slice[] => {
    const found: Slice[] = [];
    for (const { slices } of timelineOf(file).lanes)
      for (const block of slices) slicesIn(block, (slice) => found.push({ ...slice }));
    return found;
  };

  test('are in blocks and groups, each of which says what is in it', async () => {
    bytes = await recordTimeline(MANY);
    const all = slices(bytes);
    count = all.length;
    // 5000 coroutines of two stretches each, the calls that start them, main's 101.
    expect(count).toBe(15_101);
    const { lanes } = timelineOf(bytes);
    expect(lanes[0]!.slices.map(({ head }) => head.count)).toEqual([
      BLOCK_SLICES,
      BLOCK_SLICES,
      BLOCK_SLICES,
      2813,
    ]);
    let at = 0;
    for (const { at: begin, head } of lanes[0]!.slices) {
      const content = bytes.slice(begin + BLOCK_HEAD_BYTES, begin + BLOCK_HEAD_BYTES + head.length);
      for (const group of groupsOf(content, head)) {
        const own = all.slice(at, (at += Math.min(GROUP_SLICES, count - at)));
        expect([group.first, group.last, group.longest]).toEqual([
          Math.min(...own.map(({ start }) => start)),
          own.at(-1)!.end,
          Math.max(...own.map(({ start, end }) => end - start)),
        ]);
      }
    }
    expect(at).toBe(count);
  });

  test('a file that is joined has an index, says the same, and names the threads of all', async () => {
    const other = await recordTimeline('async function main() { burn(ms); }', {
      name: 'worker',
      origin: 5e6,
    });
    const file = inOne(joinTimelines([sourceOf(bytes), sourceOf(other)]));
    const { lanes, isCut } = timelineOf(file);
    expect(isCut).toBe(false);
    expect(lanes.map(({ info, offset }) => [info.name, offset])).toEqual([
      ['main', 0],
      ['worker', 5e6],
    ]);
    expect(slices(file)).toEqual([...slices(bytes), ...slices(other)]);
    expect(inOne(joinTimelines([sourceOf(file)]))).toEqual(file);
  });

  test('beyond the limit figures are kept and slices counted', async () => {
    const { lanes } = timelineOf(await recordTimeline(MANY, { sink: { isBrief: true } }));
    const [lane] = lanes;
    expect(lane!.dropped).toBe(count);
    expect(lane!.slices.map(({ head }) => head.count)).toEqual([0, 0, 0, 0]);
    expect(lane!.slices.at(-1)!.head.last).toBe(timelineOf(bytes).lanes[0]!.slices.at(-1)!.head.last);
    for (const block of lane!.slices) slicesIn(block, () => expect.unreachable());
  });

  test('what could not be written is counted in the next block that could', async () => {
    let calls = 0;
    const kept: Uint8Array[] = [];
    const append = (block: Uint8Array) => {
      const isRefused = new DataView(block.buffer).getUint32(4, true) === SLICES && calls++ === 0;
      return !isRefused && kept.push(block) > 0;
    };
    const { bytes: head } = await recorded(MANY, { sink: { append } });
    const { lanes } = timelineOf(inOne([head, ...kept]));
    expect(lanes[0]!.dropped).toBe(BLOCK_SLICES);
    expect(lanes[0]!.slices.map(({ head }) => head.count)).toEqual([BLOCK_SLICES, BLOCK_SLICES, 2813]);
  });
});

test('any slices come back as they were written', () => {
  const number = (most: number) => fc.oneof(fc.nat(most), fc.nat(3), fc.constantFrom(127, 128, 16_384));
  const slice = fc.record({
    kind: fc.constantFrom(0, 1, 2, 3, 4),
    wait: number(2 ** 40),
    length: number(2 ** 45),
    site: number(2 ** 18),
    depth: number(5000),
    instance: fc.integer({ min: 1, max: 2 ** 50 }),
    creator: fc.nat(9),
    place: fc.nat(4096),
    awaited: fc.nat(99),
    busy: number(2 ** 40),
  });
  fc.assert(
    fc.property(fc.array(slice, { minLength: 1, maxLength: 200 }), (given) => {
      const block = new SliceBlock();
      let end = 0;
      const written = given.map(
        ({ kind, wait, length, instance, creator, place, awaited, busy, ...rest }) => {
          end += wait;
          const how = kind === 0 ? 0 : kind | 8 | (busy > 0 ? 32 : 0) | (kind === 1 && awaited > 0 ? 16 : 0);
          const times = { how, end, start: end - Math.min(end, length) };
          if (kind === 0) return { ...createSlice(), ...rest, ...times };
          const links = { instance, creator: Math.min(creator, instance - 1), busy };
          const waits = kind === 1 ? { place, awaited: Math.min(awaited, instance) } : {};
          return { ...createSlice(), ...rest, ...times, ...links, ...waits };
        },
      );
      for (const one of written) block.add(one);
      const bytes = block.take(0, 0, false);
      const read: Slice[] = [];
      const length = new DataView(bytes.buffer).getUint32(AT_LENGTH, true);
      const head = { ...blocksOf(sourceOf(inOne([fileBegin(), bytes]))).blocks[0]!.head };
      expect(head.length).toBe(length);
      slicesIn({ source: sourceOf(bytes), at: 0, head }, (one) => read.push({ ...one }));
      expect(read).toEqual(written);
    }),
    { numRuns: 200 },
  );
});

const fileBegin = (): Uint8Array => inOne(joinTimelines([])).slice(0, HEAD_BYTES);

/** Reads all that there is in a file. */
function readAll(bytes: Uint8Array): void {
  for (const { slices, events } of timelineOf(bytes).lanes) {
    for (const block of slices) slicesIn(block, () => undefined);
    for (const block of events) eventsIn(block);
  }
}

describe('damaged files', () => {
  test('one that ends anywhere is read up to the last whole block', async () => {
    const bytes = await recordTimeline('async function main() { burn(2 * ms); await sleep(ms); }');
    for (let length = 0; length < bytes.length; length++) {
      const { lanes, isCut } = timelineOf(bytes.slice(0, length));
      expect(isCut).toBe(true);
      expect(lanes.length).toBeLessThanOrEqual(1);
      expect(() => readAll(bytes.slice(0, length))).not.toThrow();
    }
  });

  test('any bytes changed give one line that names the file, or another timeline', async () => {
    const bytes = inOne(joinTimelines([sourceOf(await recordTimeline(MANY.replace('n < 100', 'n < 2')))]));
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), fc.nat(bytes.length), (changes, end) => {
        const damaged = bytes.slice(0, changes.length % 2 === 0 ? end : bytes.length);
        for (const [at, byte] of changes) if (at < damaged.length) damaged[at] = byte;
        try {
          readAll(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(ProfileError);
          expect((error as Error).message).toMatch(/^0\.timeline: [^\n]+$/);
        }
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    [
      'something else',
      () => new TextEncoder().encode('{"format":"tsprof","version":3}'),
      'it is no timeline of tsprof',
    ],
    [
      'a later version',
      (bytes: Uint8Array) => changed(bytes, 8, 9),
      'it has version 9 of timelines, but 1 is the latest known',
    ],
    [
      'no block',
      (bytes: Uint8Array) => changed(bytes, HEAD_BYTES, 1),
      'damaged at byte 16: no block begins there',
    ],
    [
      'a giant count',
      (bytes: Uint8Array) => changed(bytes, slicesAt(bytes) + AT_COUNT + 3, 255),
      /damaged at byte \d+: its table of groups is cut short/,
    ],
  ])('%s', async (_what, damage, message) => {
    const bytes = damage(await recordTimeline('async function main() { burn(2 * ms); }'));
    expect(() => readAll(bytes)).toThrow(typeof message === 'string' ? `0.timeline: ${message}` : message);
  });
});

function changed(bytes: Uint8Array, at: number, byte: number): Uint8Array {
  bytes[at] = byte;
  return bytes;
}

/** Where the first block of slices begins. */
function slicesAt(bytes: Uint8Array): number {
  return blocksOf(sourceOf(bytes)).blocks.find(({ head }) => head.type === SLICES)!.at;
}
