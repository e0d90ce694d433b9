/** Chromium without a window and without anything that it does on its own. */
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const { findChromium } = (await import(new URL('../../scripts/chromium.mjs', import.meta.url).href)) as {
  findChromium: () => string | null;
};

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('there is no Chromium: node scripts/chromium.mjs');
  // Chromium has no sandbox for root.
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath, args: isRoot ? [...FLAGS, '--no-sandbox'] : FLAGS });
}
