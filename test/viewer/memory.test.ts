/** What was allocated: in the table, as widths of the call tree, and as what to look at first. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryStats, parseProfile } from '@tsprof/runtime/profile';
import { size } from '../../report/src/units.ts';
import { framesOf } from '../../viewer/src/flame/layout.ts';
import { ROOT } from '../e2e/support/tsprof.ts';
import { launch } from '../support/chromium.ts';
import { inViewer, open, rowsOf } from './support/page.ts';

const read = (name: string) => parseProfile(readFileSync(join(ROOT, 'fixtures/profiles', name)));
const profile = read('memory.tsprof');
const { functions } = memoryStats(profile);
const most = functions.reduce((first, row) => (row.own > first.own ? row : first));

describe('the call tree by memory', () => {
  const frames = framesOf(profile, {
    ...{ libraries: 'all', shape: 'calls', subject: -1, weight: 'memory' },
  });

  it('is as wide as all that functions have allocated', () => {
    const own = functions.reduce((sum, row) => sum + row.own, 0);
    expect(own).toBeGreaterThan(0);
    expect(frames.width[0]).toBe(own);
  });

  it('has the bytes of each function, and its samples in place of calls', () => {
    const sumOf = (column: Float64Array, name: string) =>
      [...frames.site.keys()]
        .filter((row) => profile.sites.name[frames.site[row]!] === name)
        .reduce((sum, row) => sum + column[row]!, 0);
    for (const { name, own, samples } of functions)
      expect([name, sumOf(frames.own, name), sumOf(frames.ncall, name)]).toEqual([name, own, samples]);
  });

  it('is the root alone where no memory was watched', () => {
    const { start, width } = framesOf(read('awaits.tsprof'), {
      ...{ libraries: 'all', shape: 'calls', subject: -1, weight: 'memory' },
    });
    expect([start.length, width[0]]).toEqual([1, 0]);
  });
});

describe('the viewer', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  it('has memory in the table, beside it, and in the overview', async () => {
    const shown = await inViewer(browser, profile, async (page) => {
      const card = await page.locator('[data-card=memory]').innerText();
      await open(page, 'Table');
      await page.getByRole('button', { name: 'memory', exact: true }).click();
      const [first] = await rowsOf(page, 'Functions');
      await page.locator('.grid-row').first().click();
      const fact = await page.getByRole('complementary').locator('[data-fact=memory]').innerText();
      return { card, first: first!, fact };
    });
    expect(shown.card).toContain(`${size(most.own)}\n`);
    expect(shown.first).toMatchObject({
      ...{ name: most.name, memory: size(most.own), 'memory total': size(most.total) },
      'per call': size(most.own / most.ncall),
    });
    expect(shown.fact).toBe(size(most.own));
  });

  it('has memory as width of flame graph and sunburst', async () => {
    const shown = await inViewer(browser, profile, async (page) => {
      await open(page, 'Flame');
      await page.getByLabel('width').selectOption('memory');
      const canvas = page.locator('canvas[aria-busy=false][aria-label*="by memory"]');
      await canvas.focus();
      await page.keyboard.press('ArrowDown');
      const line = await page.locator('#flame-line').innerText();
      await open(page, 'Sunburst');
      const middle = page.getByRole('button', { name: /^all calls/ });
      return { line, middle: await middle.getAttribute('aria-label') };
    });
    const whole = size(functions.reduce((sum, row) => sum + row.own, 0));
    expect(shown.line).toContain(`all calls: ${whole} still there`);
    expect(shown.middle).toContain(whole);
  });

  it('says nothing of it where no memory was watched', async () => {
    const shown = await inViewer(browser, read('awaits.tsprof'), async (page) => {
      const cards = await page.locator('[data-card=memory]').count();
      await open(page, 'Table');
      const columns = await page.getByRole('button', { name: 'memory', exact: true }).count();
      await open(page, 'Flame');
      return [cards, columns, await page.getByLabel('width').locator('[value=memory]').count()];
    });
    expect(shown).toEqual([0, 0, 0]);
  });
});
