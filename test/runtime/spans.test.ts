import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as events from '../../runtime/src/events.ts';
import { writeControl, writeStart } from '../../runtime/src/log/controls.ts';
import { openLog } from '../../runtime/src/log/log.ts';
import { Ring } from '../../runtime/src/carriers/ring.ts';
import { RingReader } from '../../runtime/src/carriers/ring-reader.ts';
import { Stamper } from '../../runtime/src/carriers/stamper.ts';
import { createState, replay } from '../../runtime/src/replay/replay.ts';
import { snapshot } from '../../runtime/src/replay/snapshot.ts';
import { isOneWord } from '../../runtime/src/replay/words.ts';
import { Spans, type Span } from '../../runtime/src/replay/spans.ts';
import { startLogging } from '../support/logging.ts';

/** `site start-end waited/waits`, in the order in which they were told. */
function spansOf(words: Int32Array, least = 0): string[] {
  const { spans, read } = createReader(least);
  read(words);
  return spans;
}

function createReader(least = 0) {
  const spans: string[] = [];
  const state = createState();
  state.observer = new Spans(state, least, ({ site, start, end, waited, waits }) => {
    spans.push(`${site} ${start}-${end} ${waited}/${waits}`);
  });
  const read = (words: Int32Array) => void replay(state, words, 0, words.length);
  return { spans, state, read };
}

/** Words as the specification has them, from `[kind, payload]` and sites. */
function log(...written: (readonly [kind: number, payload: number] | number)[]): Int32Array {
  return Int32Array.from(written.flat());
}

const START = [events.CONTROL, events.START] as const;
const time = (passed: number) => [events.TIME, passed] as const;
/** With one activation on the stack, which goes on. */
const ON_TOP = 1 << events.ID_BITS;
const own = (passed: number) => [ON_TOP | events.TIME, passed] as const;
const joins = (word: number, site: number) => [events.CONTROL, (site << events.CONTROL_BITS) | word] as const;

test('a coroutine is there from its start to its end, and has waited in between', () => {
  const words = log(START, time(5), [events.TOKEN, 1 << 1], 7, own(2), [events.SUSPEND, 1], time(30));
  const more = log([events.RESUME, 1], own(1), [events.SUSPEND, 1], time(4), [events.END, 1]);
  const { spans, read } = createReader();
  read(words);
  expect(spans).toEqual([]);
  read(more);
  expect(spans).toEqual(['7 5-42 34/2']);
});

test('plain calls, their ends and the filling of laps are no coroutines', () => {
  const words = log(START, 7, time(9), 8, events.LEAVE, events.LEAVE, events.FILL, [events.OPEN, 0]);
  expect(spansOf(words)).toEqual([]);
});

test('times beyond a payload', () => {
  const words = log(START, [events.TOKEN, 2], 7, [ON_TOP | events.TIME_HIGH, 3], own(1), [events.END, 1]);
  expect(spansOf(words)).toEqual([`7 0-${3 * 2 ** 31 + 1} 0/0`]);
});

test('those that took less than the least are not told of', () => {
  const one = (took: number) => [[events.TOKEN, 2], 7, own(took), [events.END, 1]] as const;
  expect(spansOf(log(START, ...one(99), ...one(100)), 100)).toEqual(['7 99-199 0/0']);
});

test('a token that begins again has lost its end', () => {
  const words = log(START, [events.TOKEN, 2], 7, own(3), [events.TOKEN, 2], 8, own(4), [events.END, 1]);
  expect(spansOf(words)).toEqual(['7 0-3 0/0', '8 3-7 0/0']);
});

test('ends of what nobody knows, and what is abandoned, are told of by nobody', () => {
  const begun = [time(1), [events.TOKEN, 2], 7, [events.SUSPEND, 1], time(1)] as const;
  expect(spansOf(log(START, [events.END, 3], ...begun, [events.ABANDONED, 1], [events.END, 1]))).toEqual([]);
  // Abandoned before START: how many of a site, and none of them has a token.
  expect(spansOf(log(START, ...begun, [events.TOKEN, 5], [events.ABANDONED, 7], 9, [events.END, 1]))).toEqual(
    ['7 1-2 1/1'],
  );
});

test('who was alive at the start is there from then on, in the state it was in', () => {
  const words = log(
    ...[START, time(10)],
    ...[[events.TOKEN, 2] as const, joins(events.JOIN_WAITING, 7)],
    ...[[events.TOKEN, 7] as const, joins(events.JOIN_PARKED, 9)],
    ...[[events.TOKEN, 4] as const, joins(events.JOIN_RUNNING, 8)],
    ...[own(5), [events.END, 2] as const, time(5), [events.RESUME, 1] as const],
    ...[own(1), [events.END, 1] as const, [events.UNPARK, 3] as const, [events.END, 3] as const],
  );
  expect(spansOf(words)).toEqual(['8 10-15 0/0', '7 10-21 10/0', '9 10-21 0/0']);
});

test('while profiling is off time passes; who ended meanwhile is told of by nobody', () => {
  const begun = [[events.TOKEN, 2], 7, [events.SUSPEND, 1], [events.TOKEN, 4], 8] as const;
  const stopped = [own(1), [ON_TOP | events.CONTROL, events.STOP], time(50)] as const;
  const words = log(START, ...begun, ...stopped, START, [
    events.CONTROL,
    (2 << events.CONTROL_BITS) | events.GONE,
  ]);
  const rest = log(
    [events.TOKEN, 2],
    joins(events.JOIN_WAITING, 7),
    time(2),
    [events.END, 1],
    [events.END, 2],
  );
  const { spans, read } = createReader();
  read(words);
  read(rest);
  expect(spans).toEqual(['7 0-53 53/1']);
});

test('an async generator that delegates waits for the inner one, until that hands on', () => {
  const words = log(
    ...[START, [events.TOKEN, 3] as const, 7, own(1), [events.SUSPEND, 1] as const],
    ...[time(4), [events.PARK, 1] as const, time(8)],
    // It had not handed on anything: it waits still, and that is the same wait.
    ...[[events.SUSPEND, 1] as const, time(2), [events.AGAIN, 1] as const, own(16), [events.END, 1] as const],
  );
  expect(spansOf(words)).toEqual(['7 0-31 6/1']);
});

/** What coroutines do, in any order that makes sense. */
function play(moves: readonly [what: number, which: number, time: number][]) {
  const logging = startLogging();
  const { probes, pass } = logging;
  const sites = [logging.site('f'), logging.site('g', 'async generator')];
  const waiting: number[] = [];
  const parked: number[] = [];
  for (const [what, which, time] of moves) {
    pass(time);
    const from = what === 1 ? waiting : what === 2 ? parked : null;
    if (from !== null && from.length === 0) continue;
    const token = from === null ? probes.begin(sites[which % 2]!) : from.splice(which % from.length, 1)[0]!;
    if (from === waiting) probes.resume(token, 0);
    if (from === parked) probes.unpark(token, 0);
    pass(which);
    if (which % 3 === 0) probes.end(token);
    else if (which % 3 === 1) waiting.push((probes.suspend(token, 0), token));
    else parked.push((probes.park(token, 0), token));
  }
  return { ...logging, sites };
}

const moves = fc.array(fc.tuple(fc.nat(2), fc.nat(20), fc.nat(1000)), { maxLength: 200 });

test('all that have ended, with the waits of the accounts', () => {
  fc.assert(
    fc.property(moves, (moves) => {
      const { words, sites } = play(moves);
      const written = words();
      const spans: Span[] = [];
      const state = createState();
      state.observer = new Spans(state, 0, (span) => spans.push(span));
      replay(state, written, 0, written.length);
      const { nodes, edges } = snapshot(state);
      for (const site of sites) {
        const own = spans.filter((span) => span.site === site);
        const edge = edges.to.findIndex((node) => nodes.site[node] === site);
        const ended = edge < 0 ? 0 : edges.ncall[edge]! - edges.pending[edge]!;
        expect(own.length).toBe(ended);
        const longest = Math.max(0, ...own.map(({ start, end }) => end - start));
        if (ended > 0 && edges.nyield[edge] === 0 && edges.pending[edge] === 0)
          expect([sum(own, 'waited'), sum(own, 'waits'), longest]).toEqual([
            ...[edges.twait[edge], edges.nsuspend[edge], edges.tmax[edge]],
          ]);
      }
    }),
  );
});

const sum = (spans: readonly Span[], column: 'waited' | 'waits') =>
  spans.reduce((total, span) => total + span[column], 0);

test('cut into pieces anywhere between two events, it is the same', () => {
  fc.assert(
    fc.property(moves, fc.nat(), (moves, where) => {
      const words = play(moves).words();
      let cut = 0;
      while (cut < where % (words.length + 1)) cut += lengthAt(words, cut);
      const { spans, read } = createReader();
      read(words.slice(0, cut));
      read(words.slice(cut));
      expect(spans).toEqual(spansOf(words));
    }),
  );
});

function lengthAt(words: Int32Array, at: number): number {
  const id = words[at]! & events.ID_MASK;
  return isOneWord(id) ? 1 : 2;
}

test('beside the reader of a ring: times are those of the log, or when the writer was seen', () => {
  const { log, tokens, probes, site } = startLogging();
  let now = 0;
  const stamper = new Stamper(() => now, 'none');
  const ring = new Ring({ log, tokens, isGenerator: () => false, stamper, patience: 1 });
  const { spans, state } = createReader();
  const ringReader = new RingReader(openLog(log.memory), state);
  const read = () => ringReader.read(() => now);
  ring.start();
  const [outer, inner] = [site('outer'), site('inner')];
  now = 10;
  read();
  const first = probes.begin(outer);
  read();
  now = 15;
  read();
  probes.suspend(first, 0);
  read();
  now = 40;
  read();
  const second = probes.begin(inner);
  probes.end(second);
  probes.resume(first, 0);
  read();
  now = 50;
  read();
  probes.end(first);
  read();
  expect(spans).toEqual([`${inner} 40-40 0/0`, `${outer} 10-50 25/1`]);
});

test('profiling that stops and starts with coroutines alive', () => {
  const { log, tokens, probes, site, pass, words } = startLogging();
  const waiter = site('waiter');
  const token = probes.begin(waiter);
  probes.suspend(token, 0);
  pass(5);
  writeControl(log, events.STOP);
  pass(5);
  writeStart(log, tokens, () => false);
  pass(5);
  probes.resume(token, 0);
  probes.end(token);
  expect(spansOf(words())).toEqual([`${waiter} 0-15 15/1`]);
});
