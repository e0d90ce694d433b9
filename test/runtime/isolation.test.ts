/** How servers have pages cross-origin isolated. */
import { expect, test } from 'vitest';
import { isolationHeaders } from '../../runtime/src/host/node/isolation.ts';

const DOCUMENT = { 'Document-Isolation-Policy': 'isolate-and-credentialless' };
const WINDOW = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'credentialless',
};
const KIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

test.each([
  [`Mozilla/5.0 (X11; Linux x86_64) ${KIT} Chrome/137.0.0.0 Safari/537.36`, DOCUMENT],
  [`Mozilla/5.0 (X11; Linux x86_64) ${KIT} HeadlessChrome/156.0.0.0 Safari/537.36`, DOCUMENT],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${KIT} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`, DOCUMENT],
  [`Mozilla/5.0 (X11; Linux x86_64) ${KIT} Chrome/136.0.0.0 Safari/537.36`, WINDOW],
  [`Mozilla/5.0 (Linux; Android 10; K) ${KIT} Chrome/140.0.0.0 Mobile Safari/537.36`, WINDOW],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', WINDOW],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15',
    {},
  ],
  [undefined, WINDOW],
])('%s', (agent, expected) => {
  expect(isolationHeaders({ headers: { 'user-agent': agent } })).toEqual(expected);
});
