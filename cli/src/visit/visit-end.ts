import { setTimeout } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { EXIT_FAILED, TsprofError } from '@tsprof/report/command-line/errors';
import type { Actions, Stage } from './actions.ts';
import type { Signals } from './signals.ts';

/** What may end a visit besides the browser. */
export interface Ends {
  readonly signals: Signals;
  /** Seconds; null: it takes as long as it takes. */
  readonly seconds: number | null;
  /** Null: until all windows are closed. */
  readonly actions: Actions | null;
}

/** Why a visit has ended: null for a good reason, or what went wrong. */
type End = TsprofError | null;

/** Opens the page and waits until the visit is over. Never rejects. */
export function visitEnd(url: string, stage: Stage, { signals, seconds, actions }: Ends): Promise<End> {
  const opened = open(url, stage.page);
  const acted = async (actions: Actions): Promise<End> => (await opened) ?? failLate(await actions(stage));
  return Promise.race([
    signals.received.then(() => null),
    broken(stage),
    ...(seconds === null ? [] : [setTimeout(seconds * 1e3, null, { ref: false })]),
    // A page may take for ever to load, and may do its work meanwhile.
    actions === null ? allClosed(stage) : acted(actions),
    opened.then((failure) => failure ?? new Promise<never>(() => {})),
  ]);
}

/** Where a page has died, what is asked of it fails a moment before that is said. */
const failLate = (failure: End): Promise<End> => setTimeout(failure === null ? 0 : 100, failure);

/** What kept the page from being opened, if anything did; being closed or sent elsewhere did not. */
async function open(url: string, page: Page): Promise<End> {
  try {
    await page.goto(url, { timeout: 0 });
    return null;
  } catch (error) {
    const [, code = 'ERR_ABORTED'] = /net::(ERR_\w+)/.exec((error as Error).message) ?? [];
    if (code === 'ERR_ABORTED') return null;
    const reason = REASONS[code] ?? 'the browser cannot load it';
    return failed(`cannot open ${url}: ${reason} (${code})`, error);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ERR_CONNECTION_REFUSED: 'nobody answers there; does the server run?',
  ERR_NAME_NOT_RESOLVED: 'there is no such host',
  ERR_CERT_AUTHORITY_INVALID: 'its certificate is not trusted',
  ERR_INTERNET_DISCONNECTED: 'there is no network',
};

/** Resolves once there is no page left: the user has closed the last window. */
function allClosed({ context }: Stage): Promise<null> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (context.pages().length === 0) resolve(null);
    };
    // Where the browser has died its pages are said to be closed a moment before that is said.
    eachPage(context, (page) => page.once('close', () => setImmediate(look)));
  });
}

/** Resolves if a page or the browser dies. */
function broken({ context, browser }: Stage): Promise<End> {
  return new Promise((resolve) => {
    eachPage(context, (page) => page.once('crash', () => resolve(failed('the page crashed'))));
    browser.once('disconnected', () => resolve(failed('the browser ended unexpectedly')));
  });
}

/** Those that are open, and those to come. */
function eachPage(context: BrowserContext, watch: (page: Page) => void): void {
  context.pages().forEach(watch);
  context.on('page', watch);
}

function failed(message: string, cause?: unknown): TsprofError {
  return new TsprofError(message, { exitCode: EXIT_FAILED, cause });
}
