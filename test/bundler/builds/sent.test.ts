/** Pages of dev servers, in Chromium: they send their profiles with nothing configured. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseProfile } from '../../../runtime/src/profile/parse.ts';
import { launch } from '../../support/chromium.ts';
import { functionsOf, Project } from './project.ts';
import { serve } from './served.ts';

/** The server's first page; a page that has no script yet, and the script. */
const PAGES = {
  vite: { at: '', script: null },
  webpack: { at: 'webpack-dev-server', script: '/main.mjs' },
  rspack: { at: 'rspack-dev-server', script: '/main.mjs' },
};

const names = (file: string): string[] =>
  existsSync(file) ? functionsOf(parseProfile(readFileSync(file))) : [];

describe('a page of the dev server', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it.each(['vite', 'webpack', 'rspack'] as const)('of %s sends its profile', async (name) => {
    const project = new Project();
    const { child, url } = await serve(name, project, { enabled: true });
    try {
      const page = await browser.newPage();
      const { at, script } = PAGES[name];
      await page.goto(new URL(at, url).href);
      if (script !== null) await page.addScriptTag({ url: script, type: 'module' });
      await page.waitForFunction('globalThis.app');
      await page.evaluate('app.main()');
      // What a page does when it is left.
      await page.evaluate("dispatchEvent(new Event('pagehide'))");
      await expect
        .poll(() => names(join(project.root, 'profile.tsprof')), { timeout: 60_000 })
        .toEqual(expect.arrayContaining(['double 5 src/work.ts:4', 'main 1 src/main.tsx:17']));
      await page.close();
    } finally {
      child.kill('SIGKILL');
      project.remove();
    }
  });
});
