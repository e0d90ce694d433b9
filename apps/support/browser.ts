/** Chromium without a window and without anything that it does on its own. */
import { chromium } from 'playwright-core';
import type { Browser, LaunchOptions } from 'playwright-core';

const { launchOptions } = (await import(new URL('../../scripts/chromium.mjs', import.meta.url).href)) as {
  launchOptions: () => LaunchOptions;
};

export const launch = (): Promise<Browser> => chromium.launch(launchOptions());
