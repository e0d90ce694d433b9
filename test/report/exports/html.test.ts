import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { profileStats } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { html } from '../../../report/src/exports/html.ts';
import { withThreads } from '../../profile/support/build.ts';
import { launch, withPage } from '../../support/chromium.ts';
import { coroutines, oddNames, recursion } from '../support/cases.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

const inPage = <T>(profile: Profile, act: (page: Page) => Promise<T>): Promise<T> =>
  withPage(browser, { files: { '/': [...html(profile)].join('') } }, act);

/** The visible cells of a column. */
const column = (page: Page, at: number): Promise<string[]> =>
  page.locator(`tbody tr:visible td:nth-child(${at})`).allInnerTexts();

const press = (page: Page, at: number): Promise<void> => page.locator(`th:nth-child(${at}) button`).click();

describe('the report as a page', () => {
  it('has our figures', async () => {
    const profile = await coroutines();
    const expected = profileStats(profile).functions.map(({ name, ncall, tsub, ttot, twait }) =>
      [name, ncall, tsub, ttot, twait].join(' '),
    );
    const rows = await inPage(profile, (page) =>
      page.locator('tbody tr').evaluateAll((found) =>
        found.map((row) => {
          const cells = [...row.querySelectorAll('td')];
          const value = (at: number) => cells[at]!.dataset['v'];
          return [cells[0]!.innerText, value(1), value(2), value(4), value(7)].join(' ');
        }),
      ),
    );
    expect(rows.sort()).toEqual(expected.sort());
  });

  it('shows times as people read them', async () => {
    const cells = await inPage(await recursion(), (page) => page.locator('tbody tr').first().innerText());
    expect(cells.split('\t')).toEqual([
      ...['f', '2/1', '5.00 ms', '50.0', '9.00 ms', '90.0', '9.00 ms', '0', '9.00 ms', 'program:3:5'],
    ]);
  });

  it('sorts by any column, and the other way round', async () => {
    await inPage(await recursion(), async (page) => {
      expect(await column(page, 1)).toEqual(['f', 'g', 'main']);
      await press(page, 5);
      expect(await column(page, 1)).toEqual(['main', 'f', 'g']);
      await press(page, 5);
      expect(await column(page, 1)).toEqual(['g', 'f', 'main']);
      await press(page, 1);
      expect(await column(page, 1)).toEqual(['f', 'g', 'main']);
    });
  });

  it('shows what has the words of the filter', async () => {
    await inPage(await oddNames(), async (page) => {
      await page.getByRole('searchbox').fill('ARROW');
      expect(await column(page, 1)).toEqual(['<arrow:3>', '<arrow:3>']);
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
      expect(await column(page, 1)).toEqual(profile.sites.name.map(() => evil));
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
});
