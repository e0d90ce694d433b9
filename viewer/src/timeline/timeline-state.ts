import { batch, computed, effect } from '@preact/signals';
import { isListed, isNarrowed, thread } from '../state/filter.ts';
import { wholeProfile } from '../state/profile.ts';
import type { Profile } from '@tsprof/runtime/profile';
import { busyWith, opened } from '../state/opened.ts';
import { inSight, range, rangeProfile, type TimeRange } from '../state/range.ts';
import { selectedKey } from '../state/selected-key.ts';
import { theme } from '../state/theme.ts';
import { view } from '../state/view.ts';
import { shown } from '../parts/text.ts';
import { NamedFunctions, lookOf } from './look.ts';
import { ask, facts, isReading, partOfTime, readTimeline, timelineProblem, wanted } from './reading.ts';

/** The functions of the timeline as the profile has them. */
export const functions = computed(() => new NamedFunctions(facts.value?.functions ?? [], wholeProfile.value));

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

/** Has a timeline read once it is needed, and the profile made of the part of the time that is chosen. */
export function followTimeline(): void {
  effect(() => {
    const source = wanted.value;
    if (source === null || 'absent' in source) batch(() => (range.value = inSight.value = null));
    if (view.value === 'timeline' || range.value !== null || source === null) void readTimeline();
  });
  let before: TimeRange | null = null;
  effect(() => {
    // What was made of less of a timeline that grows is shown until there is more.
    if (range.value !== before) rangeProfile.value = null;
    before = range.value;
    // Names are those of the profile, which may still be on its way.
    if (opened.value === null && busyWith.value !== null) return;
    if (range.value !== null && facts.value !== null) void makeProfile(range.value, wholeProfile.value);
  });
}

/** Whether a profile is being made; the one that is wanted by then is made afterwards. */
let isMaking = false;

async function makeProfile(wantedRange: TimeRange, whole: Profile): Promise<void> {
  if (isMaking) return;
  isMaking = true;
  const isWanted = () => range.value === wantedRange && wholeProfile.value === whole;
  try {
    const profile = await partOfTime(wantedRange, whole);
    if (isWanted()) rangeProfile.value = profile;
  } catch (error) {
    timelineProblem.value = (error as Error).message;
  } finally {
    isMaking = false;
  }
  if (range.value !== null && !isWanted()) await makeProfile(range.value, wholeProfile.value);
}

/** Plain calls of less, ns, are missing in the timeline. */
export const leastCall = computed(() =>
  (facts.value?.threads ?? []).reduce((most, { threshold }) => Math.max(most, threshold), 0),
);

export { ask, facts, isReading, timelineProblem, wanted };
