import type { Page } from '../../page.ts';
import { settings } from '../../settings.ts';

/**
 * Where a realm sends its profiles. Whoever opens a page (`tsprof page`) may have it sent to him by the settings of
 * settings.ts, whatever the page's build has said.
 */
export function postOf(page: Page | null): string | null {
  return settings().post ?? page?.options.post ?? null;
}
