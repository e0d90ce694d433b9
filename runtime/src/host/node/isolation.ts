import type { IncomingMessage, ServerResponse } from 'node:http';

/** The first Chromium for computers that knows document isolation. */
const FIRST_WITH_DOCUMENTS = 137;

/** Isolates one document, and asks nothing of its frames and windows; what other origins serve it loads without cookies. */
export const ISOLATED_DOCUMENT = { 'Document-Isolation-Policy': 'isolate-and-credentialless' } as const;

/** Isolates a window with all frames in it, which have to be isolated themselves; windows of other origins are out of its reach. */
const ISOLATED_WINDOW = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'credentialless',
} as const;

/**
 * The headers, by name, by which a server that is asked by `request` has a page cross-origin isolated: such pages have memory that
 * threads share, and a finer clock. They belong to each response, as pages, frames and workers of one origin reach each other
 * only where all are isolated. None for Safari, which can be isolated only from what it needs.
 */
export function isolationHeaders({
  headers,
}: Pick<IncomingMessage, 'headers'>): Readonly<Record<string, string>> {
  const agent = headers['user-agent'] ?? '';
  // HeadlessChrome, too.
  const chromium = /Chrom(?:e|ium)\/(\d+)/.exec(agent)?.[1];
  if (
    chromium !== undefined &&
    Number(chromium) >= FIRST_WITH_DOCUMENTS &&
    !/\bMobile\b|\bAndroid\b/.test(agent)
  )
    return ISOLATED_DOCUMENT;
  return chromium === undefined && /\bSafari\//.test(agent) ? {} : ISOLATED_WINDOW;
}

/** Sets them, one by one as servers of HTTP/2 take them. */
export function isolate(request: IncomingMessage, response: ServerResponse): void {
  for (const [name, value] of Object.entries(isolationHeaders(request))) response.setHeader(name, value);
}
