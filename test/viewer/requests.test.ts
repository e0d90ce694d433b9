/** The view of requests has the figures of `tsprof requests`. */
import { stripVTControlCharacters } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { main } from '../../report/src/main.ts';
import { duration } from '../../report/src/units.ts';
import { recursion, requestKinds } from '../report/support/cases.ts';
import { launch } from '../support/chromium.ts';
import { runFake } from '../support/fake-process.ts';
import { inFile, json, type Demo } from './support/demo.ts';
import { inViewer, open, pageText, rowsOf, searchFor } from './support/page.ts';

interface RequestJson {
  readonly tag: string;
  readonly wall: number;
  readonly tsub: number;
  readonly ready: number;
  readonly busy: number;
  readonly [figure: string]: number | string;
}

const COUNTS = ['count', 'errors'];
/** What the page calls times, and what `--json` does. */
const TIMES = {
  ...{ wall: 'wall', p50: 'p50', p99: 'p99', max: 'max' },
  ...{ own: 'tsub', waiting: 'twait', ready: 'ready', busy: 'busy' },
};

let browser: Browser;
let held: Demo;
let text: string;
let expected: readonly RequestJson[];
/** What the command prints for people. */
let lines: readonly string[];
beforeAll(async () => {
  browser = await launch();
  held = inFile(await requestKinds());
  text = await pageText(held.profile);
  ({ requests: expected } = await json<{ requests: readonly RequestJson[] }>([
    ...['requests', '--json', held.file],
  ]));
  const { stdout } = await runFake(main, ['requests', held.file]);
  lines = stripVTControlCharacters(stdout).split('\n');
});
afterAll(async () => {
  await browser.close();
  held.remove();
});

const inPage = <T>(act: (page: Page) => Promise<T>): Promise<T> => inViewer(browser, held.profile, act, text);
const time = (seconds: number): string => duration(Math.round(seconds * 1e9 * 1000) / 1000);

it('has all routes with their figures, in the order of the command', async () => {
  const rows = await inPage(async (page) => {
    await open(page, 'Requests');
    return rowsOf(page, 'Requests');
  });
  expect(rows.map((row) => ['request', ...COUNTS, ...Object.keys(TIMES)].map((title) => row[title]))).toEqual(
    expected.map((row) => [
      ...[row.tag, ...COUNTS.map((count) => String(row[count]))],
      ...Object.values(TIMES).map((name) => time(row[name] as number)),
    ]),
  );
  expect(expected.map(({ tag }) => tag)).toContain('GET /broken');
});

it('says of each what the command says of it', async () => {
  const verdicts = await inPage(async (page) => {
    await open(page, 'Requests');
    return (await rowsOf(page, 'Requests')).map((row) => `${row['request']} ${row['which']}`);
  });
  const said = expected.map(({ tag }) => lines.find((line) => line.startsWith(`${tag}  `))!);
  expect(verdicts).toEqual(said.map((line, at) => `${expected[at]!.tag} ${/\S+$/.exec(line)![0]}`));
  expect(new Set(verdicts.map((each) => each.split(' ').at(-1)))).toEqual(
    new Set(['waits', 'blocks', 'blocked', 'runs']),
  );
});

it('shows the parts of each one’s time', async () => {
  const bars = await inPage(async (page) => {
    await open(page, 'Requests');
    await rowsOf(page, 'Requests');
    return page
      .getByRole('grid', { name: 'Requests' })
      .getByRole('img')
      .evaluateAll((all) => all.map((bar) => bar.getAttribute('aria-label')!));
  });
  const partsOf = ({ wall, tsub, ready, busy }: RequestJson) => {
    const parts = { running: tsub, ready, busy, idle: wall - tsub - ready - busy };
    return Object.entries(parts)
      .filter(([, seconds]) => seconds > 5e-10)
      .map(([part, seconds]) => `${part} ${time(seconds)}`);
  };
  expect(bars.map((label) => label.split(', ').map((part) => part.replace(/ \(.*/, '')))).toEqual(
    expected.map(partsOf),
  );
});

it('tells of the chosen route, and leads to its part of the profile', async () => {
  const [told, hash] = await inPage(async (page) => {
    await open(page, 'Requests');
    await page.getByRole('gridcell', { name: 'GET /report', exact: true }).click();
    const tales = await page.locator('.tales li').allInnerTexts();
    await page.getByRole('button', { name: 'its awaits' }).click();
    await page.getByRole('grid', { name: 'Awaits' }).waitFor();
    return [tales, new URL(page.url()).hash] as const;
  });
  const first = lines.find((line) => line.includes('GET /report, which blocks the thread: '))!;
  expect(told).toContain(`${/which (blocks .*)$/.exec(first)![1]}, most by compute program:5`);
  expect(hash).toContain('view=awaits&tag=GET+%2Freport');
});

it('is searched by route', async () => {
  const rows = await inPage(async (page) => {
    await open(page, 'Requests');
    await searchFor(page, 'users');
    return [await rowsOf(page, 'Requests'), await page.locator('[data-fact=requests]').innerText()] as const;
  });
  expect(rows[0].map((row) => row['request'])).toEqual(['GET /users/:id']);
  expect(rows[1]).toBe('5 requests of 1 of 4 kinds, 1 not over yet');
});

it('is led to from the overview, at what the command would look at first', async () => {
  const [card, chosen] = await inPage(async (page) => {
    const first = page.locator('[data-card=first-route]');
    const words = await first.innerText();
    await first.getByRole('button').first().click();
    return [words, await page.locator('.grid-row[aria-selected=true] [data-column=request]').innerText()];
  });
  const [, words, tag] = /^look first at ((.*?), which .*)$/.exec(
    lines.find((line) => line.startsWith('look first'))!,
  )!;
  expect(card).toContain(words);
  expect(chosen).toBe(tag);
  // The others that it tells of are there, too: which route blocks, and which one was blocked most.
  const blocks = lines.find((line) => line.includes('GET /report, which blocks the thread: '))!;
  expect(card).toContain(blocks.slice(blocks.indexOf('GET /report')));
});

it('says in a line how to get some where there are none', async () => {
  const profile = await recursion();
  const [view, cards] = await inViewer(browser, profile, async (page) => {
    const count = await page.locator('[data-card=first-route]').count();
    await open(page, 'Requests');
    return [await page.locator('main').innerText(), count] as const;
  });
  expect(view).toMatch(/^No requests: tsprof run --tag-requests .*\.$/);
  expect(cards).toBe(0);
});
