import { expect, test } from 'vitest';
import { parseProfile } from '../../runtime/src/profile/parse.ts';
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
