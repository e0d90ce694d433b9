/** A page that is left has sent all that it did, up to its last event. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCollector } from '../../runtime/src/entries/collect.ts';
import type { Collector } from '../../runtime/src/entries/collect.ts';
import { profileStats } from '../../runtime/src/profile/stats.ts';
import { launch, pageOf, withPage } from '../support/chromium.ts';

const APP = `
  function visited() {}
  function leaving() {}
  function last() {}
  function leaf(n) { return n * n; }
  globalThis.crunch = function crunch(calls) { for (let n = 0; n < calls; n++) leaf(n); };
  globalThis.isShared = async () => 'words' in (await __tsprof__.snapshot()).threads[0].health;
  globalThis.leave = function leave() { leaving(); location.href = '/?' + Math.random(); };
  addEventListener('pagehide', function late() { last(); });
  visited();`;

/** So many that their profile is too long to be sent as it is. */
const MANY = 1500;
const LARGE = Array.from({ length: MANY }, (_, n) => `function function${n}() {}\nfunction${n}();`).join(
  '\n',
);

interface App {
  crunch(calls: number): void;
  leave(): void;
  isShared(): Promise<boolean>;
}

let browser: Browser;
let collector: Collector;

beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());
beforeEach(() => void (collector = createCollector({ output: null, cwd: '/' })));

const site = (script: string, isolated: boolean) => ({
  ...{ isolated, collector },
  files: pageOf(script, { post: `/profile?token=${collector.token}` }),
});

/** Calls by function, as they have come by now. */
function calls(): Record<string, number> {
  const profile = collector.profile();
  const functions = profile === null ? [] : profileStats(profile).functions;
  return Object.fromEntries(functions.map(({ name, ncall }) => [name, ncall]));
}

/** Leaves the page by itself, for another one of the same kind. */
async function leave(page: Page): Promise<void> {
  await page.waitForFunction('globalThis.__tsprof__ !== undefined');
  await Promise.all([
    page.waitForEvent('framenavigated'),
    // Later: the answer to this question must not be lost with the page.
    page.evaluate(() => void setTimeout(() => (globalThis as unknown as App).leave())),
  ]);
  // A page that is closed while it loads may keep the browser from answering.
  await page.waitForLoadState();
}

describe.each([
  ['isolated', true],
  ['not isolated', false],
])('%s', (_, isolated) => {
  test('five visits, each left before it has sent anything', async () => {
    await withPage(browser, site(APP, isolated), async (page) => {
      for (let visit = 0; visit < 5; visit++) await leave(page);
      await expect.poll(calls).toMatchObject({ visited: 5, leaving: 5, last: 5 });
    });
  });

  test('a visit whose profile is too long to be sent as it is', async () => {
    await withPage(browser, site(APP + LARGE, isolated), async (page) => {
      await leave(page);
      await expect.poll(calls).toMatchObject({ leaving: 1, last: 1, [`function${MANY - 1}`]: 1 });
    });
  });

  test('a visit that has written more than a page keeps', async () => {
    await withPage(browser, site(APP, isolated), async (page) => {
      await page.waitForFunction('globalThis.__tsprof__ !== undefined');
      const crunch = () => page.evaluate(() => (globalThis as unknown as App).crunch(500_000));
      for (let round = 0; round < 3; round++) await crunch();
      // Behind the second one the page has heard how its accounts stand with all of the first one.
      await page.evaluate('__tsprof__.snapshot().then(() => __tsprof__.snapshot()).then(() => {})');
      await leave(page);
      await expect.poll(calls).toMatchObject({ crunch: 3, leaf: 1_500_000, leaving: 1, last: 1 });
    });
  });

  test('a page that has put its own fetch in the place of the browser', async () => {
    const spied = `globalThis.fetch = function spy() { throw new Error('seen'); };`;
    await withPage(browser, site(spied + APP, isolated), async (page) => {
      await leave(page);
      await expect.poll(calls).toMatchObject({ leaving: 1, last: 1 });
      expect(calls()).not.toHaveProperty('spy');
    });
  });

  test('a page that is closed', async () => {
    await withPage(browser, site(APP, isolated), async (page) => {
      // What brings accounts up to date as a page ends is loaded last.
      await page.waitForLoadState('networkidle');
      await page.close();
      await expect.poll(calls).toMatchObject({ visited: 1, last: 1 });
    });
  });
});

test('a page in which no worker may run, by its policy of trusted types', async () => {
  const csp = "require-trusted-types-for 'script'";
  await withPage(browser, { ...site(APP, false), csp }, async (page) => {
    await leave(page);
    await expect.poll(calls).toMatchObject({ leaving: 1, last: 1 });
  });
});

test('a page whose log is shared waits for whoever reads it', async () => {
  await withPage(browser, site(APP, true), async (page) => {
    await page.waitForFunction('globalThis.__tsprof__ !== undefined');
    const crunchUntilShared = async (): Promise<number> => {
      const { crunch, isShared } = globalThis as unknown as App;
      let rounds = 0;
      do {
        crunch(100_000);
        rounds++;
      } while (!(await isShared()));
      return rounds;
    };
    const rounds = await page.evaluate(crunchUntilShared);
    await leave(page);
    await expect.poll(calls).toMatchObject({ crunch: rounds, leaf: rounds * 100_000, leaving: 1, last: 1 });
  });
});
