/** React Fast Refresh: components are exchanged while they run, and keep their state or lose it as without the plugin. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Profile } from '../../../runtime/src/profile/format.ts';
import { launch } from '../../support/chromium.ts';
import { functionsOf, Project } from './project.ts';
import { serve } from './served.ts';

/** A page that was changed while it ran. */
interface Changed {
  /** What it shows: after two clicks, a changed text, one more hook, and another click. */
  readonly texts: readonly string[];
  readonly errors: readonly string[];
  readonly functions: readonly string[];
}

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function shows(page: Page, text: string, timeout = 30_000): Promise<string> {
  const isShown = (text: string) => document.querySelector('button')?.textContent === text;
  await page.waitForFunction(isShown, text, { timeout });
  return text;
}

/** How long a dev server has to see that a file has changed, ms, before it is written again. */
const PATIENCE = 5_000;
const MOST_WRITES = 6;

/** What is written while a server's watcher is not yet there goes unseen, and nothing says when it is. */
async function showsOnce(page: Page, text: string, write: () => void): Promise<string> {
  for (let writes = 1; ; writes++) {
    write();
    try {
      return await shows(page, text, PATIENCE);
    } catch (error) {
      if (writes === MOST_WRITES) throw error;
    }
  }
}

async function change(name: string, enabled: boolean): Promise<Changed> {
  const project = new Project('react');
  const { child, url } = await serve(name, project, { enabled });
  const file = join(project.root, 'src', 'App.tsx');
  const edit = (from: string, to: string) => {
    const code = readFileSync(file, 'utf8').replace(from, () => to);
    return () => writeFileSync(file, code);
  };
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  try {
    await page.goto(url);
    const texts = [await shows(page, '0')];
    for (const text of ['1', '2']) {
      await page.click('button');
      texts.push(await shows(page, text));
    }
    texts.push(await showsOnce(page, 'now 2', edit('<b>{count}</b>', '<b>{`now ${count}`}</b>')));
    const another = edit('const [count,', "useState('one hook more');\n  const [count,");
    texts.push(await showsOnce(page, 'now 0', another));
    await page.click('button');
    texts.push(await shows(page, 'now 1'));
    const profile = enabled ? ((await page.evaluate('__tsprof__.snapshot()')) as Profile) : null;
    return { texts, errors, functions: functionsOf(profile) };
  } finally {
    child.kill('SIGKILL');
    await page.close();
    project.remove();
  }
}

describe.each(['viteReact', 'rspackReact'])('%s', (name) => {
  it('keeps state as without the plugin', async () => {
    const plain = await change(name, false);
    const profiled = await change(name, true);
    expect(plain.errors).toEqual([]);
    expect({ ...profiled, functions: [] }).toEqual(plain);
    expect(profiled.functions).toEqual(
      expect.arrayContaining(['App/onClick 2 src/App.tsx:8', 'App/onClick 1 src/App.tsx:9']),
    );
  });
});
