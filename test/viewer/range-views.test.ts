/** A part of the time drives all views: its figures in each of them, its chip, its URL. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Profile } from '@tsprof/runtime/profile';
import { duration } from '../../report/src/units.ts';
import { Engine } from '../../viewer/src/timeline/engine/engine.ts';
import { launch } from '../support/chromium.ts';
import { MS, recorded } from '../support/timelines.ts';
import { inFile, json, type Demo } from './support/demo.ts';
import { inViewer, open, pageText, rowsOf } from './support/page.ts';

/*
 * users: runs 0 to 1 ms, its query waits to 4 ms; report waits from 1 to 3 ms, then primes holds the thread to 8 ms, and report waits to 9 ms.
 * The query runs late, from 8 to 9 ms, and users goes on to 10 ms. Then there are three more of it.
 */
const PROGRAM = `
  const query = async () => { await sleep(3 * ms); burn(ms); };
  const users = async () => { burn(ms); await query(); burn(ms); };
  const primes = () => burn(5 * ms);
  const report = async () => { await sleep(2 * ms); primes(); await sleep(ms); };
  async function main() {
    await Promise.all([tag('/users', users), tag('/report', report)]);
    for (let n = 0; n < 3; n++) { await users(); }
  }`;

let browser: Browser;
let scratch: string;
let run: { readonly bytes: Uint8Array; readonly profile: Profile };
/** The first 10 ms, for the commands. */
let part: Demo;
let text: string;
beforeAll(async () => {
  browser = await launch();
  scratch = mkdtempSync(join(tmpdir(), 'tsprof-range-'));
  const file = join(scratch, 'run.tsprof.timeline');
  run = await recorded(PROGRAM);
  writeFileSync(file, run.bytes);
  text = await pageText(run.profile, 'run.tsprof', [file]);
  const engine = new Engine();
  engine.answer({ kind: 'open', files: [{ name: file, bytes: run.bytes }] });
  part = inFile(engine.range({ from: 0, to: 10 * MS }));
});
afterAll(async () => {
  await browser.close();
  part.remove();
  rmSync(scratch, { recursive: true });
});

const line = (page: Page) => page.locator('.range-line');
const time = (seconds: number): string => duration(seconds * 1e9);

/** Opens a view of the first 10 ms. */
const inRange = <T>(view: string, act: (page: Page) => Promise<T>): Promise<T> =>
  inViewer(
    browser,
    run.profile,
    async (page) => {
      await page.evaluate((hash) => void (location.hash = hash), `view=${view}&range=0-${10 * MS}`);
      await line(page).getByText('what probes took').waitFor();
      return act(page);
    },
    text,
  );

interface FunctionJson extends Record<'ncall' | 'tsub' | 'ttot' | 'twait' | 'trun', number> {
  readonly name: string;
}
type Row = Readonly<Record<string, string & number>>;

it('the table has the figures of tsprof stats', async () => {
  const { functions } = await json<{ functions: FunctionJson[] }>(['stats', '--json', part.file]);
  const rows = await inRange('table', (page) => rowsOf(page, 'Functions'));
  const shown = rows.map((row) => [row['name'], ...FIGURES.map((name) => row[name])].join(' '));
  expect(shown.sort()).toEqual(
    functions
      .map((row) => [row.name, row.ncall, ...FIGURES.slice(1).map((name) => time(row[name]))].join(' '))
      .sort(),
  );
  // What ran in those 10 ms, by hand.
  const named = Object.fromEntries(functions.map((row) => [row.name, [row.ncall, row.tsub, row.twait]]));
  expect(named).toMatchObject({ primes: [1, 0.005, 0], query: [1, 0.001, 0.007], users: [1, 0.002, 0.008] });
});

const FIGURES = ['ncall', 'tsub', 'ttot', 'twait', 'trun'] as const;

it('the flame graph and the sunburst have all of its running time', async () => {
  const flame = await inRange('flame', async (page) => {
    await page.locator('canvas').focus();
    await page.keyboard.press('ArrowDown');
    return page.locator('#flame-line').innerText();
  });
  // The event loop's own 2 ms are in it.
  expect(flame).toMatch(/^all calls: running 10\.0 ms .*waiting 28\.0 ms/);
  const middle = await inRange('sunburst', (page) =>
    page.getByRole('button', { name: 'To the caller' }).textContent(),
  );
  expect(middle).toBe('all calls8.00 ms');
});

it('the graph of a file has its figures, where functions are in the graph of all of the time', async () => {
  const boxOf = async (page: Page) => {
    const box = page.getByRole('group', { name: 'Call graph' }).getByRole('button', { name: /^users/ });
    const [x, y] = await box
      .locator('rect')
      .evaluate((rect) => ['x', 'y'].map((name) => rect.getAttribute(name)));
    return { label: await box.getAttribute('aria-label'), x, y };
  };
  const part = await inRange('graph', boxOf);
  const whole = await inViewer(
    browser,
    run.profile,
    async (page) => {
      await open(page, 'Graph');
      return boxOf(page);
    },
    text,
  );
  expect(part.label).toContain('own 2.00 ms (20.0%), waiting 8.00 ms, 1×');
  expect(whole.label).toContain('4×');
  expect([part.x, part.y]).toEqual([whole.x, whole.y]);
});

it('awaits, blocking, coroutines and requests have the figures of the commands', async () => {
  const tables = {
    awaits: ['awaits', 'Awaits', ({ function: name, count }: Row) => `${name} ${count}`],
    blocking: [
      'stretches',
      'Who holds the thread',
      ({ name, count, total }: Row) => `${name} ${count} ${time(total!)}`,
    ],
    coroutines: ['coroutines', 'Coroutines', ({ started, wall }: Row) => `${started} ${time(wall!)}`],
    requests: ['requests', 'Requests', ({ tag, count, wall }: Row) => `${tag} ${count} ${time(wall!)}`],
  } as const;
  const columns = {
    awaits: ['await in', 'count'],
    blocking: ['held by', 'count', 'total'],
    coroutines: ['started', 'wall'],
    requests: ['request', 'count', 'wall'],
  } as const;
  for (const view of ['awaits', 'blocking', 'coroutines', 'requests'] as const) {
    const [list, table, printed] = tables[view];
    const document = await json<Record<string, Row[]>>([
      ...[view, '--json', part.file],
      ...(view === 'blocking' ? ['--threshold', '1'] : []),
    ]);
    const rows = await inRange(`${view}&threshold=1`, (page) => rowsOf(page, table));
    const shown = rows.map((row) =>
      columns[view].map((name) => row[name]!.split(/ [›→] /).at(name === 'await in' ? 0 : -1)).join(' '),
    );
    expect(document[list]!.length, view).toBeGreaterThan(0);
    expect(shown.sort(), view).toEqual(document[list]!.map(printed).sort());
  }
});

it('a chip says which time it is, beside the filters; a click ends it', async () => {
  const [chip, hash, count, after] = await inRange('table', async (page) => {
    const found = page.getByRole('button', { name: /^All views are of/ });
    const said = await found.innerText();
    const url = new URL(page.url()).hash;
    await found.click();
    await line(page).waitFor({ state: 'detached' });
    const [primes] = (await rowsOf(page, 'Functions')).filter(({ name }) => name === 'users');
    return [said, url, primes!['ncall'], new URL(page.url()).hash] as const;
  });
  expect(chip).toBe('0 to 10.00 ms, 10.0 ms ✕');
  expect(hash).toBe('#view=table&range=0-10000000');
  expect([count, after]).toEqual(['4', '#view=table']);
});

it('Escape ends it in any view, and the selection after that', async () => {
  const hashes = await inRange('table', async (page) => {
    const hash = () => decodeURIComponent(new URL(page.url()).hash);
    await page.getByRole('gridcell', { name: 'primes', exact: true }).click();
    const found = [hash()];
    for (let press = 0; press < 2; press++) {
      await page.keyboard.press('Escape');
      await page.waitForTimeout(0);
      found.push(hash());
    }
    return found;
  });
  expect(hashes.map((hash) => [hash.includes('range='), hash.includes('selected=')])).toEqual([
    ...[
      [true, true],
      [false, true],
      [false, false],
    ],
  ]);
});

it('what is in sight of the timeline is in the URL, and is shown by it', async () => {
  const [moved, ticks] = await inViewer(
    browser,
    run.profile,
    async (page) => {
      await open(page, 'Timeline');
      await page.locator('canvas[aria-busy=false]').focus();
      await page.keyboard.press('w');
      await page.waitForFunction(() => location.hash.includes('window='));
      const url = new URL(page.url()).hash;
      await page.evaluate(() => void (location.hash = 'view=timeline&window=2000000-4000000'));
      await page.waitForFunction(() => location.hash.includes('2000000-4000000'));
      const saved = page.waitForEvent('download');
      await page.getByRole('button', { name: 'SVG' }).click();
      return [url, readFileSync(await (await saved).path(), 'utf8')] as const;
    },
    text,
  );
  expect(moved).toMatch(/window=\d+-\d+/);
  const labels = [...ticks.matchAll(/<text[^>]*>([\d.]+ ms)</g)].map(([, label]) => label);
  expect(labels[0]).toBe('2.0 ms');
  expect(labels.every((label) => Number.parseFloat(label!) >= 2 && Number.parseFloat(label!) <= 4)).toBe(
    true,
  );
});

it.each(['9-3', '-1-5', '5', '1e9-2e9', 'a-b', '99999999999999999999-9'])(
  'a range that is none is left out: %s',
  async (range) => {
    const count = await inViewer(
      browser,
      run.profile,
      async (page) => {
        await page.evaluate((hash) => void (location.hash = hash), `view=table&range=${range}`);
        await rowsOf(page, 'Functions');
        return page.locator('.chip').count();
      },
      text,
    );
    expect(count).toBe(0);
  },
);

it('compares that part of the time, with itself if that is what was kept', async () => {
  const [from, notes] = await inRange('diff', async (page) => {
    await page.getByRole('button', { name: /^compare others with / }).click();
    await page.getByText('nothing has changed').waitFor();
    return [
      await page.locator('.tools strong').first().innerText(),
      await page.locator('.tools').first().innerText(),
    ];
  });
  expect(from).toMatch(/ to .*, 10\.0 ms$/);
  expect(notes).toContain('elapsed 10.0 ms to 10.0 ms');
});
