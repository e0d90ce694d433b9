/** Figures of large profiles come from a worker, and are those that the page makes of small ones. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blockingStats, parseProfile, profileStats } from '@tsprof/runtime/profile';
import { identityOf } from '../../report/src/diff/run-table.ts';
import { duration } from '../../report/src/units.ts';
import { FIGURE_NAMES, figureOf } from '../../viewer/src/figures/figures-of.ts';
import { ROOT } from '../e2e/support/tsprof.ts';
import { launch } from '../support/chromium.ts';
import { largeProfile } from './support/large.ts';
import { inViewer, open, rowsOf } from './support/page.ts';

describe('figures', () => {
  const profile = parseProfile(readFileSync(join(ROOT, 'fixtures/profiles/blocking.tsprof')));

  it.each(FIGURE_NAMES)('can be sent from one thread to another: %s', (name) => {
    const figure = figureOf(name, profile, { threshold: 1 });
    expect(structuredClone(figure)).toEqual(figure);
  });

  it('are those of the commands', () => {
    const { elapsed, threads, functions } = profileStats(profile);
    const { rootSelves, ...stats } = figureOf('stats', profile, {});
    expect(stats).toEqual({ elapsed, functions });
    expect(rootSelves).toEqual(threads.map(({ rootSelf }) => rootSelf));
    const stretches = figureOf('stretches', profile, {});
    expect(stretches.length).toBeGreaterThan(0);
    expect(stretches).toEqual(blockingStats(profile, 0).stretches);
  });

  it('have callers and callees of one function', () => {
    const called = profileStats(profile).functions.find(({ callers, callees }) => callers[0] && callees[0])!;
    const { callers, callees } = figureOf('pairs', profile, { subject: identityOf(called) });
    expect({ callers, callees }).toEqual({ callers: called.callers, callees: called.callees });
    expect(figureOf('pairs', profile, { subject: null })).toEqual({ callers: [], callees: [] });
  });
});

describe('a large profile', () => {
  const large = largeProfile(20_000);
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  it('is added up by the worker', async () => {
    const { functions } = profileStats(large);
    const [first] = [...functions].sort((a, b) => b.tsub - a.tsub);
    const shown = await inViewer(browser, large, async (page) => {
      const card = page.locator('[data-card=own]');
      await card.waitFor();
      const own = await card.innerText();
      await open(page, 'Table');
      const [row] = await rowsOf(page, 'Functions');
      await page.locator('.grid-row').first().click();
      const callers = page.locator('[data-pairs="Called by"] > span:first-child');
      await callers.first().waitFor();
      return { own, name: row!['name'], tsub: row!['tsub'], callers: await callers.count() };
    });
    expect(shown.own).toContain(duration(first!.tsub));
    expect(shown).toMatchObject({ name: first!.name, tsub: duration(first!.tsub), callers: 1 });
  });
});
