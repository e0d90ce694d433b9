import { expect, test } from 'vitest';
import { createCoreProbes } from '../../runtime/src/probes/core.ts';
import { FIRST_OVERFLOW } from '../../runtime/src/events.ts';
import { watchOverflow } from '../../runtime/src/log/abandoned.ts';
import { Batch } from '../../runtime/src/carriers/batch.ts';
import { createLog } from '../../runtime/src/log/log.ts';
import { Stamper } from '../../runtime/src/carriers/stamper.ts';
import { ROW, STATE } from '../../runtime/src/log/token-rows.ts';
import { ENDED } from '../../runtime/src/coroutine-states.ts';
import { createTokens, type Tokens } from '../../runtime/src/log/tokens.ts';
import { createRegistry } from '../../runtime/src/sites/registry.ts';
import { noClock } from '../../runtime/src/clock.ts';

const SITE = 1;
const VERY_MANY = 16 * FIRST_OVERFLOW;

/** A log with `count` coroutines that wait, whose promises are collected when the test says so. */
function setUp(count: number) {
  const log = createLog();
  const tokens = createTokens();
  const probes = createCoreProbes(log, tokens, createRegistry());
  const stamper = new Stamper(noClock, 'none');
  const batch = new Batch({ log, tokens, isGenerator: () => false, stamper, samples: null });
  const waits = new Map<unknown, [token: number, wait: number]>();
  const abandon = watchOverflow(log, tokens, (value, token, wait) => {
    if (typeof value === 'string') waits.set(value, [token, wait]);
    return typeof value === 'string';
  });
  const begin = (value: unknown) => probes.suspend(probes.begin(SITE), value);
  batch.start();
  for (let done = 0; done < count; done++) begin(`${done}`);
  return {
    ...{ batch, log, probes, tokens, waits, begin },
    collect: (value: string) => abandon(...waits.get(value)!),
    /** Tokens in use. */
    live: () => countLive(tokens),
    /** Coroutines that replay knows by their token. */
    known: () => batch.state.coroutines.state.reduce((sum, state) => sum + Number(state !== 0), 0),
    counts: () => {
      const { edges, anomalies } = batch.snapshot();
      return { ncall: edges.ncall, pending: edges.pending, anomalies };
    },
  };
}

function countLive({ rows, used }: Tokens): number {
  let live = 0;
  for (let token = 1; token < used; token++) if (rows[token * ROW + STATE] !== ENDED) live++;
  return live;
}

test('few coroutines: nobody is watched', () => {
  expect(setUp(FIRST_OVERFLOW - 1).waits.size).toBe(0);
});

test('one of many, its promise gone: pending as before, its token is free, and the next one has it', () => {
  const { begin, collect, counts, known, live, waits } = setUp(FIRST_OVERFLOW + 4);
  expect(waits.size).toBe(5);
  const before = counts();
  const [token] = waits.get(`${FIRST_OVERFLOW}`)!;
  collect(`${FIRST_OVERFLOW}`);
  expect(counts()).toEqual(before);
  expect(live()).toBe(FIRST_OVERFLOW + 3);
  expect(known()).toBe(FIRST_OVERFLOW + 3);
  begin('next');
  expect(waits.get('next')![0]).toBe(token);
  expect(counts()).toEqual({ ncall: [FIRST_OVERFLOW + 5], pending: [FIRST_OVERFLOW + 5], anomalies: {} });
});

test('gone on, waiting once more, ended, or another’s by now: told too late, it says nothing', () => {
  const { begin, probes, collect, counts, live, waits } = setUp(FIRST_OVERFLOW + 4);
  const tokenOf = (value: string) => waits.get(value)![0];
  const [running, watched, unwatched, ended] = [0, 1, 2, 3].map((index) =>
    tokenOf(`${FIRST_OVERFLOW + index}`),
  );
  probes.resume(watched!, '');
  probes.suspend(watched!, 'another promise');
  probes.resume(unwatched!, '');
  probes.suspend(unwatched!, null);
  probes.resume(ended!, '');
  probes.end(ended!);
  probes.resume(running!, '');
  const before = [counts(), live()];
  for (let index = 0; index < 4; index++) collect(`${FIRST_OVERFLOW + index}`);
  expect([counts(), live()]).toEqual(before);
  probes.suspend(running!, null);
  begin('in its place');
  expect(tokenOf('in its place')).toBe(ended);
  collect(`${FIRST_OVERFLOW + 3}`);
  expect(live()).toBe(FIRST_OVERFLOW + 4);
  collect('another promise');
  expect(live()).toBe(FIRST_OVERFLOW + 3);
  collect('another promise');
  expect(live()).toBe(FIRST_OVERFLOW + 3);
  expect(counts()).toEqual({ ncall: [FIRST_OVERFLOW + 5], pending: [FIRST_OVERFLOW + 4], anomalies: {} });
});

test('the lowest tokens are used first', () => {
  const { begin, collect, probes, tokens, waits } = setUp(FIRST_OVERFLOW + 4);
  collect(`${FIRST_OVERFLOW}`);
  probes.resume(7, '');
  probes.end(7);
  begin('low');
  expect(waits.has('low')).toBe(false);
  expect(tokens.rows[7 * ROW + STATE]).not.toBe(ENDED);
});

test('room for very many is given back when none of them is left', () => {
  const { begin, batch, collect, counts, known, tokens } = setUp(VERY_MANY);
  counts();
  expect(tokens.rows.length).toBeGreaterThan(VERY_MANY * ROW);
  expect(batch.state.coroutines.state.length).toBeGreaterThan(VERY_MANY);
  for (let index = FIRST_OVERFLOW - 1; index < VERY_MANY; index++) collect(`${index}`);
  expect(counts().pending).toEqual([VERY_MANY]);
  expect(tokens.rows.length).toBe(FIRST_OVERFLOW * ROW);
  expect(batch.state.coroutines.state.length).toBe(FIRST_OVERFLOW);
  expect(known()).toBe(FIRST_OVERFLOW - 1);
  for (let more = 0; more < FIRST_OVERFLOW; more++) begin(null);
  expect(counts()).toEqual({
    ncall: [VERY_MANY + FIRST_OVERFLOW],
    pending: [VERY_MANY + FIRST_OVERFLOW],
    anomalies: {},
  });
});

test('out of stack while asking: the wait is not watched, and the program sees nothing', () => {
  const { log, tokens, begin, waits, live } = setUp(FIRST_OVERFLOW);
  watchOverflow(log, tokens, () => {
    throw new RangeError('Maximum call stack size exceeded');
  });
  expect(begin('value')).toBe('value');
  expect(waits.has('value')).toBe(false);
  expect(live()).toBe(FIRST_OVERFLOW + 1);
});
