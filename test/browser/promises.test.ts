/** Pages do not say when promises settle, and a profile for which that was asked says so. */
import { expect, test } from 'vitest';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { launch, pageOf, withPage } from '../support/chromium.ts';

const APP = 'function load() { return Promise.resolve(1); } load();';

test('asked to follow promises a page says that it does not', async () => {
  const browser = await launch();
  await withPage(browser, { files: pageOf(APP, {}) }, async (page) => {
    await page.waitForFunction(() => '__tsprof__' in globalThis);
    const notes = async (options: string) => {
      await page.evaluate(`__tsprof__.stop(), __tsprof__.clear(), __tsprof__.start(${options})`);
      const { threads } = await page.evaluate<Profile>('__tsprof__.snapshot()');
      return threads[0]!.notes;
    };
    expect(await notes('{ promises: true }')).toContain(
      'promises of plain functions are not followed: pages do not say when they settle',
    );
    expect(await notes('')).toEqual([]);
  }).finally(() => browser.close());
});
