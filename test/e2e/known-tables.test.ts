/** The two programs whose tables everybody knows, on the real clock: counts are exact, times are bounded by truth. */
import { beforeAll, describe, expect, it } from 'vitest';
import { profileScript, rowOf } from './support/tsprof.ts';
import type { FunctionRow, StatsReport } from './support/tsprof.ts';

/** Seconds. */
const UNIT = 0.2;
/** Node's timers count whole milliseconds: each may come so much early. */
const EARLY = 0.001;

function callsTo(row: FunctionRow): Record<string, number> {
  return Object.fromEntries(row.callees.map(({ name, ncall }) => [name, ncall]));
}

function expectConserved({ elapsed, functions, threads }: StatsReport): void {
  const own = functions.reduce((sum, { tsub }) => sum + tsub, 0);
  const root = threads.reduce((sum, { root_tsub }) => sum + root_tsub, 0);
  expect(own + root).toBeCloseTo(elapsed, 6);
  for (const { tsub, ttot, twait } of functions)
    expect(Math.min(tsub, ttot, twait)).toBeGreaterThanOrEqual(0);
}

describe("the Yappi document's program", () => {
  let report: StatsReport;
  beforeAll(async () => {
    const { ended, report: found } = await profileScript('fixtures/programs/yappi-document/main.ts', [
      `${UNIT}`,
    ]);
    expect(ended).toMatchObject({ code: 0, stdout: 'done\n' });
    report = found;
  });

  it('has exact counts and edges', () => {
    const counts = ['foo', 'burn_cpu', 'burn_async_io', 'burn_io'].map((name) => rowOf(report, name).ncall);
    expect(counts).toEqual([1, 1, 2, 1]);
    expect(callsTo(rowOf(report, 'foo'))).toEqual({ burn_cpu: 1, burn_async_io: 2, burn_io: 1 });
    expect(rowOf(report, 'foo')).toMatchObject({ nactualcall: 1, nsuspend: 2, pending: 0 });
    expect(rowOf(report, 'burn_async_io')).toMatchObject({ nactualcall: 2, nsuspend: 2, pending: 0 });
  });

  it('gives each unit to whom it belongs', () => {
    const foo = rowOf(report, 'foo');
    expect(foo.ttot).toBeGreaterThanOrEqual(4 * UNIT - 2 * EARLY);
    expect(foo.twait).toBeGreaterThanOrEqual(2 * (UNIT - EARLY));
    expect(foo.tsub).toBeLessThan(UNIT / 2);
    const waiting = rowOf(report, 'burn_async_io');
    expect(waiting.ttot).toBeGreaterThanOrEqual(2 * (UNIT - EARLY));
    expect(waiting.tsub).toBeLessThan(UNIT / 2);
    expect(rowOf(report, 'burn_io').ttot).toBeGreaterThanOrEqual(UNIT - EARLY);
    const cpu = rowOf(report, 'burn_cpu');
    expect(cpu.tsub).toBeGreaterThanOrEqual(UNIT - EARLY);
    expect(cpu.tsub).toBe(cpu.ttot);
  });

  it('adds up', () => expectConserved(report));
});

describe("GreenletProfiler's program", () => {
  /** Seconds in a round. */
  const ROUND = 0.01;
  let report: StatsReport;
  beforeAll(async () => {
    const { ended, report: found } = await profileScript('fixtures/programs/greenlets/main.ts', [
      `${1000 * ROUND}`,
    ]);
    expect(ended).toMatchObject({ code: 0, stdout: 'bar is done\nfoo is done\n' });
    report = found;
  });

  it('has exact counts and edges', () => {
    expect(callsTo(rowOf(report, 'foo'))).toEqual({ sleep: 20 });
    expect(callsTo(rowOf(report, 'bar'))).toEqual({ sleep: 10 });
    expect(rowOf(report, 'sleep')).toMatchObject({ ncall: 30, nactualcall: 30, nsuspend: 30 });
    expect([rowOf(report, 'foo').nsuspend, rowOf(report, 'bar').nsuspend]).toEqual([20, 10]);
  });

  it('gives foo twice what it gives bar, though they ran in turn', () => {
    const [foo, bar] = [rowOf(report, 'foo').tsub, rowOf(report, 'bar').tsub];
    expect(foo).toBeGreaterThanOrEqual(20 * ROUND);
    expect(bar).toBeGreaterThanOrEqual(10 * ROUND);
    expect(foo / bar).toBeGreaterThan(1.5);
    expect(foo / bar).toBeLessThan(2.5);
  });

  it('has each wait while the other works', () => {
    expect(rowOf(report, 'bar').twait).toBeGreaterThanOrEqual(9 * ROUND);
    expect(rowOf(report, 'foo').twait).toBeGreaterThanOrEqual(9 * ROUND);
  });

  it('adds up', () => expectConserved(report));
});
