import { computed } from '@preact/signals';
import { awaitLengths } from '@tsprof/runtime/profile';
import type { AwaitStats } from '@tsprof/runtime/profile';
import { profile } from '../state/profile.ts';
import { selection } from '../state/filter.ts';
import type { Lengths } from '../parts/histogram.tsx';

const lengths = computed(() => awaitLengths(profile.value, selection.value));

const keyOf = ({ function: name, file, line, column, kind, parked }: AwaitStats): string =>
  JSON.stringify([name, file, line, column, kind, parked]);

const byKey = computed(() => new Map(lengths.value.map(({ row, lengths }) => [keyOf(row), lengths])));

/** How long the waits at an await took that have ended. */
export const lengthsOfAwait = (row: AwaitStats): Lengths => byKey.value.get(keyOf(row)) ?? [];
