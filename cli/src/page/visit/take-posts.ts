import type { Collector } from '@tsprof/runtime/collect';
import { ProfileError } from '@tsprof/runtime/profile';
import type { BrowserContext, CDPSession } from 'playwright-core';

/** Where dev servers with unplugin-tsprof take profiles, behind the base of their URLs. */
const POST_PATH = '/__tsprof__/profile';

/** A request that waits for us, as the browser's debugger tells it. */
interface Paused {
  readonly requestId: string;
  readonly request: {
    readonly url: string;
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly postDataEntries?: readonly { readonly bytes?: string }[];
  };
}

/**
 * Has the pages of a browser send their profiles to the collector, wherever they are from: pages are told where to, and
 * what is sent there never leaves the browser.
 */
export async function takePosts(context: BrowserContext, collector: Collector): Promise<void> {
  // Of the browser, not of a page: what a page sends as it is left would no longer be a page's.
  const debugging = await context.browser()!.newBrowserCDPSession();
  debugging.on('Fetch.requestPaused', (paused: Paused) => void takePost(paused, debugging, collector));
  await debugging.send('Fetch.enable', { patterns: [{ urlPattern: `*${POST_PATH}*` }] });
  await context.addInitScript(sayWhereTo, POST_PATH);
}

/** A browser that has ended meanwhile waits for no answer. */
async function takePost(
  { requestId, request }: Paused,
  debugging: CDPSession,
  collector: Collector,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url);
  const id = searchParams.get('id');
  const isProfile = pathname.endsWith(POST_PATH) && request.method === 'POST' && id !== null;
  const answer = isProfile
    ? debugging.send('Fetch.fulfillRequest', {
        requestId,
        responseCode: keepSent(id, request, collector) ? 204 : 400,
      })
    : debugging.send('Fetch.continueRequest', { requestId });
  await answer.catch(() => {});
}

/** Whether it was a profile that goes with the others; what comes from a page may be anything. */
function keepSent(id: string, request: Paused['request'], collector: Collector): boolean {
  try {
    collector.take(id, bodyOf(request), new Headers(request.headers).get('content-encoding') ?? undefined);
    return true;
  } catch (error) {
    if (error instanceof ProfileError) return false;
    throw error;
  }
}

const bodyOf = ({ postDataEntries = [] }: Paused['request']): Uint8Array =>
  Buffer.concat(postDataEntries.map(({ bytes = '' }) => Buffer.from(bytes, 'base64')));

/** Runs in each page and frame, before anything else does. */
function sayWhereTo(path: string): void {
  const key = Symbol.for('tsprof.settings');
  const { origin } = location;
  if (origin !== 'null') (globalThis as { [key]?: object })[key] = { post: origin + path };
}
