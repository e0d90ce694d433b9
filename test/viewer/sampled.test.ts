/** A profile that was sampled: nothing in the viewer shows as zero what was not recorded. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Profile } from '@tsprof/runtime/profile';
import { launch } from '../support/chromium.ts';
import { runSampled } from '../support/virtual-sampling.ts';
import { headings, inViewer, open } from './support/page.ts';

const PROGRAM = `
  const ms = 1e6;
  function work() { burn(3 * ms); }
  async function load() { work(); await sleep(20 * ms); }
  async function main() { await tag('route', load); work(); }`;

let browser: Browser;
let profile: Profile;
beforeAll(async () => {
  browser = await launch();
  ({ profile } = await runSampled(PROGRAM));
});
afterAll(() => browser.close());

it('has the times of awaits, and no figures that need single waits', async () => {
  await inViewer(browser, profile, async (page) => {
    await open(page, 'Awaits');
    expect(await headings(page, 'Awaits')).toEqual(['await in', 'wait', 'pending', 'file:line']);
    const text = await page.locator('main').innerText();
    expect(text).toContain('20.0 ms');
    expect(text).toContain('it is known how long was waited, and not how often or for what');
  });
});

it.each([
  ['Requests', 'The profile was sampled: no request is told from another.'],
  ['Coroutines', 'The profile was sampled: no coroutine is told from another.'],
  ['Blocking', 'The profile was sampled: who held the thread without a break is not known.'],
])('%s says why there is nothing', async (view, words) => {
  await inViewer(browser, profile, async (page) => {
    await open(page, view);
    expect(await page.locator('main').innerText()).toContain(words);
  });
});

it('the overview does not say for what was waited', async () => {
  await inViewer(browser, profile, async (page) => {
    await open(page, 'Overview');
    const card = await page.locator('[data-card=slowest-await]').innerText();
    expect(card).toContain('For what it waited is not known: the profile was sampled.');
    expect(await page.locator('[data-card=own]').innerText()).toContain(
      'work ran itself so long. All functions',
    );
    expect(await page.locator('main').innerText()).not.toMatch(/\b0 calls|p99/);
  });
});
