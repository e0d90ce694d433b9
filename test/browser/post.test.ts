import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { parseProfile } from '../../runtime/src/profile/parse.ts';
import { profileStats } from '../../runtime/src/profile/stats.ts';
import { launch, pageOf, withPage } from '../support/chromium.ts';

const APP = `
  const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  async function busy() {
    await sleep(5);
    for (let round = 0; round < 100_000; round++) leaf(round);
  }
  function leaf(n) { return n * n; }
  function first() {}
  function last() {}
  const isShared = async () => 'words' in (await __tsprof__.snapshot()).threads[0].health;
  async function script() {
    do await busy(); while (!(await isShared()));
    first();
  }
  document.addEventListener('DOMContentLoaded', script);`;

test('a page whose log is shared sends what it does now and then, too', async () => {
  const browser = await launch();
  let names: readonly string[] = [];
  const onPost = (body: string) => void (names = parseProfile(body).sites.name);
  const files = pageOf(APP, { post: '/profile' });
  await withPage(browser, { isolated: true, files, onPost }, async (page) => {
    await expect.poll(() => names, { timeout: 100_000 }).toContain('first');
    // Nothing more happened, and whoever reads the log has gone to sleep.
    await page.evaluate('last()');
    await expect.poll(() => names, { timeout: 20_000 }).toContain('last');
  }).finally(() => browser.close());
});

const STUCK = `
  function leaf(n) { return n * n; }
  function crunch() { for (let n = 0; n < 300_000; n++) leaf(n); }
  function spin() { for (;;); }
  globalThis.isShared = async () => {
    crunch();
    return 'words' in (await __tsprof__.snapshot()).threads[0].health;
  };
  globalThis.getStuck = function getStuck() { spin(); };`;

test('a page that is stuck after it has been dense: what is sent says where, and for how long so far', async () => {
  const browser = await launch();
  const took: number[] = [];
  let before = 0;
  let calls: Record<string, number> = {};
  const onPost = (body: string) => {
    const { functions } = profileStats(parseProfile(body));
    calls = Object.fromEntries(functions.map(({ name, ncall }) => [name, ncall]));
    const spin = functions.find(({ name }) => name === 'spin');
    if (spin !== undefined) took.push(spin.tsub);
  };
  const site = { isolated: true, files: pageOf(STUCK, { post: '/profile' }), onPost };
  await withPage(browser, site, async (page) => {
    await page.waitForFunction('globalThis.__tsprof__');
    do before++;
    while (!(await page.evaluate('isShared()')));
    const session = await page.context().newCDPSession(page);
    await page.evaluate('void setTimeout(getStuck)');
    await expect.poll(() => took.length, { timeout: 30_000 }).toBeGreaterThan(2);
    await session.send('Runtime.terminateExecution');
  }).finally(() => browser.close());
  expect(calls).toMatchObject({ spin: 1, getStuck: 1, crunch: before, leaf: before * 300_000 });
  expect(took.slice(1).every((time, index) => time > took[index]!)).toBe(true);
  // Sent every second, and the loop does nothing else.
  expect(took.at(-1)! - took[0]!).toBeGreaterThan(1e9);
});

test('a frame of no origin sends nothing to the server of its page, which would refuse it', async () => {
  const browser = await launch();
  let posts = 0;
  const files = pageOf('function ran() {}\nsetInterval(ran, 50);', { post: '/profile' });
  const withFrame = `${files['/']}<iframe sandbox="allow-scripts" src="/frame.html"></iframe>`;
  const site = { files: { ...files, '/frame.html': files['/']!, '/': withFrame }, onPost: () => posts++ };
  const said: string[] = [];
  const listen = (page: Page) => page.on('console', (message) => said.push(message.text()));
  const act = async (page: Page) => {
    const frame = page.frames()[1]!;
    await frame.waitForFunction('globalThis.__tsprof__');
    const before = posts;
    // The page sends as often as the frame would.
    await expect.poll(() => posts, { timeout: 20_000 }).toBeGreaterThan(before + 2);
    expect(await frame.evaluate('__tsprof__.snapshot().then(({ sites }) => sites.name)')).toContain('ran');
  };
  await withPage(browser, site, act, listen).finally(() => browser.close());
  expect(said).toEqual([]);
});
