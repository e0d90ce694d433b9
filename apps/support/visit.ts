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
export interface Open<S> {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly site: S;
}

export type Visit = Open<Site>;

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
  try {
    return await visitSite(browser, { site, actions }, look);
  } finally {
    await site.close();
  }
}

/** The same for a site that is served already. */
export async function visitSite<S extends { url: string }, T>(
  browser: Browser,
  { site, actions }: { site: S; actions: Actions },
  look: (visit: Open<S>) => Promise<T>,
): Promise<{ behaviour: Behaviour; seen: T }> {
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
