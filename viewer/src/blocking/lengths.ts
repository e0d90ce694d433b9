import { computed } from '@preact/signals';
import { stretchLengths } from '@tsprof/runtime/profile';
import { profile } from '../state/profile.ts';
import { selection } from '../state/filter.ts';

/** How long the thread was held in one piece, and how often. */
export const lengthsOfStretches = computed(() => stretchLengths(profile.value, selection.value));
