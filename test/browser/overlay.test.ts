import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { calls, milliseconds } from '../../runtime/src/overlay/figures.ts';
import { topRows, type View } from '../../runtime/src/overlay/rows.ts';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { parseProfile } from '../../runtime/src/profile/parse.ts';
import { launch, pageOf, withPage, type Site } from '../support/chromium.ts';

/** What the tests put into the page, before anything else is there. */
declare global {
  var overlay: ShadowRoot;
  var seen: string[];
  var waiting: Set<unknown>;
  var __tsprof__: { snapshot(): Promise<Profile>; isRunning(): boolean };
  var work: () => void;
  var pressKey: () => void;
}

/** The shadow root is closed, also to us: we have to be there when it is made. */
function spy(): void {
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (init) {
    return (globalThis.overlay = attachShadow.call(this, init));
  };
  globalThis.seen = [];
  for (const type of ['keydown', 'keyup', 'input', 'click', 'pointerdown', 'mousemove', 'wheel'])
    document.addEventListener(type, () => void globalThis.seen.push(type));
  // Timers of a second that have been set and not cleared.
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  const waiting = (globalThis.waiting = new Set());
  const spied = (act: () => void, time: number) => {
    const timer = set(() => (waiting.delete(timer), act()), time);
    if (time === 1000) waiting.add(timer);
    return timer;
  };
  globalThis.setTimeout = spied as typeof setTimeout;
  globalThis.clearTimeout = ((timer: number) => (waiting.delete(timer), clear(timer))) as typeof clearTimeout;
}

const EVIL = '<img src=x onerror=alert(1)>';

const APP = `
  function leaf(n) { return n * n; }
  function outer() { for (let n = 0; n < 1200; n++) leaf(n); }
  function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
  async function waits() { await new Promise((resolve) => setTimeout(resolve, 20)); }
  const evil = { ['${EVIL}']() { leaf(0); } };
  function work() { outer(); fib(5); evil['${EVIL}'](); }
  work();
  waits().then(() => (document.title = 'done'));
`;

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser?.close());

/** Opens a page with an overlay, and the overlay, once the page has done what it does; the console must stay empty. */
function withOverlay(act: (page: Page) => Promise<void>, site: Partial<Site> = {}): Promise<void> {
  const all = { csp: "default-src 'self'; img-src data:", files: pageOf(APP, { overlay: true }), ...site };
  const said: string[] = [];
  const prepare = (page: Page) => {
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    return page.addInitScript(spy);
  };
  const actThere = async (page: Page) => {
    await page.waitForFunction(() => document.title === 'done' && 'overlay' in globalThis);
    await act(page);
    expect(said).toEqual([]);
  };
  return withPage(browser, all, actThere, prepare);
}

test('has room for all its columns on a small screen', async () => {
  await withOverlay(async (page) => {
    await page.setViewportSize({ width: 360, height: 640 });
    await openStopped(page);
    const room = await page.evaluate(() => {
      const { clientWidth, scrollWidth } = overlay.querySelector('.frame')!;
      return { clientWidth, scrollWidth };
    });
    expect(room.scrollWidth).toBe(room.clientWidth);
    expect((await rows(page)).map(([name]) => name)).toContain('src/app.js <module>');
  });
});

/** Longer than the table takes to show what is new. */
const WAIT = { timeout: 10_000 };

const KEY = 'Alt+Shift+P';

const isOpen = (page: Page) => page.evaluate(() => overlay.querySelector('section')!.checkVisibility());
const text = (page: Page, selector: string) =>
  page.evaluate((selector) => overlay.querySelector<HTMLElement>(selector)!.innerText, selector);

/** The cells of all rows that are shown. */
const rows = (page: Page) =>
  page.evaluate(() =>
    [...overlay.querySelectorAll<HTMLTableRowElement>('tbody tr')]
      .filter((row) => row.checkVisibility())
      .map((row) => [...row.cells].map((cell) => cell.textContent)),
  );

/** Clicks in the middle of what this selects, as a mouse would. */
async function click(page: Page, selector: string): Promise<void> {
  const { x, y } = await page.evaluate((selector) => {
    const { x, y, width, height } = overlay.querySelector(selector)!.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  }, selector);
  await page.mouse.click(x, y);
}

const button = (name: string) =>
  `header button:nth-of-type(${['run', 'clear', 'save', 'close'].indexOf(name) + 1})`;

/** Opens the panel with profiling stopped: what it shows does not change any more. Returns the profile. */
async function openStopped(page: Page): Promise<Profile> {
  await page.keyboard.press(KEY);
  await page.waitForFunction(() => overlay.querySelector('footer')!.textContent !== '');
  await click(page, button('run'));
  await page.waitForFunction(() => !__tsprof__.isRunning());
  const profile = await page.evaluate(() => __tsprof__.snapshot());
  await rowsAre(page, profile, VIEW);
  return profile;
}

const VIEW: View = { key: 'tsub', isDescending: true, search: '' };

/** Waits until the panel shows what it should of this profile. */
async function rowsAre(page: Page, profile: Profile, view: View): Promise<void> {
  const expected = topRows(profile, view).rows.map((row) => [
    ...[row.kind === 'module' ? `${row.file} ${row.name}` : row.name, calls(row)],
    ...[row.tsub, row.ttot, row.twait].map(milliseconds),
  ]);
  await page.waitForFunction(() => waiting.size > 0);
  await expect.poll(() => rows(page), WAIT).toEqual(expected);
}

for (const isolated of [false, true]) {
  test(`figures are those of the profile${isolated ? ', in an isolated page' : ''}`, async () => {
    await withOverlay(
      async (page) => {
        expect(await isOpen(page)).toBe(false);
        const profile = await openStopped(page);
        expect(await isOpen(page)).toBe(true);
        const shown = new Map((await rows(page)).map(([name, calls]) => [name, calls]));
        expect(Object.fromEntries(shown)).toMatchObject({
          leaf: '1,201',
          outer: '1',
          fib: '15/1',
          waits: '1',
        });
        expect(profile.threads).toHaveLength(1);
        expect(await text(page, 'footer')).toMatch(
          /^[\d.]+ (ms|s) · clock (exact|observed), steps of [\d.]+ (µs|ms)/,
        );
      },
      { isolated },
    );
  });
}

test('names are text, whatever is in them; places are their titles', async () => {
  await withOverlay(async (page) => {
    await openStopped(page);
    const name = `evil.${EVIL}`;
    expect((await rows(page)).map(([name]) => name)).toContain(name);
    expect(await page.evaluate(() => overlay.querySelectorAll('img').length)).toBe(0);
    const title = await page.evaluate(
      (name) => [...overlay.querySelectorAll('tr')].find((row) => row.cells[0]!.textContent === name)!.title,
      name,
    );
    expect(title).toBe('src/app.js:6');
  });
});

test('sorted by the heading that was clicked, and turned round by a second click; restricted by a search', async () => {
  await withOverlay(async (page) => {
    const profile = await openStopped(page);
    await click(page, 'th:nth-child(2) button');
    await rowsAre(page, profile, { ...VIEW, key: 'ncall' });
    expect((await rows(page))[0]![0]).toBe('leaf');
    await click(page, 'th:nth-child(2) button');
    await rowsAre(page, profile, { ...VIEW, key: 'ncall', isDescending: false });
    await click(page, 'th:nth-child(1) button');
    await rowsAre(page, profile, { ...VIEW, key: 'name', isDescending: false });
    const sorts = await page.evaluate(() =>
      [...overlay.querySelectorAll('th[scope=col]')].map((th) => th.ariaSort),
    );
    expect(sorts).toEqual(['ascending', 'none', 'none', 'none', 'none']);
    await click(page, 'input');
    await page.keyboard.type('FI');
    expect((await rows(page)).map(([name]) => name)).toEqual(['fib']);
    await page.keyboard.type('x');
    expect(await text(page, '.remark')).toBe('No function has this in its name or file.');
  });
});

test('cleared and started again', async () => {
  await withOverlay(async (page) => {
    await openStopped(page);
    await click(page, button('clear'));
    await expect.poll(() => rows(page), WAIT).toEqual([]);
    expect(await text(page, '.remark')).toBe('Nothing has been called yet.');
    expect(await page.evaluate(() => __tsprof__.isRunning())).toBe(false);
    await page.evaluate(() => work());
    await click(page, button('run'));
    expect(await page.evaluate(() => __tsprof__.isRunning())).toBe(true);
    await page.evaluate(() => work());
    await expect
      .poll(async () => new Map((await rows(page)).map(([name, calls]) => [name, calls])).get('leaf'), WAIT)
      .toBe('1,201');
  });
});

test('the profile as a file', async () => {
  await withOverlay(async (page) => {
    const profile = await openStopped(page);
    const [download] = await Promise.all([page.waitForEvent('download'), click(page, button('save'))]);
    expect(download.suggestedFilename()).toBe('profile.tsprof');
    const saved = parseProfile(readFileSync(await download.path(), 'utf8'));
    expect(topRows(saved, VIEW)).toEqual(topRows(profile, VIEW));
    expect(saved.files).toEqual(['src/app.js']);
  });
});

test('shows what is new while it is open, and only then', async () => {
  await withOverlay(async (page) => {
    const leafs = async () => (await rows(page)).find(([name]) => name === 'leaf')?.[1];
    expect(await page.evaluate(() => waiting.size)).toBe(0);
    await page.keyboard.press(KEY);
    await expect.poll(leafs, WAIT).toBe('1,201');
    await page.evaluate(() => work());
    await expect.poll(leafs, WAIT).toBe('2,402');
    await page.waitForFunction(() => waiting.size === 1);
    await page.keyboard.press('Escape');
    expect(await isOpen(page)).toBe(false);
    expect(await page.evaluate(() => waiting.size)).toBe(0);
  });
});

test('the page does not notice: no event, no function, and the focus is where it was', async () => {
  const files = pageOf(
    `${APP}; addEventListener('DOMContentLoaded', () => (document.body.innerHTML = '<input id=own />'));`,
    { overlay: true },
  );
  await withOverlay(
    async (page) => {
      await page.focus('#own');
      const before = await page.evaluate(() => __tsprof__.snapshot());
      await page.keyboard.down('Alt');
      await page.keyboard.down('Shift');
      await page.evaluate(() => (seen.length = 0));
      await page.keyboard.down('P');
      await click(page, 'input');
      await page.keyboard.type('leaf');
      await click(page, 'th:nth-child(3) button');
      await page.mouse.wheel(0, 10);
      await click(page, button('close'));
      expect(await isOpen(page)).toBe(false);
      expect(await page.evaluate(() => seen)).toEqual([]);
      expect(await page.evaluate(() => document.activeElement!.id)).toBe('own');
      const after = await page.evaluate(() => __tsprof__.snapshot());
      expect(named(after)).toEqual(named(before));
      expect(after.threads[0]!.anomalies).toEqual({});
    },
    { files },
  );
});

const named = (profile: Profile) =>
  topRows(profile, { ...VIEW, key: 'name' }).rows.map(({ name, ncall }) => `${name} ${ncall}`);

test('in the top window only', async () => {
  const { '/': page, ...scripts } = pageOf(APP, { overlay: true });
  const files = { ...scripts, '/': `${page}<iframe src="/frame.html"></iframe>`, '/frame.html': page! };
  await withOverlay(
    async (page) => {
      const [, frame] = page.frames();
      await frame!.waitForFunction(() => document.title === 'done' && '__tsprof__' in globalThis);
      const hosts = () => [...document.querySelectorAll('tsprof-overlay')].map((host) => host.shadowRoot);
      // Closed: the page cannot look inside.
      expect(await page.evaluate(hosts)).toEqual([null]);
      expect(await frame!.evaluate(hosts)).toEqual([]);
    },
    { files },
  );
});

test('what it takes is the profiler’s time, even where the page itself opens it', async () => {
  const app = `
    function pressKey() {
      dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyP', altKey: true, shiftKey: true }));
    }`;
  await withOverlay(
    async (page) => {
      const before = await page.evaluate(() => __tsprof__.snapshot());
      const took = await page.evaluate(() => {
        const { set } = Object.getOwnPropertyDescriptor(HTMLElement.prototype, 'hidden')!;
        const slowly = function (this: HTMLElement, value: boolean) {
          for (const end = performance.now() + 50; performance.now() < end;);
          set!.call(this, value);
        };
        Object.defineProperty(HTMLElement.prototype, 'hidden', { set: slowly });
        const began = performance.now();
        pressKey();
        return performance.now() - began;
      });
      const after = await page.evaluate(() => __tsprof__.snapshot());
      const paused = ({ threads }: Profile) => threads[0]!.health['paused']!;
      // Two elements are shown or hidden.
      expect(paused(after) - paused(before)).toBeGreaterThanOrEqual(100e6);
      const row = topRows(after, { ...VIEW, search: 'pressKey' }).rows[0]!;
      expect(row.ttot).toBeLessThanOrEqual((took - 99) * 1e6);
    },
    { files: pageOf(APP + app, { overlay: true }) },
  );
});

test('without its file there is a line in the console, and a profile', async () => {
  const said: string[] = [];
  const files = pageOf(APP, { overlay: true, base: 'http://127.0.0.1:1/' });
  const listen = (page: Page) => void page.on('console', (message) => said.push(message.text()));
  const act = async (page: Page) => {
    await page.waitForFunction(() => document.title === 'done' && '__tsprof__' in globalThis);
    const warnings = () => said.filter((line) => line.startsWith('tsprof:'));
    await expect
      .poll(warnings)
      .toEqual([expect.stringMatching(/^tsprof: no overlay: TypeError: Failed to fetch/)]);
    const profile = await page.evaluate(() => __tsprof__.snapshot());
    expect(named(profile)).toContain('leaf 1201');
  };
  await withPage(browser, { files }, act, listen);
});
