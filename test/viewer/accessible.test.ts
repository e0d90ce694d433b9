/** What the viewer tells those who do not see it, or who have no pointer: names, keys and contrasts in every view. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseProfile } from '@tsprof/runtime/profile';
import { coloursOf, labelledFills } from '../../viewer/src/flame/colours.ts';
import { ROOT } from '../e2e/support/tsprof.ts';
import { launch } from '../support/chromium.ts';
import { contrast, paleTexts } from './support/contrast.ts';
import { inViewer, open, pageText } from './support/page.ts';

const VIEWS = [
  ...['Overview', 'Table', 'Flame', 'Sunburst', 'Graph', 'Awaits', 'Blocking', 'Coroutines', 'Requests'],
  ...['Timeline', 'Source', 'Diff'],
];
const ENOUGH = 4.5;

const profile = parseProfile(readFileSync(join(ROOT, 'fixtures/profiles/blocking.tsprof')));
let browser: Browser;
let text: string;
beforeAll(async () => {
  [browser, text] = await Promise.all([launch(), pageText(profile)]);
});
afterAll(() => browser.close());

const inPage = <T>(act: (page: Page) => Promise<T>): Promise<T> => inViewer(browser, profile, act, text);

interface AxNode {
  readonly ignored: boolean;
  readonly role?: { readonly value: string };
  readonly name?: { readonly value: string };
  readonly properties?: readonly { readonly name: string; readonly value: { readonly value: unknown } }[];
}

/** The roles of what can have the focus, or is a picture, and has no name. */
async function nameless(session: CDPSession): Promise<string[]> {
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as unknown as { nodes: AxNode[] };
  const isTold = ({ ignored, role, properties }: AxNode): boolean =>
    !ignored &&
    (role?.value === 'image' ||
      (properties ?? []).some(({ name, value }) => name === 'focusable' && value.value === true));
  const told = nodes.filter(isTold);
  // The page itself is one.
  expect(told.length).toBeGreaterThan(15);
  return told.filter(({ name }) => !name?.value).map(({ role }) => role!.value);
}

describe('for who does not see it', () => {
  it('all that has the focus has a name, in every view', async () => {
    const found = await inPage(async (page) => {
      const session = await page.context().newCDPSession(page);
      await session.send('Accessibility.enable');
      const missing: string[] = [];
      for (const view of VIEWS) {
        await open(page, view);
        missing.push(...(await nameless(session)).map((role) => `${view}: ${role}`));
      }
      return missing;
    });
    expect(found).toEqual([]);
  });

  it('a table says which row is selected', async () => {
    const said = await inPage(async (page) => {
      await open(page, 'Table');
      const grid = page.getByRole('grid', { name: 'Functions' });
      await grid.focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await grid.and(page.locator('[aria-activedescendant]')).waitFor();
      const id = await grid.getAttribute('aria-activedescendant');
      const row = page.locator(`[id="${id}"]`);
      return [await row.getAttribute('aria-selected'), await row.getAttribute('aria-rowindex')];
    });
    expect(said).toEqual(['true', '3']);
  });
});

describe('keys', () => {
  const title = (page: Page): Promise<string> =>
    page.getByRole('navigation').locator('[aria-current=page]').innerText();

  it('lead through all views', async () => {
    const titles = await inPage(async (page) => {
      const found: string[] = [];
      for (let at = 0; at < VIEWS.length; at++) {
        await page.keyboard.press('n');
        found.push(await title(page));
      }
      await page.keyboard.press('p');
      return [...found, await title(page)];
    });
    expect(titles).toEqual([...VIEWS.slice(1), 'Overview', 'Diff']);
  });

  const label = (page: Page): Promise<string> =>
    page.evaluate(() => document.activeElement!.getAttribute('aria-label')!.split(':')[0]!);

  it('lead through the sunburst', async () => {
    const walked = await inPage(async (page) => {
      await open(page, 'Sunburst');
      await page.getByRole('button', { name: /^all calls/ }).focus();
      const found: string[] = [];
      for (const key of ['ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowUp']) {
        await page.keyboard.press(key);
        found.push(await label(page));
      }
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.activeElement?.getAttribute('tabindex') === '0');
      return [...found, await label(page)];
    });
    expect(walked).toEqual(['compute', 'main', 'late', 'main', 'main']);
  });

  it('choose a function of the graph', async () => {
    const chosen = await inPage(async (page) => {
      await open(page, 'Graph');
      await page.getByRole('button', { name: /^compute, / }).focus();
      await page.keyboard.press('Enter');
      return page.getByRole('complementary').getByRole('heading').first().innerText();
    });
    expect(chosen).toBe('compute');
  });
});

describe.each(['light', 'dark'] as const)('in %s colours', (theme) => {
  it('texts stand out from what is behind them', async () => {
    const pale = await inPage(async (page) => {
      await page.emulateMedia({ colorScheme: theme });
      const found: string[] = [];
      for (const view of VIEWS) {
        await open(page, view);
        found.push(...(await page.evaluate(paleTexts, ENOUGH)).map((each) => `${view}: ${each}`));
      }
      return found;
    });
    expect(pale).toEqual([]);
  });

  it('so do labels of pictures', () => {
    const { text: ink, dim, dimText } = coloursOf(theme);
    const pairs = [...labelledFills(theme).map((fill) => [ink, fill] as const), [dimText, dim] as const];
    expect(pairs.filter(([one, other]) => contrast(one, other) < ENOUGH)).toEqual([]);
  });
});
