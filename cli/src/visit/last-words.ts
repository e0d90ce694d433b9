import { setTimeout } from 'node:timers/promises';
import type { Collector } from '@tsprof/runtime/collect';
import { parseProfile } from '@tsprof/runtime/profile';
import type { CDPSession, Frame, Page } from 'playwright-core';

/** How long a page may be busy before what it does is ended, ms: it could not be asked any more. */
const BUSY = 1_000;
/** How long it has to answer then, ms; workers that are gone without a word take the runtime two seconds. */
const PATIENCE = 10_000;

/** What pages have answered: `bare` ones have no probes, `mute` ones did not answer in time. */
export type Answer = 'profile' | 'bare' | 'mute';

/** A page that is open, and the debugger's way to it, which had to be there before the page got busy. */
export interface OpenPage {
  readonly page: Page;
  readonly debugging: CDPSession | null;
}

/** Asks all pages that are still open for their profiles up to now, and gives them to the collector. */
export async function lastWords(pages: readonly OpenPage[], collector: Collector): Promise<Answer[]> {
  await Promise.all(pages.map(interruptIfBusy));
  const frames = pages.flatMap(({ page }) => page.frames());
  const texts = await Promise.all(frames.map(ask));
  return texts.map((text) => {
    if (text === 'bare' || text === 'mute') return text;
    return keepAll(text, collector);
  });
}

/** A loop that does not end is broken off; the time it took is in the profile. */
async function interruptIfBusy({ page, debugging }: OpenPage): Promise<void> {
  const isThere = await within(
    BUSY,
    page.evaluate(() => true),
  );
  if (isThere === undefined) await within(BUSY, debugging?.send('Runtime.terminateExecution'));
}

async function ask(frame: Frame): Promise<string> {
  // What was broken off may take the first question with it.
  const answer = frame.evaluate(tellProfile).catch(() => frame.evaluate(tellProfile));
  return (await within(PATIENCE, answer)) ?? 'mute';
}

/** What it resolves to; undefined if that takes too long or fails. */
function within<T>(milliseconds: number, promise: Promise<T> | undefined): Promise<T | undefined> {
  const asked = Promise.resolve(promise).catch(() => undefined);
  return Promise.race([asked, setTimeout(milliseconds, undefined, { ref: false })]);
}

/** Runs in the page. The profile is that of all realms which the page hears of. */
async function tellProfile(): Promise<string> {
  type Door = { __tsprof__?: { snapshot(): Promise<unknown> } };
  const realm = globalThis as Door;
  while (realm.__tsprof__ === undefined) {
    if (!(Symbol.for('tsprof.realm') in globalThis)) return 'bare';
    await new Promise((resolve) => globalThis.setTimeout(resolve, 20));
  }
  return JSON.stringify(await realm.__tsprof__.snapshot());
}

/**
 * A page's snapshot holds its own realm first, then all it has heard of: these may have sent what is newer. Each realm
 * is kept by itself, by its id, as if it had sent it: so nothing is there twice.
 */
function keepAll(text: string, collector: Collector): Answer {
  const profile = parseProfile(text, 'the page');
  const known = new Map(collector.profile()?.threads.map(({ id, elapsed }) => [id, elapsed]));
  for (const [index, thread] of profile.threads.entries()) {
    if (index > 0 && (known.get(thread.id) ?? 0) > thread.elapsed) continue;
    collector.keep(thread.id, { ...profile, threads: [thread] });
  }
  return 'profile';
}
