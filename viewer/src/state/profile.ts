import { computed } from '@preact/signals';
import { VERSION } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { opened } from './opened.ts';
import { rangeProfile } from './range.ts';

export const NO_PROFILE: Profile = {
  ...{ format: 'tsprof', version: VERSION, created: '', generator: '', cwd: null, files: [], threads: [] },
  sites: { name: [], file: [], line: [], column: [], kind: [] },
  places: { site: [], line: [], column: [], kind: [] },
};

/** The profile that is open; an empty one where none is. */
export const wholeProfile = computed(() => opened.value?.profile ?? NO_PROFILE);

/** What all views are of: the profile that is open, or that of a part of its time. */
export const profile = computed(() => rangeProfile.value ?? wholeProfile.value);
