import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { instrumented, launch, pageOf, withPage, type Site } from '../support/chromium.ts';

/** Each `at` is the page's clock, read by the program itself. */
const APP = `
  const at = {};
  const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  let release;
  async function early() { await new Promise((resolve) => (release = resolve)); }
  async function late() { await sleep(20); release(); await sleep(20); }
  async function main() {
    at.start = performance.now();
    const first = early();
    await sleep(10);
    await Promise.all([first, late()]);
    at.end = performance.now();
  }
  async function busy() {
    await sleep(5);
    for (let round = 0; round < 100_000; round++) leaf(round);
  }
  function leaf(n) { return n * n; }
`;

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser?.close());

/** Opens a page that runs `APP`, then `last`. */
function inPage(
  { last, said, files, ...site }: Partial<Site> & { last: string; said: object },
  act: (page: Page) => Promise<void>,
): Promise<void> {
  const all = { ...pageOf(APP + last, said), ...files };
  return withPage(browser, { csp: "default-src 'self'", ...site, files: all }, act);
}

interface Measure {
  readonly name: string;
  readonly startTime: number;
  readonly duration: number;
  readonly detail: { devtools: { track: string; properties: [string, string][] } };
}

/** The measures in the page's timeline, once there is one of this name; by name. */
async function measures(page: Page, awaited: string): Promise<readonly Measure[]> {
  const isThere = (name: string) => performance.getEntriesByName(name, 'measure').length > 0;
  // Where no core is idle it takes a while until the log gets dense.
  await page.waitForFunction(isThere, awaited, { timeout: 100_000 });
  const all = await page.evaluate(() =>
    performance.getEntriesByType('measure').map((entry) => ({
      ...{ name: entry.name, startTime: entry.startTime, duration: entry.duration },
      detail: (entry as PerformanceMeasure).detail,
    })),
  );
  return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** To the microsecond: the clock’s readings and our integers differ by less. */
const exactly = (time: number) => Math.round(time * 1000) / 1000;
const starts = ({ startTime }: Measure) => exactly(startTime);
const ends = ({ startTime, duration }: Measure) => exactly(startTime + duration);
const property = ({ detail }: Measure, key: string) =>
  Object.fromEntries(detail.devtools.properties)[key as string];

for (const base of ['', 'http://127.0.0.1:1/']) {
  const where = base === '' ? 'a worker' : 'the page’s own thread, as there is no worker';
  test(`coroutines are on the timeline, from ${where}`, async () => {
    const said = { marks: true, ...(base && { base }) };
    await inPage({ last: 'main();', said }, async (page) => {
      const all = await measures(page, 'main');
      // The script itself is none, as it did not wait.
      expect(all.map(({ name }) => name)).toEqual(['early', 'late', 'main']);
      const [early, late, main] = all as [Measure, Measure, Measure];
      const at = (await page.evaluate('at')) as { start: number; end: number };
      expect(starts(main)).toBeLessThanOrEqual(exactly(at.start));
      expect(ends(main)).toBeGreaterThanOrEqual(exactly(at.end));
      expect(starts(early)).toBeGreaterThanOrEqual(starts(main));
      expect(ends(late)).toBeLessThanOrEqual(ends(main));
      expect(late.duration).toBeGreaterThan(35);
      // They overlap, and neither is inside the other.
      expect(all.map(({ detail }) => detail.devtools.track)).toEqual([
        'Coroutines',
        'Coroutines 2',
        'Coroutines',
      ]);
      expect(main.detail.devtools).toMatchObject({
        dataType: 'track-entry',
        trackGroup: 'tsprof',
        color: expect.stringMatching(/^primary/),
      });
      expect(property(main, 'file')).toBe('src/app.js:7');
      expect(all.map((mark) => property(mark, 'waits'))).toEqual(['1', '2', '2']);
    });
  });
}

test('where the log is dense and goes through shared memory', async () => {
  const last = `
    const isShared = async () => 'words' in (await __tsprof__.snapshot()).threads[0].health;
    async function script() {
      do await busy(); while (!(await isShared()));
      await main();
    }
    document.addEventListener('DOMContentLoaded', script);`;
  await inPage({ isolated: true, said: { marks: true }, last }, async (page) => {
    const all = await measures(page, 'script');
    const names = all.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['busy', 'early', 'late', 'main', 'script']));
    const [early, main] = ['early', 'main'].map((sought) => all.find(({ name }) => name === sought)!);
    expect([starts(early!), ends(early!)]).toEqual([expect.toSatisfy(isWithin), expect.toSatisfy(isWithin)]);
    function isWithin(time: number): boolean {
      return starts(main!) <= time && time <= ends(main!);
    }
    const [thread] = ((await page.evaluate('__tsprof__.snapshot()')) as Profile).threads;
    expect(thread!.health).toMatchObject({ spans: all.length, spansLeftOut: 0 });
  });
});

test('in a worker they are on the worker’s timeline', async () => {
  const last = `
    const worker = new Worker('/worker.js');
    worker.onmessage = ({ data }) => (globalThis.told = data);`;
  const files = {
    '/worker.js': `
      globalThis[Symbol.for('tsprof.settings')] = { marks: true, base: location.origin + '/tsprof/' };
      importScripts('/tsprof/tsprof.js', '/in-worker.js');
      new PerformanceObserver((list) => {
        const entries = list.getEntries();
        if (entries.some(({ name }) => name === 'main')) postMessage(entries.map(({ name }) => name).sort());
      }).observe({ type: 'measure', buffered: true });`,
    '/in-worker.js': instrumented(`${APP} main();`, 'src/app.js'),
  };
  await inPage({ last, said: {}, files }, async (page) => {
    await page.waitForFunction(() => 'told' in globalThis);
    expect(await page.evaluate('told')).toEqual(['early', 'late', 'main']);
    expect(await page.evaluate("performance.getEntriesByType('measure').length")).toBe(0);
  });
});

test('off unless asked', async () => {
  await inPage({ last: "main().then(() => (document.title = 'done'));", said: {} }, async (page) => {
    await page.waitForFunction(() => document.title === 'done');
    // What the accounts know of by now would have been told of, too.
    const { threads } = (await page.evaluate('__tsprof__.snapshot()')) as Profile;
    expect(threads[0]!.health).not.toHaveProperty('spans');
    expect(await page.evaluate("performance.getEntriesByType('measure').length")).toBe(0);
  });
});
