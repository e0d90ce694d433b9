import { computed, effect, signal } from '@preact/signals';
import { isListed, isNarrowed, thread } from '../state/filter.ts';
import { profile } from '../state/figures.ts';
import { selectedKey } from '../state/selected.ts';
import { theme } from '../state/theme.ts';
import { view } from '../state/view.ts';
import { shown } from '../parts/text.ts';
import type { RangeFacts, Span } from './engine/messages.ts';
import { NamedFunctions, lookOf } from './look.ts';
import { ask, facts, isReading, readTimeline, timelineProblem, wanted } from './reading.ts';

/** The functions of the timeline as the profile has them. */
export const functions = computed(() => new NamedFunctions(facts.value?.functions ?? [], profile.value));

/** Which threads are shown, by their rows. */
export const threads = computed<readonly number[]>(() =>
  (facts.value?.threads ?? []).flatMap(({ id }, row) =>
    thread.value === '' || id === thread.value ? [row] : [],
  ),
);

/** What threads are called. */
export const threadNames = computed(() =>
  (facts.value?.threads ?? []).map(({ name, id }) => `${shown(name, 80)} (${shown(id, 40)})`),
);

export const look = computed(() => {
  const listed = isListed.value;
  const isDim = isNarrowed.value ? (place: Parameters<typeof listed>[0]) => !listed(place) : () => false;
  return lookOf(functions.value, theme.value, isDim, selectedKey.value);
});

/** The part of the time that is chosen; null: none is. */
export const range = signal<Span | null>(null);
/** What functions did in it; null until that is known. */
export const rangeFacts = signal<RangeFacts | null>(null);

/** Has a timeline read once it is looked at, and what is chosen of it added up. */
export function followTimeline(): void {
  effect(() => {
    if (view.value === 'timeline' || wanted.value === null) void readTimeline();
  });
  effect(() => {
    if (facts.value === null) range.value = null;
  });
  effect(() => {
    const [span, rows] = [range.value, threads.value];
    rangeFacts.value = null;
    if (span !== null) void addUp(span, rows);
  });
}

async function addUp(span: Span, rows: readonly number[]): Promise<void> {
  try {
    const found = await ask({ kind: 'range', ...span, threads: rows });
    if (range.value === span) rangeFacts.value = found.range;
  } catch (error) {
    timelineProblem.value = (error as Error).message;
  }
}

export { ask, facts, isReading, timelineProblem, wanted };
