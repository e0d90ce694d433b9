import type { Collector } from '@tsprof/runtime/collect';
import { ProfileError } from '@tsprof/runtime/profile';
import type { BrowserContext } from 'playwright-core';

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

/** What a server would have to say for a page of no origin to send it anything. */
const FOR_NO_ORIGIN = [
  { name: 'Access-Control-Allow-Origin', value: 'null' },
  { name: 'Access-Control-Allow-Methods', value: 'POST' },
  { name: 'Access-Control-Allow-Headers', value: 'content-type, content-encoding' },
  // Else a browser asks again every five seconds, also before what a frame sends as it is left.
  { name: 'Access-Control-Max-Age', value: '7200' },
];

/**
 * Has the pages of a browser send their profiles to the collector, wherever they are from: pages are told where to, and
 * what is sent there never leaves the browser.
 */
export async function takePosts(context: BrowserContext, collector: Collector): Promise<void> {
  await take(context, `*${POST_PATH}*`, ({ request }) => isSent(request), collector);
  await context.addInitScript(sayWhereTo, POST_PATH);
}

/**
 * Has the pages of a folder, which send to `post`, send to the collector without their server. A server could take that, too; but what a page sends as it is left is
 * here as soon as it is on its way. And sandboxed frames are of no origin: any site can make a frame like that, so a server
 * that is asked by one cannot know whose it is. The browser does.
 */
export async function takePostsTo(
  post: string,
  context: BrowserContext,
  collector: Collector,
): Promise<void> {
  await take(context, `${post.replace('?', '\\?')}&id=*`, ({ request }) => isSent(request), collector);
}

/** Takes those of the requests to a URL that are to be taken; all others go their way. */
async function take(
  context: BrowserContext,
  urlPattern: string,
  isTaken: (paused: Paused) => boolean,
  collector: Collector,
): Promise<void> {
  // Of the browser, not of a page: what a page sends as it is left would no longer be a page's.
  const debugging = await context.browser()!.newBrowserCDPSession();
  debugging.on('Fetch.requestPaused', (paused: Paused) => {
    const { requestId } = paused;
    const answer = isTaken(paused)
      ? debugging.send('Fetch.fulfillRequest', answerTo(paused, collector))
      : debugging.send('Fetch.continueRequest', { requestId });
    // A browser that has ended meanwhile waits for no answer.
    answer.catch(() => {});
  });
  await debugging.send('Fetch.enable', { patterns: [{ urlPattern }] });
}

interface Answer {
  readonly requestId: string;
  readonly responseCode: number;
  readonly responseHeaders: { name: string; value: string }[];
}

/** Keeps a profile that was sent; a page of no origin asks first whether it may send one. */
function answerTo({ requestId, request }: Paused, collector: Collector): Answer {
  const isKept = request.method === 'OPTIONS' || keepSent(request, collector);
  const responseHeaders = originOf(request) === 'null' ? FOR_NO_ORIGIN : [];
  return { requestId, responseCode: isKept ? 204 : 400, responseHeaders };
}

const originOf = ({ headers }: Paused['request']): string | null => new Headers(headers).get('origin');

/** Whether it is a profile, or the question whether one may be sent. */
function isSent({ url, method }: Paused['request']): boolean {
  const { pathname, searchParams } = new URL(url);
  return pathname.endsWith(POST_PATH) && ['POST', 'OPTIONS'].includes(method) && searchParams.has('id');
}

/** Whether it was a profile that goes with the others; what comes from a page may be anything. */
function keepSent(request: Paused['request'], collector: Collector): boolean {
  const id = new URL(request.url).searchParams.get('id') ?? '';
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
  // A sandboxed frame is of no origin, but comes from somewhere, if only by the page that it is in.
  const from = [location.href, document.baseURI].find((url) => /^https?:/.test(url));
  if (from !== undefined) (globalThis as { [key]?: object })[key] = { post: new URL(path, from).href };
}
