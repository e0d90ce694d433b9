import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

const RELEASE = join(
  dirname(createRequire(import.meta.url).resolve('speedscope/package.json')),
  'dist/release',
);
const ORIGIN = 'http://speedscope.test';
const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', html: 'text/html' };

/** What speedscope shows of one profile: its name, and `function own total` of each row of its table of functions, sorted. */
export interface Shown {
  readonly name: string;
  readonly rows: readonly string[];
}

/** Opens a file in speedscope, and reads all profiles in it. */
export async function inSpeedscope(browser: Browser, name: string, content: string): Promise<Shown[]> {
  const page = await browser.newPage();
  try {
    await page.route(`${ORIGIN}/**`, async (route) => {
      const path = new URL(route.request().url()).pathname;
      const file = join(RELEASE, path === '/' ? 'index.html' : path);
      if (path === `/${name}`) await route.fulfill({ body: content });
      else if (!existsSync(file)) await route.fulfill({ status: 404 });
      else await route.fulfill({ body: readFileSync(file), contentType: TYPES[file.split('.').at(-1)!] });
    });
    const url = encodeURIComponent(`${ORIGIN}/${name}`);
    await page.goto(`${ORIGIN}/#profileURL=${url}`);
    await page.getByText('Sandwich').click();
    const found = [await readShown(page)];
    const count = Number(/ \(1\/(\d+)\)$/.exec(found[0]!.name)?.[1] ?? 1);
    while (found.length < count) {
      await page.keyboard.press('n');
      await page.getByText(`(${found.length + 1}/${count})`).waitFor();
      found.push(await readShown(page));
    }
    return found;
  } finally {
    await page.close();
  }
}

async function readShown(page: Page): Promise<Shown> {
  const cells = await page
    .locator('tr', { hasText: '%)' })
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.innerText.trim())),
    );
  // The name stands between what the page can do.
  const words = (await page.locator('body').innerText()).split('\n').filter((word) => word.trim() !== '');
  const after = words.findIndex((word) => word.includes('Export'));
  return { name: words[after - 1]!.trim(), rows: cells.map(asLine).sort() };
}

/** Its columns are total, own, name; behind times it says how many per cent they are. */
function asLine([total, own, name]: readonly string[]): string {
  const time = (text: string) => text.replace(/ \(.*\)$/, '');
  return [name, time(own!), time(total!)].join(' ');
}
