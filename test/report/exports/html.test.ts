import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { profileStats } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { html } from '../../../report/src/exports/html.ts';
import { GRAPH_LIMITS } from '../../../report/src/exports/prune.ts';
import { duration } from '../../../report/src/units.ts';
import { profileOf, withThreads } from '../../profile/support/build.ts';
import { launch, withPage } from '../../support/chromium.ts';
import { coroutines, oddNames, recursion } from '../support/cases.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

const pageOf = async (profile: Profile): Promise<string> =>
  [...(await html(profile, GRAPH_LIMITS, { name: 'run.tsprof', sources: null, timelines: [] }))].join('');

async function inPage<T>(profile: Profile, act: (page: Page) => Promise<T>): Promise<T> {
  return withPage(browser, { files: { '/': await pageOf(profile) } }, async (page) => {
    await page.getByRole('navigation').getByRole('button', { name: 'Table' }).click();
    return act(page);
  });
}

/** The cells of a column. */
const column = (page: Page, name: string): Promise<string[]> =>
  page.locator(`.grid-row [data-column="${name}"]`).allInnerTexts();

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('columnheader', { name, exact: true }).getByRole('button').click();

describe('the report as a page', () => {
  it('has our figures', async () => {
    const profile = await coroutines();
    const expected = profileStats(profile).functions.map(({ name, ncall, tsub, ttot, twait }) =>
      [name, ncall, duration(tsub), duration(ttot), duration(twait)].join(' '),
    );
    const columns = await inPage(profile, (page) =>
      Promise.all(['name', 'ncall', 'tsub', 'ttot', 'twait'].map((name) => column(page, name))),
    );
    expect(columns[0]!.map((_, row) => columns.map((cells) => cells[row]).join(' ')).sort()).toEqual(
      expected.sort(),
    );
  });

  it('has the profile as it is, gzipped', async () => {
    const profile = await recursion();
    const [, gzip] = /"gzip":"([^"]+)"/.exec(await pageOf(profile))!;
    const carried = JSON.parse(gunzipSync(Buffer.from(gzip!, 'base64')).toString()) as Profile;
    expect(carried).toEqual(JSON.parse(JSON.stringify(profile)));
  });

  it('shows times as people read them', async () => {
    const cells = await inPage(await recursion(), (page) => page.locator('.grid-row').first().innerText());
    expect(cells.split('\n').slice(0, 8)).toEqual([
      ...['f', '2/1', '5.00 ms', '50.0%', '9.00 ms', '90.0%', '9.00 ms', '0'],
    ]);
  });

  it('sorts by any column, and the other way round', async () => {
    await inPage(await recursion(), async (page) => {
      expect(await column(page, 'name')).toEqual(['f', 'g', 'main']);
      await press(page, 'ttot');
      expect(await column(page, 'name')).toEqual(['main', 'f', 'g']);
      await press(page, 'ttot');
      expect(await column(page, 'name')).toEqual(['g', 'f', 'main']);
      await press(page, 'name');
      expect(await column(page, 'name')).toEqual(['f', 'g', 'main']);
    });
  });

  it('shows what has the words of the search', async () => {
    await inPage(await oddNames(), async (page) => {
      await page.getByRole('searchbox').fill('ARROW');
      expect(await column(page, 'name')).toEqual(['<arrow:3>', '<arrow:3>']);
    });
  });

  it('runs nothing but its own script, whatever names are in it', async () => {
    const evil = '</script><script>globalThis.evil = 1</script><img src=x onerror="globalThis.evil = 1">';
    const profile = await oddNames();
    const sites = { ...profile.sites, name: profile.sites.name.map(() => evil) };
    const threads = withThreads(
      { ...profile, sites, files: [evil], generator: evil, created: evil },
      { name: evil },
    );
    await inPage(threads, async (page) => {
      expect(new Set(await column(page, 'name'))).toEqual(new Set([evil]));
      expect(await page.evaluate(() => 'evil' in globalThis)).toBe(false);
      // Should a name ever become markup, the policy lets no other script run.
      const refused = await page.evaluate(() => {
        const told = new Promise((resolve) =>
          document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective)),
        );
        document.body.append(
          Object.assign(document.createElement('script'), { text: 'globalThis.evil = 1' }),
        );
        return told;
      });
      expect([refused, await page.evaluate(() => 'evil' in globalThis)]).toEqual(['script-src-elem', false]);
    });
  });

  it('takes no more than 350 kB where there is nothing in it', async () => {
    expect((await pageOf(profileOf([]))).length).toBeLessThan(350_000);
  });
});
