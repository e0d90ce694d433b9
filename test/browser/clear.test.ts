import { expect, test } from 'vitest';
import { profileStats } from '../../runtime/src/profile/stats.ts';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { launch, pageOf, withPage } from '../support/chromium.ts';

declare global {
  var letters: string[];
  var workers: Set<Worker>;
}

/** Keeps what is posted to workers, and to which. */
function spy(): void {
  const letters: string[] = (globalThis.letters = []);
  const workers = (globalThis.workers = new Set());
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (this: Worker, letter: { type: string }, transfer: Transferable[]) {
    letters.push(letter.type);
    workers.add(this);
    Reflect.apply(postMessage, this, [letter, transfer]);
  } as typeof postMessage;
}

const APP = `
  function leaf(n) { return n * n; }
  function work() { for (let n = 0; n < 1000; n++) leaf(n); }
  work();`;

test('cleared while it is off and started again, a page has one recorder, which gets all', async () => {
  const browser = await launch();
  const calls = (profile: Profile) =>
    Object.fromEntries(profileStats(profile).functions.map(({ name, ncall }) => [name, ncall]));
  await withPage(
    browser,
    { files: pageOf(APP, {}) },
    async (page) => {
      await page.waitForFunction(() => '__tsprof__' in globalThis);
      expect(calls(await page.evaluate('__tsprof__.snapshot()'))).toMatchObject({ leaf: 1000 });
      await page.evaluate('__tsprof__.stop(), __tsprof__.clear()');
      expect(calls(await page.evaluate('__tsprof__.snapshot()'))).toEqual({});
      const sent = () => page.evaluate(() => letters.filter((type) => type === 'chunks').length);
      const before = await sent();
      await page.evaluate('__tsprof__.start(), work()');
      // Whatever is due every now and then has been done by then.
      await expect.poll(sent, { timeout: 10_000 }).toBeGreaterThan(before);
      await page.evaluate('work()');
      expect(calls(await page.evaluate('__tsprof__.snapshot()'))).toEqual({ work: 2, leaf: 2000 });
      expect(await page.evaluate(() => workers.size)).toBe(1);
    },
    (page) => page.addInitScript(spy),
  ).finally(() => browser.close());
});
