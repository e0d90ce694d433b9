import { computed } from '@preact/signals';
import { coroutineLengths } from '@tsprof/runtime/profile';
import type { CoroutineStats } from '@tsprof/runtime/profile';
import type { Lengths } from '../parts/histogram.tsx';
import { selection } from '../state/filter.ts';
import { coroutines } from '../state/figures.ts';
import { profile } from '../state/profile.ts';

/** Functions of the same names may lead to it in several ways; then their order tells them apart. */
const keys = computed(() => {
  const seen = new Map<string, number>();
  return new Map(
    coroutines.value.all.map((row) => {
      const { path, file, line, column } = row;
      const key = JSON.stringify([path.join(' > '), file, line, column]);
      const before = seen.get(key) ?? 0;
      seen.set(key, before + 1);
      return [row, before === 0 ? key : `${key} ${before}`];
    }),
  );
});

/** What tells a row of the coroutines from others. */
export const coroutineKey = (row: CoroutineStats): string => keys.value.get(row) ?? '';

/** In the order of all rows. */
const lengths = computed(() => coroutineLengths(profile.value, selection.value));

/** How long those lived that have ended. */
export const lengthsOfCoroutine = (row: CoroutineStats): Lengths =>
  lengths.value[coroutines.value.all.indexOf(row)]?.lengths ?? [];
