/** What the user of each todo app does, whichever framework it is made with, and the server's answers. */
import type { Page } from 'playwright-core';
import type { Routes } from './server.ts';

/** How often: two todos are there from the beginning, the user adds three, finishes two of the five, removes one. */
export const ADDED = 3;
export const TOGGLED = 2;
export const REMOVED = 1;
export const FROM_SERVER = 2;
/** Each of these is saved. */
export const CHANGES = ADDED + TOGGLED + REMOVED;

const TITLES = ['Feed the cat', 'Water the plants', 'Read'];

export const todoRoutes: Routes = {
  '/api/todos': () => [
    { id: 1, title: 'Buy bread', done: false },
    { id: 2, title: 'Call Ada', done: true },
  ],
  '/api/save': (_, body) => ({ saved: (JSON.parse(body) as unknown[]).length }),
};

/** Waits after each step until the app says that it is saved. */
export async function todoActions(page: Page): Promise<void> {
  const status = (words: string) => page.locator('output', { hasText: words }).waitFor();
  await status('ready');
  for (const [index, title] of TITLES.entries()) {
    await page.fill('#title', title);
    await page.press('#title', 'Enter');
    await status(`saved ${FROM_SERVER + index + 1}, 1 done`);
  }
  for (const [index, row] of [0, 2].entries()) {
    await page.locator('.toggle').nth(row).click();
    await status(`saved 5, ${index + 2} done`);
  }
  await page.locator('.remove').nth(1).click();
  await status('saved 4, 2 done');
  await page.click('#report');
  await status('9 words: buy bread feed the cat water the plants read');
}

/** Words in the four todos that are left. */
export const WORDS = 9;
export const LEFT = FROM_SERVER + ADDED - REMOVED;
