// Takes the pictures of docs/viewer.md: the viewer with the demo's profile (`npm run demo` writes it) in headless Chromium.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { launchOptions } from './chromium.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const profile = `${root}demo.tsprof`;
const PRIMES = '["countPrimes","fixtures/programs/fastify-server/routes/report.ts",15,0,"function"]';
const USER = '["userRoute/getUser","fixtures/programs/fastify-server/routes/user.ts",8,2,"async function"]';

/** File name, what its URL says, and whether it is dark. */
const pictures = [
  ['overview', { view: 'overview' }],
  ['blocking', { view: 'blocking', selected: PRIMES }],
  ['awaits', { view: 'awaits', selected: USER }],
  ['flame', { view: 'flame', width: 'time', unfolded: '1', selected: USER }],
  ['graph', { view: 'graph', selected: PRIMES }, 'dark'],
  ['requests', { view: 'requests', request: 'GET /users/:id' }],
  ['coroutines', { view: 'coroutines' }, 'dark'],
];

/** Of a small program, as the demo's timeline is too large for a page. */
const TIMELINE = ['timeline', { view: 'timeline' }];
const ORDERS = 'fixtures/projects/timeline/orders.mjs';

async function take(page, url, [name, state, colorScheme = 'light']) {
  await page.emulateMedia({ colorScheme });
  await page.goto('about:blank');
  const hash = Object.entries(state).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  await page.goto(`${url}#${hash.join('&')}`);
  await page.locator('.cards, .grid-row, canvas:not([aria-busy=true]), main svg').first().waitFor();
  // Until what is drawn in the next frame is there.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  await page.screenshot({ path: `${root}docs/pictures/viewer-${name}.png` });
}

/** Of the timeline that is shown, its middle is chosen: what was awaited then. */
async function takeRange(page) {
  for (const key of ['w', 'w', 'w', 'r']) await page.locator('canvas').press(key);
  await page.locator('.range-line', { hasText: 'probes' }).waitFor();
  await page.getByRole('button', { name: 'Awaits', exact: true }).click();
  await page.locator('.grid-row').first().click();
  await page.screenshot({ path: `${root}docs/pictures/viewer-range.png` });
}

if (!existsSync(profile)) throw new Error('there is no demo.tsprof: npm run demo writes it');
const directory = mkdtempSync(join(tmpdir(), 'tsprof-pictures-'));
const file = join(directory, 'demo.html');
const orders = join(directory, 'orders.tsprof');
const ordersPage = join(directory, 'orders.html');
for (const args of [
  ['export', '--format', 'html', profile, '-o', file],
  ['run', '--quiet', '--timeline', '-o', orders, ORDERS],
  ['export', '--format', 'html', orders, '-o', ordersPage],
])
  execFileSync(process.execPath, [`${root}cli/bin/tsprof.js`, ...args], { cwd: root });
const browser = await chromium.launch(launchOptions());
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  for (const picture of pictures) await take(page, pathToFileURL(file).href, picture);
  await take(page, pathToFileURL(ordersPage).href, TIMELINE);
  await takeRange(page);
} finally {
  await browser.close();
  rmSync(directory, { recursive: true });
}
