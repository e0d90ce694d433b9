import { findBrowser } from '../../../cli/src/visit/find-browser.ts';

/** The browser of this machine; null: there is none, and nothing to test with. */
export const CHROMIUM: string | null = find();

function find(): string | null {
  try {
    return findBrowser(undefined, { cwd: '/', env: process.env, platform: process.platform });
  } catch {
    return null;
  }
}
