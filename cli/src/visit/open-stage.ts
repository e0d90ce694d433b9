import type { BrowserContext, Page } from 'playwright-core';
import type { Stage } from './actions.ts';
import type { OpenPage } from './last-words.ts';
import { openBrowser } from './open-browser.ts';

/** A browser with a page that has nothing in it yet. */
export interface OpenStage extends Stage {
  /** All pages that are open by now. */
  pages(): Promise<OpenPage[]>;
}

/** Opens a browser; `prepare` sees its context before there is any page. */
export async function openStage(
  executable: string,
  isHeadless: boolean,
  prepare: (context: BrowserContext) => Promise<void>,
): Promise<OpenStage> {
  const browser = await openBrowser(executable, isHeadless);
  // A window has the size that its user gives it.
  const context = await browser.newContext(isHeadless ? {} : { viewport: null });
  await prepare(context);
  const debuggings = new Map<Page, Promise<OpenPage['debugging']>>();
  context.on('page', (page) => {
    debuggings.set(
      page,
      context.newCDPSession(page).catch(() => null),
    );
  });
  const page = await context.newPage();
  await debuggings.get(page);
  return {
    ...{ browser, context, page },
    pages: () =>
      Promise.all(
        context.pages().map(async (page) => ({ page, debugging: (await debuggings.get(page)) ?? null })),
      ),
  };
}
