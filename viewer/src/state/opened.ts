import { signal } from '@preact/signals';
import type { Profile } from '@tsprof/runtime/profile';
import { NO_DATA, type PageData } from '../page-data.ts';

/** A profile that is shown, and what its file is called. */
export interface Opened {
  readonly name: string;
  readonly profile: Profile;
}

/** What the page came with. */
export const pageData = signal<PageData>(NO_DATA);
/** The profile that all views are of. */
export const opened = signal<Opened | null>(null);
/** What it is compared with. */
export const earlier = signal<Opened | null>(null);
/** What went wrong last, as a sentence for the user. */
export const problem = signal<string | null>(null);
/** What the page is busy with. */
export const busyWith = signal<string | null>(null);
/** Whether positions and sources that the page came with are of the profile that is shown. */
export const isCarried = signal(true);
