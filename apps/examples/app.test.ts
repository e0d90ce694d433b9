/** The two programs whose tables everybody knows, the very sources that run under Node: in Chromium they give the same. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { profileStats } from '@tsprof/runtime/profile';
import type { FunctionStats } from '@tsprof/runtime/profile';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { launch } from '../support/browser.ts';
import { APPS, buildApp, viteBuild } from '../support/build.ts';
import type { Count } from '../support/counts.ts';
import { postedProfile } from '../support/realms.ts';
import { visit } from '../support/visit.ts';

/** Seconds: the programs' own defaults, and by how much a timer may come early. */
const UNIT = 1;
const ROUND = 0.01;
const EARLY = 0.002;

const yappi = { file: 'fixtures/programs/yappi-document/main.ts', at: '' };
const greenlets = { file: 'fixtures/programs/greenlets/main.ts', at: '' };

const COUNTS: Count[] = [
  { ...yappi, name: 'foo', ncall: 1 },
  { ...yappi, name: 'burn_cpu', ncall: 1 },
  { ...yappi, name: 'burn_async_io', ncall: 2 },
  { ...yappi, name: 'burn_io', ncall: 1 },
  { ...greenlets, name: 'foo', ncall: 1 },
  { ...greenlets, name: 'bar', ncall: 1 },
  { ...greenlets, name: 'sleep', ncall: 30 },
];

/** One after the other, each until it has said that it is done. */
async function actions(page: Page): Promise<void> {
  for (const [id, words] of Object.entries({ yappi: 'done', greenlets: 'foo is done' })) {
    const done = page.waitForEvent('console', (message) => message.text() === words);
    await page.click(`#${id}`);
    await done;
  }
}

async function profilePrograms() {
  const folder = join(APPS, 'examples');
  rmSync(join(folder, 'dist'), { recursive: true, force: true });
  await buildApp({ folder, build: viteBuild, out: 'dist/profiled', isProfiled: true });
  const browser = await launch();
  try {
    // Blocking by Atomics.wait takes shared memory.
    const served = { folder: join(folder, 'dist/profiled'), isolated: true, actions };
    return await visit(browser, served, (open) => postedProfile(open, COUNTS));
  } finally {
    await browser.close();
  }
}

let functions: readonly FunctionStats[];
beforeAll(async () => {
  const { behaviour, seen } = await profilePrograms();
  expect(behaviour.console).toEqual(['log: done', 'log: bar is done', 'log: foo is done']);
  expect(behaviour.errors).toEqual([]);
  functions = profileStats(seen).functions;
});

function rowOf({ file }: { file: string }, name: string): FunctionStats {
  const rows = functions.filter((row) => row.name === name && row.file === file);
  expect(rows).toHaveLength(1);
  return rows[0]!;
}

function callsTo({ callees }: FunctionStats): Record<string, number> {
  return Object.fromEntries(callees.map(({ place, ncall }) => [place.name, ncall]));
}

/** Seconds. */
function timesOf({ tsub, ttot, twait }: FunctionStats): { tsub: number; ttot: number; twait: number } {
  return { tsub: tsub / 1e9, ttot: ttot / 1e9, twait: twait / 1e9 };
}

describe("the Yappi document's program", () => {
  it('has exact counts and edges', () => {
    expect(callsTo(rowOf(yappi, 'foo'))).toEqual({ burn_cpu: 1, burn_async_io: 2, burn_io: 1 });
    expect(rowOf(yappi, 'foo')).toMatchObject({ ncall: 1, nactualcall: 1, nsuspend: 2, pending: 0 });
    expect(rowOf(yappi, 'burn_async_io')).toMatchObject({ ncall: 2, nsuspend: 2, pending: 0 });
  });

  it('gives each unit to whom it belongs', () => {
    const foo = timesOf(rowOf(yappi, 'foo'));
    expect(foo.ttot).toBeGreaterThanOrEqual(4 * UNIT - 4 * EARLY);
    expect(foo.twait).toBeGreaterThanOrEqual(2 * (UNIT - EARLY));
    expect(foo.tsub).toBeLessThan(UNIT / 2);
    const waiting = timesOf(rowOf(yappi, 'burn_async_io'));
    expect(waiting.ttot).toBeGreaterThanOrEqual(2 * (UNIT - EARLY));
    expect(waiting.tsub).toBeLessThan(UNIT / 2);
    expect(timesOf(rowOf(yappi, 'burn_io')).ttot).toBeGreaterThanOrEqual(UNIT - EARLY);
    expect(timesOf(rowOf(yappi, 'burn_cpu')).tsub).toBeGreaterThanOrEqual(UNIT - EARLY);
  });
});

describe("GreenletProfiler's program", () => {
  it('has exact counts and edges', () => {
    expect(callsTo(rowOf(greenlets, 'foo'))).toEqual({ sleep: 20 });
    expect(callsTo(rowOf(greenlets, 'bar'))).toEqual({ sleep: 10 });
    expect(rowOf(greenlets, 'sleep')).toMatchObject({ ncall: 30, nactualcall: 30, nsuspend: 30 });
    expect([rowOf(greenlets, 'foo').nsuspend, rowOf(greenlets, 'bar').nsuspend]).toEqual([20, 10]);
  });

  it('gives foo twice what it gives bar, though they ran in turn', () => {
    const [foo, bar] = [timesOf(rowOf(greenlets, 'foo')), timesOf(rowOf(greenlets, 'bar'))];
    expect(foo.tsub).toBeGreaterThanOrEqual(20 * ROUND - EARLY);
    expect(bar.tsub).toBeGreaterThanOrEqual(10 * ROUND - EARLY);
    expect(foo.tsub / bar.tsub).toBeGreaterThan(1.5);
    expect(foo.tsub / bar.tsub).toBeLessThan(2.5);
    expect(bar.twait).toBeGreaterThanOrEqual(9 * ROUND);
    expect(foo.twait).toBeGreaterThanOrEqual(9 * ROUND);
  });
});
