/** Files that are dropped on the page are read as the commands read them. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../report/src/main.ts';
import { duration } from '../../report/src/units.ts';
import { ROOT } from '../e2e/support/tsprof.ts';
import { coroutineEnds, recursion } from '../report/support/cases.ts';
import { launch } from '../support/chromium.ts';
import { runFake } from '../support/fake-process.ts';
import { inFile, json, type Demo } from './support/demo.ts';
import { drop, inViewer, open, pageText, rowsOf } from './support/page.ts';

interface FunctionJson {
  readonly name: string;
  readonly tsub: number;
  readonly ttot: number;
}

const CPUPROFILE = join(ROOT, 'fixtures', 'foreign', 'v8.cpuprofile');

let browser: Browser;
let first: Demo;
let text: string;
let ours: Demo;
let scratch: string;
beforeAll(async () => {
  browser = await launch();
  scratch = mkdtempSync(join(tmpdir(), 'tsprof-drop-'));
  first = inFile(await recursion());
  text = await pageText(first.profile);
  ours = inFile(await coroutineEnds());
});
afterAll(async () => {
  await browser.close();
  for (const { remove } of [first, ours]) remove();
  rmSync(scratch, { recursive: true });
});

const inPage = <T>(act: (page: Page) => Promise<T>): Promise<T> =>
  inViewer(browser, first.profile, act, text);
const time = (seconds: number): string => duration(Math.round(seconds * 1e9 * 1000) / 1000);

/** What `tsprof stats` has of a file, as the table shows it. */
async function statsOf(file: string): Promise<string[]> {
  const { functions } = await json<{ functions: FunctionJson[] }>(['stats', '--json', file]);
  return functions.map(({ name, tsub, ttot }) => `${name} ${time(tsub)} ${time(ttot)}`);
}

/** The table after a file was dropped. */
const tableOf = (name: string, bytes: Uint8Array): Promise<string[]> =>
  inPage(async (page) => {
    // All rows are in sight.
    await page.setViewportSize({ width: 1280, height: 3000 });
    await open(page, 'Table');
    await drop(page, name, bytes);
    await page.getByRole('heading', { name, exact: true }).waitFor();
    return (await rowsOf(page, 'Functions')).map((row) => `${row['name']} ${row['tsub']} ${row['ttot']}`);
  });

describe('a file that is dropped', () => {
  it('is shown if it is ours, compressed or not', async () => {
    const bytes = readFileSync(ours.file);
    const expected = await statsOf(ours.file);
    expect(expected).not.toEqual(await statsOf(first.file));
    expect(await tableOf('ends.tsprof', bytes)).toEqual(expected);
    expect(await tableOf('ends.tsprof.gz', gzipSync(bytes))).toEqual(expected);
  });

  it('is shown if it is V8’s, with the figures of tsprof import', async () => {
    const imported = join(scratch, 'v8.tsprof');
    await runFake(main, ['import', CPUPROFILE, '-o', imported], { cwd: scratch });
    const shown = await tableOf('v8.cpuprofile', readFileSync(CPUPROFILE));
    expect(shown.length).toBeGreaterThan(5);
    // Its functions are placed from another directory, by which those with the same figures are ordered.
    expect(shown.sort()).toEqual((await statsOf(imported)).sort());
  });

  it('is refused if it is nothing of the kind, and what is open stays', async () => {
    const [problem, heading, rows] = await inPage(async (page) => {
      await open(page, 'Table');
      await drop(page, 'notes.txt', Buffer.from('nothing of the kind'));
      const alert = page.getByRole('alert');
      await alert.waitFor();
      const names = (await rowsOf(page, 'Functions')).map((row) => row['name']);
      return [await alert.innerText(), await page.getByRole('heading').first().innerText(), names] as const;
    });
    expect(problem).toContain('notes.txt: ');
    expect(heading).toBe('run.tsprof');
    expect(rows).toEqual(['f', 'g', 'main']);
  });

  it('leaves nothing selected that was of the file before', async () => {
    const hash = await inPage(async (page) => {
      await open(page, 'Table');
      await page.getByRole('gridcell', { name: 'main', exact: true }).click();
      await drop(page, 'ends.tsprof', readFileSync(ours.file));
      await page.getByRole('heading', { name: 'ends.tsprof', exact: true }).waitFor();
      await open(page, 'Coroutines');
      await page.getByRole('gridcell', { name: 'work > query', exact: true }).click();
      await drop(page, 'again.tsprof', readFileSync(first.file));
      await page.getByRole('heading', { name: 'again.tsprof', exact: true }).waitFor();
      return new URL(page.url()).hash;
    });
    expect(hash).toBe('#view=coroutines');
  });
});
