// @ts-expect-error: the package declares no types for it
import { analyzeEvents } from '@paulirish/trace_engine/analyze-trace.mjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { chrome } from '../../../report/src/exports/chrome.ts';
import { recordTimeline, timelineOf } from '../../support/timelines.ts';

const PROGRAM = `
  async function get(n) { burn(2 * ms); await sleep(n * ms); burn(ms); }
  async function forever() { await new Promise(() => undefined); }
  function* numbers() { yield 1; yield 2; }
  async function main() {
    for (const n of numbers()) await get(10 * n);
    await Promise.all([get(5), get(20)]);
    forever();
    await sleep(ms);
  }`;

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly id?: string | number;
  readonly bp?: string;
  readonly args?: Readonly<Record<string, unknown>>;
}

/** Of what DevTools makes of a trace: how each slice is nested. */
interface Analysed {
  readonly parsedTrace: {
    readonly data: {
      readonly Renderer: { readonly entryToNode: Map<TraceEvent, { readonly selfTime: number }> };
    };
  };
}

let events: readonly TraceEvent[];
let otherData: unknown;
beforeAll(async () => {
  const main = await recordTimeline(PROGRAM, { threshold: 1e6 });
  const worker = await recordTimeline('async function main() { burn(ms); }', { name: 'worker', origin: 7e6 });
  const trace = JSON.parse([...chrome(timelineOf(main, worker), '/')].join('')) as {
    traceEvents: TraceEvent[];
    otherData: unknown;
  };
  events = trace.traceEvents;
  ({ otherData } = trace);
});

const ofKind = (...kinds: readonly string[]) => events.filter(({ ph }) => kinds.includes(ph));
const shown = ({ name, ts, dur }: TraceEvent) => `${name} ${ts}+${dur}`;

test('slices of each thread, in microseconds on one axis, innermost within outer', () => {
  const slices = ofKind('X');
  expect(
    slices
      .filter(({ tid }) => tid === 1)
      .slice(0, 4)
      .map(shown),
  ).toEqual(['main 0+2000', 'numbers 0+0', 'get 0+2000', 'get 12000+1000']);
  expect(slices.filter(({ tid }) => tid === 4).map(shown)).toEqual(['main 7000+1000']);
  expect(slices[2]!.args).toEqual({ at: 'program:3', coroutine: 3, createdBy: '#1' });
});

test('a coroutine lasts from its start to its end, and waits in between; one that has not ended does with the rest', () => {
  const third = ofKind('b', 'e').filter(({ id }) => id === '1.3');
  expect(third.map(({ ph, name, ts }) => `${ph} ${name} ${ts}`)).toEqual([
    'b get 0',
    'b await (line 3) 2000',
    'e await (line 3) 12000',
    'e get 13000',
  ]);
  for (const id of new Set(ofKind('b', 'e').map((event) => event.id))) {
    const open: string[] = [];
    const own = ofKind('b', 'e').filter((event) => event.id === id);
    for (const { ph, name } of own) {
      if (ph === 'b') open.push(name);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
    expect(own.map(({ ts }) => ts)).toEqual(own.map(({ ts }) => ts).toSorted((a, b) => a - b));
  }
});

test('arrows lead from the end of what was awaited to where its awaiter goes on', () => {
  const arrows = ofKind('s').map((from) => {
    const to = ofKind('f').find(({ id }) => id === from.id)!;
    expect(to.bp).toBe('e');
    for (const end of [from, to])
      expect(events.some(({ ph, tid, ts }) => ph === 'X' && tid === end.tid && ts === end.ts)).toBe(true);
    return [from.ts, to.ts];
  });
  // Only what is awaited by its own name is known to be what was awaited.
  expect(arrows).toEqual([
    [12_000, 13_000],
    [35_000, 36_000],
  ]);
  expect(otherData).toEqual({ creator: 'tsprof', missing: 0, arrowsLeftOut: 0 });
});

test('how late the event loop was, as a counter', () => {
  const counters = ofKind('C').map(({ ts, args }) => `${ts} ${String(args!['ms'])}`);
  expect(counters.slice(0, 4)).toEqual(['0 2', '2000 0', '12000 3', '15000 0']);
});

describe('read by other programs', () => {
  test("DevTools' own engine finds each thread's slices, and the same own times", async () => {
    const analyze = analyzeEvents as (events: readonly TraceEvent[]) => Promise<Analysed>;
    const { parsedTrace } = await analyze(structuredClone(events));
    const { data } = parsedTrace;
    const own = new Map<string, number>();
    for (const [{ name, tid }, { selfTime }] of data.Renderer.entryToNode)
      own.set(`${tid} ${name}`, (own.get(`${tid} ${name}`) ?? 0) + selfTime);
    // Four times 2 ms, then 1 ms.
    expect(own.get('1 get')).toBe(12_000);
    expect(own.get('1 main')).toBe(0);
    expect(own.get('4 main')).toBe(1000);
  });

  test('names of threads and processes', () => {
    const names = ofKind('M').map(({ name, pid, tid, args }) => [name, pid, tid, args!['name']].join(' '));
    expect(names).toEqual(['process_name 1 0 main', 'thread_name 1 1 main', 'thread_name 1 4 worker']);
  });
});
