import type { Page } from '../../page.ts';

const KEY = Symbol.for('tsprof.settings');

/**
 * Where a realm sends its profiles. Whoever opens a page (`tsprof page`) may have it sent to him by the settings of
 * page/settings.ts, whatever the page's build has said.
 */
export function postOf(page: Page | null): string | null {
  const asked = (globalThis as { [KEY]?: { readonly post?: string | null } })[KEY]?.post;
  return asked ?? page?.options.post ?? null;
}
