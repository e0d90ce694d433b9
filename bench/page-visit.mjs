// A page of a folder, in a browser of its own.
import { chromium } from 'playwright-core';
import { launchOptions } from '../scripts/chromium.mjs';
import { servePages } from './page-server.mjs';

/** Returns what `work(page)` resolves to. `clock`: which one probes use, if any; default: the page's usual one. */
export async function visit(folder, { isolated, clock }, work) {
  const server = await servePages(folder, { isolated });
  const browser = await chromium.launch(launchOptions());
  try {
    const page = await browser.newPage();
    if (clock !== undefined) await page.addInitScript(choose, clock);
    await page.goto(server.url);
    await page.waitForFunction('globalThis.measure');
    return await work(page);
  } finally {
    await browser.close();
    server.close();
  }
}

/** Runs in the page: what the runtime is told before it begins. */
function choose(clock) {
  globalThis[Symbol.for('tsprof.settings')] = { clock };
}
