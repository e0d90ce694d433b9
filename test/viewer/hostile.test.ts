/** Names of a profile are text, whatever is in them: in every view, in pictures and in names of files. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Profile } from '@tsprof/runtime/profile';
import { launch } from '../support/chromium.ts';
import { requestKinds } from '../report/support/cases.ts';
import { inViewer, open, pageText } from './support/page.ts';

const EVIL = '</script><script>globalThis.evil = 1</script><img src=x onerror="globalThis.evil = 1">';
/** Turns text round, hides it, and moves a terminal's cursor. */
const ODD = '\u202egnihton\u2066\u0000\x1b[2J\u200b\u2028';
const LONG = `long${'x'.repeat(1_000_000)}end`;
const NAMES = [EVIL, ODD, LONG];
const VIEWS = [
  ...['Overview', 'Table', 'Flame', 'Sunburst', 'Graph', 'Awaits', 'Blocking', 'Coroutines', 'Requests'],
  ...['Timeline', 'Source', 'Diff'],
];

let browser: Browser;
let profile: Profile;
beforeAll(async () => {
  browser = await launch();
  const recorded = await requestKinds();
  const { sites } = recorded;
  profile = {
    ...recorded,
    ...{ generator: EVIL, created: EVIL, files: recorded.files.map(() => `${EVIL}/${ODD}.ts`) },
    sites: { ...sites, name: sites.name.map((_, at) => nameAt(sites.kind[at] === 'tag', at)) },
    threads: recorded.threads.map((thread) => ({ ...thread, name: ODD, notes: [EVIL, ODD] })),
  };
});
afterAll(() => browser.close());

const nameAt = (isTag: boolean, at: number): string => {
  const name = NAMES[at % NAMES.length]!;
  return isTag ? `[tag ${name}]` : name;
};

const isEvil = (page: Page): Promise<boolean> => page.evaluate(() => 'evil' in globalThis);

it('shows them as text in every view', async () => {
  const text = await pageText(profile, `${EVIL}${ODD}`);
  const seen = await inViewer(
    browser,
    profile,
    async (page) => {
      const texts: string[] = [];
      for (const view of VIEWS) {
        await open(page, view);
        await page.waitForTimeout(0);
        texts.push(await page.locator('body').innerText());
        expect(await page.locator('main img, main script, aside script').count(), view).toBe(0);
      }
      expect(await isEvil(page)).toBe(false);
      return texts;
    },
    text,
  );
  for (const [at, each] of seen.entries())
    expect(
      [...ODD].filter((character) => character > '\x7e' || character < ' ').some((odd) => each.includes(odd)),
      VIEWS[at],
    ).toBe(false);
  expect(seen[1]).toContain(EVIL);
  for (const view of ['Coroutines', 'Requests'])
    expect(seen[VIEWS.indexOf(view)], view).toContain(EVIL.slice(0, 40));
  expect(seen[1]).toContain('\\u202egnihton\\u2066\\x00\\x1b[2J\\u200b\\u2028');
  // Nobody reads a megabyte, and a page with that in each row is slow.
  for (const each of seen) expect(each.length).toBeLessThan(50_000);
});

it.each(['Flame', 'Sunburst', 'Graph'])('writes them as text into pictures: %s', async (view) => {
  const text = await pageText(profile, `${EVIL}/../${ODD}`);
  const [name, svg] = await inViewer(
    browser,
    profile,
    async (page) => {
      await open(page, view);
      const saved = page.waitForEvent('download');
      await page.getByRole('button', { name: 'SVG' }).click();
      const download = await saved;
      return [download.suggestedFilename(), readFileSync(await download.path(), 'utf8')] as const;
    },
    text,
  );
  expect(name).toMatch(/^[\p{L}\p{N} ._-]{1,84}$/u);
  expect(name).not.toMatch(/^\.|\.\./);
  expect(name).toMatch(/\.svg$/);
  expect(svg).not.toMatch(/<script|<img/);
  expect(svg).toContain('&lt;/script&gt;');
});
