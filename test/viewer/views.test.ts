/** Every view of a real server's profile has the figures of the commands. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../report/src/main.ts';
import { duration } from '../../report/src/units.ts';
import { ROOT } from '../e2e/support/tsprof.ts';
import { runFake } from '../support/fake-process.ts';
import { launch } from '../support/chromium.ts';
import { json, recordDemo, type Demo } from './support/demo.ts';
import { inViewer, open, pageText, rowsOf, searchFor } from './support/page.ts';

interface FunctionJson {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly ncall: number;
  readonly tsub: number;
  readonly ttot: number;
  readonly twait: number;
  readonly trun: number;
  readonly nsuspend: number;
  readonly callers: readonly { readonly name: string; readonly ncall: number; readonly ttot: number }[];
}

interface AwaitJson {
  readonly function: string;
  readonly line: number;
  readonly count: number;
  readonly pending: number;
  readonly [time: string]: number | string;
}

interface BlockingJson {
  readonly delay: { readonly total: number; readonly max: number };
  readonly stretches: readonly {
    readonly name: string;
    readonly count: number;
    readonly total: number;
    readonly max: number;
    readonly delayed: { readonly waits: number; readonly time: number };
  }[];
  readonly delays: readonly {
    readonly victim: { readonly name: string; readonly line: number };
    readonly blocker: { readonly name: string; readonly line: number };
    readonly count: number;
    readonly time: number;
  }[];
}

/** Seconds as the page writes them. */
const time = (seconds: number): string => duration(Math.round(seconds * 1e9 * 1000) / 1000);

let browser: Browser;
let demo: Demo;
let text: string;
let functions: readonly FunctionJson[];
beforeAll(async () => {
  [browser, demo] = await Promise.all([launch(), recordDemo()]);
  text = await pageText(demo.profile, 'demo.tsprof');
  ({ functions } = await json<{ functions: readonly FunctionJson[] }>(['stats', '--json', demo.file]));
});
afterAll(async () => {
  await browser.close();
  demo.remove();
});

const inPage = <T>(act: (page: Page) => Promise<T>): Promise<T> => inViewer(browser, demo.profile, act, text);
const named = (name: string): FunctionJson => functions.find((row) => row.name === name)!;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('the viewer', () => {
  it('is a page of at most 1 MB', () => expect(text.length).toBeLessThan(1_000_000));

  it('asks nothing of any server', async () => {
    const asked: string[] = [];
    await inPage(async (page) => {
      page.on('request', (request) => asked.push(request.url()));
      const views = [
        ...['Table', 'Flame', 'Sunburst', 'Graph', 'Awaits', 'Blocking', 'Coroutines', 'Requests'],
        ...['Timeline', 'Source', 'Diff'],
      ];
      for (const view of views) await open(page, view);
    });
    expect(asked).toEqual([]);
  });
});

describe('table', () => {
  const line = (row: FunctionJson): string =>
    [row.name, time(row.tsub), time(row.ttot), time(row.twait), time(row.trun)].join(' ');

  it('has the figures of tsprof stats', async () => {
    const rows = await inPage(async (page) => {
      await open(page, 'Table');
      await searchFor(page, 'programs/fastify-server');
      return rowsOf(page, 'Functions');
    });
    const expected = functions.filter(({ file }) => file.startsWith('fixtures/programs/fastify-server'));
    expect(expected.length).toBeGreaterThan(10);
    expect(
      rows.map((row) => [row['name'], row['tsub'], row['ttot'], row['twait'], row['trun']].join(' ')),
    ).toEqual(expected.map(line));
  });

  const sortedBy = (column: string) =>
    inPage(async (page) => {
      await open(page, 'Table');
      await page.getByRole('columnheader', { name: column, exact: true }).getByRole('button').click();
      return rowsOf(page, 'Functions');
    });

  it.each(['ttot', 'ncall', 'tavg', 'twait', 'tmax', 'name'])(
    'sorts by %s as tsprof stats does',
    async (column) => {
      const args = ['stats', '--json', '--sort', column, '--limit', '10', demo.file];
      const sorted = await json<{ functions: FunctionJson[] }>(args);
      const rows = await sortedBy(column);
      expect(rows.slice(0, 10).map(({ name }) => name)).toEqual(sorted.functions.map(({ name }) => name));
    },
  );

  it('sorts by columns that tsprof stats does not sort by', async () => {
    const expected = functions.map(({ nsuspend }) => nsuspend).sort((a, b) => b - a);
    const rows = await sortedBy('nsuspend');
    expect(expected[0]).toBeGreaterThan(0);
    expect(rows.slice(0, 10).map((row) => Number(row['nsuspend']))).toEqual(expected.slice(0, 10));
  });

  it('has callers of the selected function beside it', async () => {
    const shown = await inPage(async (page) => {
      await open(page, 'Table');
      await searchFor(page, 'Pool.findUser');
      await page.locator('.grid-row').first().click();
      const facts = page.getByRole('complementary');
      return [
        await facts.locator('[data-fact=ttot]').innerText(),
        await facts.locator('[data-pairs="Called by"]').innerText(),
      ];
    });
    const row = named('Pool.findUser');
    const [caller] = row.callers;
    expect(shown).toEqual([time(row.ttot), `${caller!.name}\n${caller!.ncall}×\n${time(caller!.ttot)}`]);
  });
});

describe('flame', () => {
  /** What is said of the frames that the keys lead to, one after the other. */
  async function walked(page: Page, ...keys: string[]): Promise<string[]> {
    const canvas = page.locator('canvas[aria-busy=false]');
    await canvas.focus();
    const lines: string[] = [];
    for (const key of keys) {
      await page.keyboard.press(key);
      lines.push(await page.locator('#flame-line').innerText());
    }
    return lines;
  }

  it('has all running time but the root’s', async () => {
    const [line] = await inPage(async (page) => {
      await open(page, 'Flame');
      return walked(page, 'ArrowDown');
    });
    // Its own time is in the root's figure, and in no frame.
    const { threads, elapsed } = await json<{ threads: { root_tsub: number }[]; elapsed: number }>([
      'stats',
      '--json',
      demo.file,
    ]);
    expect(sum(functions.map(({ tsub }) => tsub)) + threads[0]!.root_tsub).toBeCloseTo(elapsed, 6);
    expect(line).toMatch(/^all calls: running /);
  });

  it('has what a function calls, wherever it stands, with its running time', async () => {
    const row = named('reportRoute/getReport');
    const lines = await inPage(async (page) => {
      await open(page, 'Table');
      await searchFor(page, 'getReport');
      await page.locator('.grid-row').first().click();
      await searchFor(page, '');
      await page.getByRole('button', { name: 'what it calls' }).click();
      return walked(page, 'ArrowDown', 'ArrowDown', 'ArrowDown');
    });
    const primes = named('countPrimes');
    expect(lines[1]).toContain(`reportRoute/getReport: running ${time(row.trun)} `);
    expect(lines[1]).toContain(`own ${time(row.tsub)}`);
    expect(lines[2]).toContain(`countPrimes: running ${time(primes.trun)} `);
    expect(lines[2]).toContain(`${primes.ncall} calls`);
  });

  it('is inverted: the function with most own time comes first', async () => {
    const lines = await inPage(async (page) => {
      await open(page, 'Flame');
      await page.getByLabel('unfold packages').check();
      await page.getByLabel('shape').selectOption('inverted');
      return walked(page, 'ArrowDown', 'ArrowDown');
    });
    const [most] = functions;
    expect(lines[1]).toContain(`running ${time(most!.tsub)} `);
    expect(lines[1]).toContain(most!.name);
  });

  it('shows waits as parts of their own', async () => {
    const awaits = await json<{ awaits: AwaitJson[] }>(['awaits', '--json', demo.file]);
    const [acquired] = awaits.awaits.filter((row) => row.function === 'Pool.#acquire');
    const line = await inPage(async (page) => {
      await open(page, 'Table');
      await searchFor(page, 'Pool.#acquire');
      await page.locator('[data-column=name]').getByText('Pool.#acquire', { exact: true }).click();
      await searchFor(page, '');
      await page.getByRole('button', { name: 'what it calls' }).click();
      await page.getByLabel('width').selectOption('waiting');
      return (await walked(page, 'ArrowDown', 'ArrowDown', 'ArrowDown')).at(-1);
    });
    expect(line).toContain(`[await]: waiting ${time(Number(acquired!['wait']))}, ${acquired!.count} waits`);
  });
});

describe('sunburst and graph', () => {
  it('has a ring for each call, and all of them in the middle', async () => {
    const [middle, rings] = await inPage(async (page) => {
      await open(page, 'Flame');
      await page.locator('canvas').waitFor();
      await open(page, 'Sunburst');
      return [
        await page.getByRole('button', { name: 'To the caller' }).textContent(),
        await page
          .getByRole('application', { name: /Sunburst/ })
          .getByRole('button', { name: /^countPrimes:/ })
          .count(),
      ] as const;
    });
    const own = sum(functions.map(({ tsub }) => tsub));
    expect(middle).toBe(`all calls${time(own)}`);
    expect(rings).toBe(1);
  });

  it('has the figures of tsprof stats in the boxes of the graph', async () => {
    const labels = await inPage(async (page) => {
      await open(page, 'Graph');
      await page.getByRole('group', { name: 'Call graph' }).waitFor();
      return page
        .getByRole('group', { name: 'Call graph' })
        .getByRole('button')
        .evaluateAll((boxes) => boxes.map((box) => box.getAttribute('aria-label')!));
    });
    expect(labels.length).toBeGreaterThan(20);
    expect(labels.length).toBeLessThanOrEqual(80);
    const known = new Set(
      functions.map(({ name, ttot, tsub, ncall }) => `${name} ${time(ttot)} ${time(tsub)} ${ncall}`),
    );
    for (const label of labels.filter((each) => !each.startsWith('[root]'))) {
      const [, name, ttot, tsub, ncall] =
        /^(.*), (\S+ ?\S*) \([^)]*\), own (\S+ ?\S*) \([^)]*\).*?, (\d+)(?:\/\d+)?×$/.exec(label)!;
      expect(known, label).toContain(`${name} ${ttot} ${tsub} ${ncall}`);
    }
  });
});

describe('awaits', () => {
  it('has the figures of tsprof awaits, in its order', async () => {
    const { awaits } = await json<{ awaits: AwaitJson[] }>(['awaits', '--json', demo.file]);
    const rows = await inPage(async (page) => {
      await open(page, 'Awaits');
      return rowsOf(page, 'Awaits');
    });
    const names = ['wait', 'running', 'ready', 'busy', 'idle', 'avg', 'p50', 'p99', 'max'] as const;
    expect(
      rows.map((row) => [row['await in']!.split(' → ')[0], row['count'], ...names.map((name) => row[name])]),
    ).toEqual(
      awaits.map((row) => [row.function, String(row.count), ...names.map((name) => time(Number(row[name])))]),
    );
  });

  it('has a histogram of the waits that have ended', async () => {
    const { awaits } = await json<{ awaits: AwaitJson[] }>(['awaits', '--json', demo.file]);
    const label = await inPage(async (page) => {
      await open(page, 'Awaits');
      return page.getByRole('img', { name: /Waits that have ended/ }).getAttribute('aria-label');
    });
    expect(label).toContain(`: ${awaits[0]!.count - awaits[0]!.pending} from `);
  });
});

describe('blocking', () => {
  it('has the figures of tsprof blocking, and who delayed whom', async () => {
    const report = await json<BlockingJson>(['blocking', '--json', demo.file]);
    const [rows, head, matrix] = await inPage(async (page) => {
      await open(page, 'Blocking');
      return [
        await rowsOf(page, 'Who holds the thread'),
        await page.locator('[data-fact=delay]').innerText(),
        await page
          .getByRole('table', { name: 'Who delayed whom' })
          .locator('tr')
          .evaluateAll((lines) =>
            lines.map((line) => [...line.children].map((cell) => (cell as HTMLElement).innerText)),
          ),
      ] as const;
    });
    expect(head).toContain(`up to ${time(report.delay.total)} in all`);
    expect(head).toContain(`at most ${time(report.delay.max)}`);
    const delayed = (ns: number) => (ns === 0 ? '–' : time(ns));
    expect(
      rows.map((row) => [row['held by'], row['count'], row['total'], row['max'], row['delayed']]),
    ).toEqual(
      report.stretches
        .slice(0, rows.length)
        .map(({ name, count, total, max, delayed: { time: ns } }) => [
          ...[name, String(count), time(total), time(max), delayed(ns)],
        ]),
    );
    const [longest] = report.delays;
    const victims = matrix[0]!.slice(1).map((cell) => cell.split('\n')[0]);
    const row = matrix.find(([name]) => name!.startsWith(longest!.blocker.name))!;
    const column = 1 + victims.indexOf(longest!.victim.name);
    expect(row[column]).toBe(time(longest!.time));
  });
});

/** What `tsprof awaits` says to look at first; else the await with the longest waits, which is its first row. */
async function slowestAwait(): Promise<string> {
  const { stdout } = await runFake(main, ['awaits', demo.file], { cwd: ROOT });
  const { awaits } = await json<{ awaits: AwaitJson[] }>(['awaits', '--json', demo.file]);
  return /^look first at (\S+) \(/m.exec(stdout)?.[1] ?? awaits[0]!.function;
}

describe('overview', () => {
  it('names the slowest await, who held the thread, and the most own time', async () => {
    const [most] = functions;
    const { stretches } = await json<BlockingJson>(['blocking', '--json', '--threshold', '1', demo.file]);
    const blocker = [...stretches].sort((a, b) => b.delayed.time - a.delayed.time)[0]!;
    const card = (page: Page, id: string) => page.locator(`[data-card=${id}]`).innerText();
    const [own, blocking, slowest, unknown] = await inPage((page) =>
      Promise.all(['own', 'blocking', 'slowest-await', 'unknown'].map((id) => card(page, id))),
    );
    expect(own).toContain(time(most!.tsub));
    expect(own).toContain(most!.name);
    expect(blocking).toContain(blocker.name);
    expect(blocking).toContain(
      `delayed ${blocker.delayed.waits} awaits by up to ${time(blocker.delayed.time)} in all`,
    );
    expect(slowest).toContain(await slowestAwait());
    expect(unknown).toContain('upper bound');
  });

  it('leads on: from the blocker to the blocking view with it selected', async () => {
    const heading = await inPage(async (page) => {
      const link = page.locator('[data-card=blocking] button').first();
      const name = await link.innerText();
      await link.click();
      await page.getByRole('grid', { name: 'Who holds the thread' }).waitFor();
      return [name, await page.getByRole('complementary').locator('h2').innerText()];
    });
    expect(heading[1]).toBe(heading[0]);
  });
});

describe('source', () => {
  it('has own time and waits on their lines', async () => {
    const row = named('countPrimes');
    const line = await inPage(async (page) => {
      await open(page, 'Table');
      await searchFor(page, 'countPrimes');
      await page.locator('.grid-row').first().click();
      await open(page, 'Source');
      return page.locator(`[data-line="${row.line}"]`).innerText();
    });
    expect(line.split('\n').map((cell) => cell.trim())).toEqual([
      ...[time(row.tsub), `${row.ncall}×`, String(row.line), 'countPrimes'],
    ]);
  });
});

describe('filters', () => {
  it('only mine leaves functions of packages out of every view', async () => {
    const [count, share] = await inPage(async (page) => {
      await page.keyboard.press('m');
      await open(page, 'Table');
      return [await page.getByRole('status').last().innerText(), await page.locator('.grid-row').count()];
    });
    const mine = functions.filter(({ file }) => !file.includes('node_modules/'));
    expect(count).toBe(`${mine.length} of ${functions.length} functions`);
    expect(share).toBeGreaterThan(5);
  });

  it('keeps all of it in the URL', async () => {
    const [hash, chosen, again] = await inPage(async (page) => {
      await open(page, 'Table');
      await searchFor(page, 'findUser');
      await page.locator('.grid-row').first().click();
      const heading = page.getByRole('complementary').locator('h2');
      const first = await heading.innerText();
      const url = page.url();
      await page.goto('about:blank');
      await page.goto(url);
      await page.locator('.grid-row').first().waitFor();
      return [new URL(url).hash, first, await heading.innerText()] as const;
    });
    expect(hash).toMatch(/^#view=table&search=findUser&selected=/);
    expect(chosen).toMatch(/\.findUser$/);
    expect(again).toBe(chosen);
  });
});
