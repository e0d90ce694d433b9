/** The timeline view in a browser: its figures, its keys, and files that are missing, damaged or hostile. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Profile } from '@tsprof/runtime/profile';
import { serveViewer } from '../../report/src/viewer-page/serve.ts';
import { ENDS, FIRST_OF, fileHead } from '../../runtime/src/timeline/format.ts';
import { LaneWriter } from '../../runtime/src/timeline/lane-writer.ts';
import { createSlice } from '../../runtime/src/timeline/slice-block.ts';
import { recursion } from '../report/support/cases.ts';
import { launch } from '../support/chromium.ts';
import { MS, inOne, recordTimeline } from '../support/timelines.ts';
import { drop, inViewer, open, pageText, rowsOf } from './support/page.ts';
import { PROGRAM } from './support/pictured-program.ts';

let browser: Browser;
let scratch: string;
let profile: Profile;
let file: string;
let text: string;
beforeAll(async () => {
  [browser, profile] = await Promise.all([launch(), recursion()]);
  scratch = mkdtempSync(join(tmpdir(), 'tsprof-timeview-'));
  file = join(scratch, 'run.tsprof.timeline');
  writeFileSync(file, await recordTimeline(PROGRAM, { name: 'the one' }));
  text = await pageText(profile, 'run.tsprof', [file]);
});
afterAll(async () => {
  await browser.close();
  rmSync(scratch, { recursive: true });
});

/** Opens the view with a timeline in the page. */
const inPage = <T>(act: (page: Page) => Promise<T>, body = text): Promise<T> =>
  inViewer(
    browser,
    profile,
    async (page) => {
      await open(page, 'Timeline');
      return act(page);
    },
    body,
  );

const picture = (page: Page) => page.getByRole('application', { name: /^Timeline of threads/ });
const line = (page: Page) => page.locator('#timeline-line');

/** What is said of where these keys lead to, one after the other. */
async function pressed(page: Page, ...keys: readonly string[]): Promise<string[]> {
  const said: string[] = [];
  await drawn(page);
  await picture(page).focus();
  for (const key of keys) {
    await picture(page).press(key);
    said.push(await line(page).innerText());
  }
  return said;
}

/** The picture as text, once it is there. */
async function drawn(page: Page): Promise<string> {
  await page.locator('canvas[aria-busy=false]').waitFor();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'SVG' }).click();
  return readFileSync(await (await saved).path(), 'utf8');
}

describe('the picture', () => {
  it('names its threads and coroutines, on an axis', async () => {
    const svg = await inPage(drawn);
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)/g)].map(([, label]) => label!);
    expect(texts).toEqual(
      expect.arrayContaining([
        ...['the one (1.0)', 'held', 'collector', 'profiler', 'stack'],
        ...['main #1', 'get #2', 'numbers #3', 'get #4', '0', '10 ms', '20 ms'],
      ]),
    );
  });

  it('is walked through by keys, and says what is there', async () => {
    const said = await inPage((page) =>
      pressed(page, 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowUp', 'ArrowLeft'),
    );
    expect(said).toEqual([
      'main #1: ran 2.00 ms, then waits at line 7, from 0 to 2.000 ms',
      'main › get #2: ran 2.00 ms, then waits at line 4, from 0 to 2.000 ms',
      'main › get › spin: ran 2.00 ms, from 0 to 2.000 ms',
      'main › get › spin: ran 2.00 ms, from 12.000 ms to 14.000 ms',
      'main › get #4: ran 2.00 ms, then waits at line 4, from 12.000 ms to 14.000 ms',
      'main #1: ran 13.0 ms, then waits at line 12, from 12.000 ms to 25.000 ms',
      'main #1: ran 2.00 ms, then waits at line 7, from 0 to 2.000 ms',
    ]);
  });

  it('has a lane for each coroutine: what it did, and by whom it was created', async () => {
    const said = await inPage((page) =>
      pressed(
        page,
        'ArrowRight',
        'ArrowDown',
        'ArrowDown',
        'ArrowDown',
        'ArrowRight',
        'ArrowDown',
        'ArrowDown',
      ),
    );
    expect(said.slice(3)).toEqual([
      'main #1: ran 2.00 ms, then waits at line 7, from 0 to 2.000 ms, lived 26.0 ms',
      'main #1: waited 10.0 ms at line 7, from 2.000 ms to 12.000 ms, lived 26.0 ms',
      'get #2: waited 10.0 ms at line 4, from 2.000 ms to 12.000 ms, lived 12.0 ms, created by main #1',
      'numbers #3: was parked 12.0 ms at a yield, from 12.000 ms to 24.000 ms, lived 13.0 ms, created by main #1',
    ]);
  });

  it('selects the function of what is chosen, for all views', async () => {
    const hash = await inPage(async (page) => {
      await pressed(page, 'ArrowRight');
      return decodeURIComponent(new URL(page.url()).hash);
    });
    expect(hash).toContain('selected=["main"');
  });

  it('has what functions did in the range that is chosen, and selects them', async () => {
    const [words, rows, hash] = await inPage(async (page) => {
      await pressed(page, '0', 'r');
      const found = await rowsOf(page, 'Functions in the range');
      await page.getByRole('gridcell', { name: 'spin', exact: true }).click();
      const said = await page.locator('[data-fact=range]').innerText();
      return [said, found, decodeURIComponent(new URL(page.url()).hash)] as const;
    });
    expect(words).toBe('0 to 26.00 ms, 26.0 ms');
    expect(rows.map((row) => Object.values(row).join(' '))).toEqual([
      'main 16.0 ms 11.0 ms 10.0 ms 1',
      'get 4.00 ms 0 21.0 ms 2',
      'spin 4.00 ms 4.00 ms 0 2',
      'numbers 1.00 ms 1.00 ms 0 1',
    ]);
    expect(hash).toContain('selected=["spin"');
  });

  it('has a range dragged with Shift, which Escape closes', async () => {
    const [before, after] = await inPage(async (page) => {
      await drawn(page);
      const { x, y, width } = (await picture(page).boundingBox())!;
      await page.keyboard.down('Shift');
      await page.mouse.move(x + 150 + (width - 150) / 4, y + 100);
      await page.mouse.down();
      await page.mouse.move(x + 150 + (width - 150) / 2, y + 110, { steps: 4 });
      await page.mouse.up();
      await page.keyboard.up('Shift');
      const rows = await rowsOf(page, 'Functions in the range');
      await picture(page).press('Escape');
      return [rows, await page.locator('[data-fact=range]').count()] as const;
    });
    // About a quarter of the time to a half: 6.5 to 13 ms.
    expect(before.map((row) => row['name']).sort()).toEqual(['get', 'main', 'numbers', 'spin']);
    expect(after).toBe(0);
  });
});

describe('what cannot be shown is said', () => {
  it('no timeline: how to have one', async () => {
    const said = await inPage((page) => page.locator('main').innerText(), await pageText(profile));
    expect(said).toContain('tsprof run --timeline');
  });

  it('one that is too large for a page', async () => {
    const large = join(scratch, 'large.tsprof.timeline');
    writeFileSync(large, Buffer.alloc(600_000));
    const body = await pageText(profile, 'large.tsprof', [large]);
    const said = await inPage((page) => page.locator('main').innerText(), body);
    expect(said).toBe(
      'The timeline is too large for a page: tsprof view large.tsprof shows it; or drop its file large.tsprof.timeline on this page.',
    );
  });

  it('a damaged one: where', async () => {
    const broken = join(scratch, 'broken.timeline');
    const bytes = readFileSync(file);
    bytes.fill(0xff, bytes.length - 40);
    writeFileSync(broken, bytes);
    const body = await pageText(profile, 'run.tsprof', [broken]);
    const said = await inPage(async (page) => {
      await page.getByText('broken.timeline').waitFor();
      return page.locator('main').innerText();
    }, body);
    expect(said).toMatch(/^broken\.timeline: damaged at byte \d+: .+$/);
  });
});

it('shows a file that is dropped on the page', async () => {
  const said = await inPage(
    async (page) => {
      await drop(page, 'other.timeline', readFileSync(file));
      return (await pressed(page, 'ArrowRight'))[0];
    },
    await pageText(profile),
  );
  expect(said).toMatch(/^main #1: ran 2\.00 ms/);
});

const EVIL = '</script><img src=x onerror="globalThis.evil = 1">\u202e\u2066\u2028';

/** A thread and a function with such names, which ran once. */
function hostileTimeline(): Uint8Array {
  const blocks = [fileHead()];
  const info = { id: '1.0', name: EVIL, pid: 1, cwd: null, started: 0, origin: 0, threshold: 0 };
  const site = { name: EVIL, file: EVIL, line: 1, column: 0, kind: 1, suspensions: [] };
  const sink = { isBrief: false, append: (block: Uint8Array<ArrayBuffer>) => blocks.push(block) > 0 };
  const writer = new LaneWriter(0, info, [site], sink);
  writer.use(0);
  writer.add({ ...createSlice(), how: ENDS | FIRST_OF, start: 0, end: 5 * MS, instance: 1 });
  writer.flush();
  return inOne(blocks);
}

it('writes hostile names as text', async () => {
  const hostile = join(scratch, 'hostile.timeline');
  writeFileSync(hostile, hostileTimeline());
  const [svg, said, isEvil] = await inPage(
    async (page) => {
      const found = await drawn(page);
      await pressed(page, 'r', 'ArrowRight');
      await page.getByRole('gridcell').first().waitFor();
      const words = await page.locator('main').innerText();
      return [found, words, await page.evaluate(() => 'evil' in globalThis)] as const;
    },
    await pageText(profile, 'run.tsprof', [hostile]),
  );
  expect(isEvil).toBe(false);
  expect(svg).not.toMatch(/<img|<script/);
  expect(svg.split('&lt;/script&gt;').length).toBeGreaterThan(3);
  expect(said.split('</script><img').length).toBeGreaterThan(2);
  expect(svg + said).not.toMatch(/[\u202e\u2066\u2028]/);
});

it('is served in pieces, and is read by a worker of the server', async () => {
  const shown = { name: 'run.tsprof', profile };
  const server = await serveViewer({ shown, before: null, folders: [], timelines: [file] }, 0);
  const page = await browser.newPage();
  try {
    const asked: string[] = [];
    page.on('worker', (worker) => asked.push(new URL(worker.url()).pathname.split('/').at(-1)!));
    await page.goto(`${server.url}#view=timeline`);
    expect((await pressed(page, 'ArrowRight'))[0]).toMatch(/^main #1: ran 2\.00 ms/);
    // One for the profile, one for the timeline.
    expect(asked).toEqual(['reading-worker.js', 'reading-worker.js']);
    const ask = (range: Record<string, string>) => fetch(`${server.url}timeline/0`, { headers: range });
    const part = await ask({ Range: 'bytes=0-7' });
    expect([part.status, await part.text()]).toEqual([206, 'tsproftl']);
    expect((await ask({})).status).toBe(416);
    expect((await ask({ Range: 'bytes=99999999-' })).status).toBe(416);
    expect((await fetch(`${server.url}timeline/1`, { headers: { Range: 'bytes=0-7' } })).status).toBe(404);
  } finally {
    await page.close();
    server.close();
  }
});
