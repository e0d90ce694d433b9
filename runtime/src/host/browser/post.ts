import type { Page } from '../../session/page.ts';
import { settings } from './settings.ts';

/**
 * A page of no origin (a sandboxed frame, a file) has no server of its own: a URL that is relative to one would be refused, of
 * which the console would be told each time.
 */
const hasServer = (post: string): boolean => globalThis.origin !== 'null' || /^(?:[a-z]+:)?\/\//i.test(post);

/**
 * Where a realm sends its profiles. Whoever opens a page (`tsprof page`) may have it sent to him by the settings of
 * settings.ts, whatever the page's build has said.
 */
export function postOf(page: Page | null): string | null {
  const post = settings().post ?? page?.options.post ?? null;
  return post !== null && hasServer(post) ? post : null;
}
