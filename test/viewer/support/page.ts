import type { Browser, Page } from 'playwright-core';
import { relocateShortly } from '../../../report/src/processors/relocate.ts';
import { html } from '../../../report/src/exports/html.ts';
import { GRAPH_LIMITS } from '../../../report/src/exports/prune.ts';
import type { Profile } from '@tsprof/runtime/profile';
import { ROOT } from '../../e2e/support/tsprof.ts';
import { withPage } from '../../support/chromium.ts';

/** The viewer's page with a profile, as `tsprof export` writes it. */
export const pageText = async (
  profile: Profile,
  name = 'run.tsprof',
  timelines: readonly string[] = [],
): Promise<string> =>
  [
    ...((await html(relocateShortly(profile, ROOT), GRAPH_LIMITS, {
      ...{ name, sources: null, timelines },
    })) as Iterable<string>),
  ].join('');

/** For what never comes, ms. */
const PATIENCE = 15_000;

/** Opens the viewer with a profile; what the page throws fails. */
export async function inViewer<T>(
  browser: Browser,
  profile: Profile,
  act: (page: Page) => Promise<T>,
  text?: string,
): Promise<T> {
  const body = text ?? (await pageText(profile));
  const thrown: Error[] = [];
  const result = await withPage(
    browser,
    { files: { '/': body } },
    async (page) => {
      await page.getByRole('navigation').waitFor();
      await page.locator('main').waitFor();
      return act(page);
    },
    (page) => {
      page.setDefaultTimeout(PATIENCE);
      page.on('pageerror', (error) => thrown.push(error));
    },
  );
  if (thrown[0] !== undefined) throw thrown[0];
  return result;
}

/** Opens a view by its tab. */
export const open = (page: Page, view: string): Promise<void> =>
  page.getByRole('navigation').getByRole('button', { name: view, exact: true }).click();

/** Types into the field that all views are searched by. */
export const searchFor = (page: Page, words: string): Promise<void> =>
  page.getByRole('searchbox').fill(words);

/** The cells of a table, a list for each row that is in sight. */
export const cells = (page: Page, table: string): Promise<string[][]> =>
  page
    .getByRole('grid', { name: table })
    .locator('.grid-row')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.children].map((cell) => (cell as HTMLElement).innerText.trim())),
    );

/** The headings of a table. */
export const headings = (page: Page, table: string): Promise<string[]> =>
  page.getByRole('grid', { name: table }).getByRole('columnheader').allInnerTexts();

/** The rows in sight, each by its headings. */
export async function rowsOf(page: Page, table: string): Promise<Record<string, string>[]> {
  await page.getByRole('grid', { name: table }).locator('.grid-row').first().waitFor();
  const names = await headings(page, table);
  return (await cells(page, table)).map((row) =>
    Object.fromEntries(row.map((text, at) => [names[at]!.replace(/ [↑↓]$/, ''), text])),
  );
}

/** Drops a file on the page, as a file manager does. */
export const drop = (page: Page, name: string, bytes: Uint8Array): Promise<void> =>
  page.evaluate(
    ([fileName, content]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(content)], fileName));
      const dropped = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
      document.body.dispatchEvent(dropped);
    },
    [name, [...bytes]] as const,
  );
