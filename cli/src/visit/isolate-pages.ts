import { ISOLATED_DOCUMENT } from '@tsprof/runtime/collect';
import type { Browser } from 'playwright-core';

interface Header {
  readonly name: string;
  readonly value: string;
}

/** A document that has come, but that the browser has not seen yet, as its debugger tells it. */
interface Paused {
  readonly requestId: string;
  readonly responseStatusCode?: number;
  readonly responseHeaders?: readonly Header[];
}

/** A server that says any of these has decided itself. */
const OWN = /^(?:document-isolation-policy|cross-origin-embedder-policy)$/i;
/** Not true any more of a document that was taken whole. */
const OF_TRANSFER = /^(?:content-encoding|content-length|transfer-encoding)$/i;

/**
 * Has the pages of an origin cross-origin isolated, frames and windows included, as if its server had said so. Chromium reads that
 * header only of responses that are made here: a document is taken whole before the page sees its beginning, and counts as
 * one from the internet, which may not ask other servers of this machine for anything.
 */
export async function isolatePages(browser: Browser, origin: string): Promise<void> {
  // Of the browser, not of a page: a window that a page opens has its document before it can be seen.
  const debugging = await browser.newBrowserCDPSession();
  const isolate = async ({ requestId, responseStatusCode = 200, responseHeaders = [] }: Paused) => {
    if (!isPage(responseStatusCode, responseHeaders))
      return debugging.send('Fetch.continueRequest', { requestId });
    const { body, base64Encoded } = await debugging.send('Fetch.getResponseBody', { requestId });
    return debugging.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: responseStatusCode,
      responseHeaders: [...responseHeaders.filter(({ name }) => !OF_TRANSFER.test(name)), ...added],
      body: base64Encoded ? body : Buffer.from(body).toString('base64'),
    });
  };
  debugging.on('Fetch.requestPaused', (paused: Paused) => {
    // What cannot be taken whole goes as it is; a browser that has ended meanwhile waits for no answer.
    isolate(paused)
      .catch(() => debugging.send('Fetch.continueRequest', { requestId: paused.requestId }))
      .catch(() => {});
  });
  const pages = { urlPattern: `${origin}/*`, resourceType: 'Document', requestStage: 'Response' } as const;
  await debugging.send('Fetch.enable', { patterns: [pages] });
}

const added: readonly Header[] = Object.entries(ISOLATED_DOCUMENT).map(([name, value]) => ({ name, value }));

/** Whether it is a page, no redirection or download, and its server does not say itself how it is isolated. */
function isPage(status: number, headers: readonly Header[]): boolean {
  const isHtml = headers.some(
    ({ name, value }) =>
      /^content-type$/i.test(name) && /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(value),
  );
  return isHtml && (status < 300 || status >= 400) && !headers.some(({ name }) => OWN.test(name));
}
