/** The view of what has changed has the figures of `tsprof diff`. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { duration } from '../../report/src/units.ts';
import { call, profileOf } from '../profile/support/build.ts';
import { launch } from '../support/chromium.ts';
import { inFile, json, type Demo } from './support/demo.ts';
import { drop, inViewer, open, pageText, rowsOf } from './support/page.ts';

interface FigureJson {
  readonly before: number;
  readonly after: number;
  readonly change: number;
}

interface ChangeJson {
  readonly name: string;
  readonly status: string;
  readonly ncall: FigureJson;
  readonly tsub: FigureJson;
  readonly ttot: FigureJson;
}

const DEFINITIONS = {
  ...{ main: { line: 1 }, parse: { line: 10 }, render: { line: 20 } },
  ...{ old: { line: 30 }, fresh: { line: 40 } },
};

let browser: Browser;
let before: Demo;
let after: Demo;
let text: string;
let changes: readonly ChangeJson[];
beforeAll(async () => {
  browser = await launch();
  const definitions = { definitions: DEFINITIONS };
  before = inFile(
    profileOf([call('main', 20e6, call('parse', 5e6), call('render', 8e6), call('old', 3e6))], definitions),
  );
  after = inFile(
    profileOf(
      [call('main', 30e6, call('parse', 12e6), call('parse', 6e6), call('render', 2e6), call('fresh', 6e6))],
      definitions,
    ),
  );
  text = await pageText(after.profile);
  const { functions } = await json<{ functions: ChangeJson[] }>(['diff', '--json', before.file, after.file]);
  changes = functions;
});
afterAll(async () => {
  await browser.close();
  for (const { remove } of [before, after]) remove();
});

const time = (seconds: number): string => duration(Math.round(Math.abs(seconds) * 1e9));
const sign = (value: number): string => (value === 0 ? '' : value < 0 ? '-' : '+');
const timesOf = ({ after, change }: FigureJson): string[] => [
  ...[time(after), `${sign(change)}${time(change)}`],
];

/** Shows what has changed, the profile from before having been dropped. */
const inDiff = <T>(act: (page: Page) => Promise<T>): Promise<T> =>
  inViewer(
    browser,
    after.profile,
    async (page) => {
      await open(page, 'Diff');
      await drop(page, 'before.tsprof', readFileSync(before.file));
      await page.getByRole('grid', { name: 'What has changed' }).waitFor();
      return act(page);
    },
    text,
  );

it('has functions that are kept, new and gone, by how much they changed', async () => {
  const [rows, from, main] = await inDiff(async (page) => [
    await rowsOf(page, 'What has changed'),
    await page.locator('.tools strong').first().innerText(),
    await page.getByRole('heading').first().innerText(),
  ]);
  expect([from, main]).toEqual(['before.tsprof', 'run.tsprof']);
  expect(new Set(changes.map(({ status }) => status))).toEqual(new Set(['kept', 'new', 'gone']));
  expect(
    rows.map((row) => [
      ...[row['status'], row['ncall'], row['ncall change'], row['tsub'], row['tsub change']],
      ...[row['ttot'], row['ttot change']],
    ]),
  ).toEqual(
    changes.map(({ status, ncall, tsub, ttot }) => [
      ...[status, String(ncall.after), `${sign(ncall.change)}${Math.abs(ncall.change)}`],
      ...[...timesOf(tsub), ...timesOf(ttot)],
    ]),
  );
  expect(rows.map((row) => row['name'])).toEqual(changes.map(({ name }) => name));
  expect(rows.find((row) => row['name'] === 'parse')).toMatchObject({
    ...{ ncall: '2', 'ncall change': '+1', 'ncall %': '+100.0%' },
    ...{ tsub: '18.0 ms', 'tsub change': '+13.0 ms', 'tsub %': '+260.0%' },
  });
});

it('sorts by the change of another figure as the command does', async () => {
  const { functions } = await json<{ functions: ChangeJson[] }>([
    ...['diff', '--json', '--sort', 'ttot', before.file, after.file],
  ]);
  const names = await inDiff(async (page) => {
    await page.getByLabel('by the change of').selectOption('ttot');
    return (await rowsOf(page, 'What has changed')).map((row) => row['name']);
  });
  const expected = functions.map(({ name }) => name);
  expect(expected).not.toEqual(changes.map(({ name }) => name));
  expect(names).toEqual(expected);
});

it('compares two checkouts by the paths within them', async () => {
  const calls = (wall: number) => [call('main', wall)];
  const one = inFile(profileOf(calls(10e6), { definitions: DEFINITIONS, cwd: '/one' }));
  const two = inFile(profileOf(calls(30e6), { definitions: DEFINITIONS, cwd: '/two' }));
  const rows = await inViewer(
    browser,
    after.profile,
    async (page) => {
      await drop(page, 'two.tsprof', readFileSync(two.file));
      await page.getByRole('heading', { name: 'two.tsprof', exact: true }).waitFor();
      await open(page, 'Diff');
      await drop(page, 'one.tsprof', readFileSync(one.file));
      return rowsOf(page, 'What has changed');
    },
    text,
  );
  const { functions } = await json<{ functions: ChangeJson[] }>(['diff', '--json', one.file, two.file]);
  for (const { remove } of [one, two]) remove();
  expect(rows.map((row) => [row['name'], row['tsub change']])).toEqual(
    functions.map(({ name, tsub }) => [name, `${sign(tsub.change)}${time(tsub.change)}`]),
  );
  expect(rows).toHaveLength(1);
});
