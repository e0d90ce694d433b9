/** One visit of a page: the user's actions, and everything that could be noticed of the app meanwhile. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { serve } from './server.ts';
import type { ServeOptions, Site } from './server.ts';

/** What the user does. Each step waits for what it brings about: only then are counts known. */
export type Actions = (page: Page) => Promise<void>;

/** Milliseconds: what has not come about by then never will. */
const STEP_TIMEOUT = 15_000;

export interface Behaviour {
  /** `type: text`, in the order of coming. */
  readonly console: readonly string[];
  /** Exceptions that nobody caught, requests that failed. */
  readonly errors: readonly string[];
  /** What the page says at the end. */
  readonly text: string;
}

/** A visit that is still on. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly site: Site;
}

export interface VisitOptions extends ServeOptions {
  readonly actions: Actions;
}

/** Serves, opens, acts; then `look` may see whatever else it wants before everything is closed. */
export async function visit<T>(
  browser: Browser,
  { actions, ...served }: VisitOptions,
  look: (visit: Visit) => Promise<T>,
): Promise<{ behaviour: Behaviour; seen: T }> {
  const site = await serve(served);
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(STEP_TIMEOUT);
    const { console, errors } = listen(page);
    await page.goto(site.url);
    await actions(page).catch((error: unknown) => {
      throw new Error([String(error), ...console, ...errors].join('\n'), { cause: error });
    });
    const text = await page.locator('body').innerText();
    const seen = await look({ page, context, site });
    return { behaviour: { console, errors, text }, seen };
  } finally {
    await context.close();
    await site.close();
  }
}

function listen(page: Page): { console: string[]; errors: string[] } {
  const [console, errors]: [string[], string[]] = [[], []];
  page.on('console', (message) => console.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => errors.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => errors.push(`failed: ${pathOf(request.url())}`));
  page.on('response', (response) => {
    if (response.status() >= 400) errors.push(`${response.status()}: ${pathOf(response.url())}`);
  });
  return { console, errors };
}

function pathOf(url: string): string {
  return new URL(url).pathname;
}
