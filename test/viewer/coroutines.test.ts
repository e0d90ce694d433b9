/** The view of coroutines has the figures of `tsprof coroutines`. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { duration } from '../../report/src/units.ts';
import { coroutineEnds, recursion } from '../report/support/cases.ts';
import { launch } from '../support/chromium.ts';
import { inFile, json, type Demo } from './support/demo.ts';
import { inViewer, open, pageText, rowsOf } from './support/page.ts';

interface CoroutineJson {
  readonly name: string;
  readonly path: readonly string[];
  readonly started: number;
  readonly pending: number;
  readonly p50: number;
  readonly slowest: readonly SlowJson[];
  readonly [figure: string]: unknown;
}

interface SlowJson {
  readonly at: number;
  readonly wall: number;
  readonly tsub: number;
  readonly twait: number;
  readonly state: string;
}

const COUNTS = ['started', 'fulfilled', 'rejected', 'returned', 'pending'];
/** What the page calls times, and what `--json` does. */
const TIMES = { wall: 'wall', own: 'tsub', wait: 'twait', p50: 'p50', p99: 'p99', max: 'max' };

let browser: Browser;
let held: Demo;
let text: string;
let expected: readonly CoroutineJson[];
beforeAll(async () => {
  browser = await launch();
  held = inFile(await coroutineEnds());
  text = await pageText(held.profile);
  ({ coroutines: expected } = await json<{ coroutines: readonly CoroutineJson[] }>([
    ...['coroutines', '--json', held.file],
  ]));
});
afterAll(async () => {
  await browser.close();
  held.remove();
});

const inPage = <T>(act: (page: Page) => Promise<T>): Promise<T> => inViewer(browser, held.profile, act, text);
const time = (seconds: number): string => duration(Math.round(seconds * 1e9 * 1000) / 1000);
const inTable = (row: CoroutineJson): string[] => [
  row.path.slice(-2).join(' > '),
  ...COUNTS.map((count) => String(row[count])),
  ...Object.values(TIMES).map((name) =>
    name.startsWith('p') && row.started === row.pending ? '–' : time(row[name] as number),
  ),
];
const queries = (): CoroutineJson => expected.find(({ path }) => path.slice(-2).join() === 'work,query')!;

it('has all rows with their figures, in the order of the command', async () => {
  const [rows, head] = await inPage(async (page) => {
    await open(page, 'Coroutines');
    return [await rowsOf(page, 'Coroutines'), await page.locator('[data-fact=ends]').innerText()] as const;
  });
  expect(
    rows.map((row) => ['coroutine', ...COUNTS, ...Object.keys(TIMES)].map((title) => row[title])),
  ).toEqual(expected.map(inTable));
  expect(expected).toHaveLength(6);
  expect(head).toBe('11 coroutines: 4 fulfilled, 1 rejected, 1 returned, 5 pending');
});

it('sorts as the command does', async () => {
  const { coroutines } = await json<{ coroutines: readonly CoroutineJson[] }>([
    ...['coroutines', '--json', '--sort', 'started', held.file],
  ]);
  const rows = await inPage(async (page) => {
    await open(page, 'Coroutines');
    await page.getByRole('columnheader', { name: 'started', exact: true }).getByRole('button').click();
    return rowsOf(page, 'Coroutines');
  });
  expect(rows.map((row) => row['coroutine'])).toEqual(coroutines.map((row) => inTable(row)[0]));
});

it('has the lives of the chosen row, and its slowest one by one', async () => {
  const [histogram, slowest] = await inPage(async (page) => {
    await open(page, 'Coroutines');
    await page.getByRole('gridcell', { name: 'work > query', exact: true }).click();
    return [
      await page.getByRole('img', { name: /that have ended/ }).getAttribute('aria-label'),
      await page
        .getByRole('table', { name: 'The slowest' })
        .locator('tbody tr')
        .evaluateAll((rows) =>
          rows.map((row) => [...row.children].map((cell) => (cell as HTMLElement).innerText)),
        ),
    ] as const;
  });
  const row = queries();
  expect(histogram).toContain(`: ${row.started - row.pending} from `);
  expect(slowest.map((cells) => cells.filter((_, at) => at !== 3))).toEqual(
    row.slowest.map(({ wall, tsub, twait, state, at }) => [
      ...[time(wall), time(tsub), time(twait), state, time(at)],
    ]),
  );
  expect(slowest.map((cells) => cells[3])).toEqual(['line 2', 'line 2', 'line 2', 'line 2']);
});

it('has who waits for whom', async () => {
  const lines = await inPage(async (page) => {
    await open(page, 'Coroutines');
    return page.getByRole('list', { name: 'Who waits for whom' }).getByRole('listitem').allInnerTexts();
  });
  expect(lines).toEqual(['2 × load program:8 since 11.0 ms', '└ 2 × query program:2 since 11.0 ms']);
});

it('is led to from the overview, at the slowest beside its like', async () => {
  const [card, chosen] = await inPage(async (page) => {
    const slowest = page.locator('[data-card=slowest-coroutine]');
    const words = await slowest.innerText();
    await slowest.getByRole('button').first().click();
    return [words, await page.locator('.grid-row[aria-selected=true] [data-column=coroutine]').innerText()];
  });
  const { started, p50, slowest } = queries();
  expect(card).toContain(
    `query: the slowest of ${started} took ${time(slowest[0]!.wall)}, half of them no longer than ${time(p50)}.`,
  );
  expect(card).toContain(`it waited ${time(slowest[0]!.twait)} of that, most at line 2.`);
  expect(chosen).toBe('work > query');
});

it('says in a line that there are none', async () => {
  const profile = await recursion();
  const [view, cards] = await inViewer(browser, profile, async (page) => {
    const count = await page.locator('[data-card=slowest-coroutine]').count();
    await open(page, 'Coroutines');
    return [await page.locator('main').innerText(), count] as const;
  });
  expect(view).toMatch(/^No coroutine was started .*\.$/);
  expect(cards).toBe(0);
});
