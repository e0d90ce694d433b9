import type { PageOptions } from '../../session/page.ts';
import { isWindow } from './identity.ts';

let isAsked = false;

/** Loads a page's overlay, if it is to have one. Whatever goes wrong with it is a line in the console, and no more. */
export async function loadOverlay({ overlay }: PageOptions): Promise<void> {
  if (overlay === undefined || isAsked || !isWindow() || window.parent !== window) return;
  isAsked = true;
  try {
    await overlay();
  } catch (error) {
    console.warn(`tsprof: no overlay: ${String(error)}`);
  }
}
