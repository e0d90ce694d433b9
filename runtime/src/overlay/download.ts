import type { Profile } from '../profile/format.ts';
import { element } from './elements.ts';

const { createObjectURL, revokeObjectURL } = URL;
const { setTimeout } = globalThis;

/** By then the browser has read what it saves, ms. */
const KEPT = 60_000;

/** Saves a profile as a file, where the browser puts what is downloaded. */
export function download(profile: Profile): void {
  const url = createObjectURL.call(URL, new Blob([JSON.stringify(profile)], { type: 'application/json' }));
  // It is no part of the page, so that the page does not see the click.
  element('a', { href: url, download: 'profile.tsprof' }).click();
  setTimeout(() => revokeObjectURL.call(URL, url), KEPT);
}
