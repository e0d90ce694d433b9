import { computed, signal } from '@preact/signals';
import { VERSION, blockingStats, haveCounts, profileStats, selectThreads } from '@tsprof/runtime/profile';
import type { FunctionStats, Profile, StretchStats } from '@tsprof/runtime/profile';
import { identityOf } from '@tsprof/report/diff/run-table';
import { reportOnAwaits } from '@tsprof/report/rows/await-rows';
import { reportOnCoroutines } from '@tsprof/report/rows/coroutine-rows';
import { reportOnRequests } from '@tsprof/report/rows/request-rows';
import { reportOnBlocking, thresholdFor } from '@tsprof/report/rows/blocking-rows';
import { findings } from '@tsprof/report/tables/request-findings';
import { cellStyle } from '@tsprof/report/tables/cells';
import { opened } from './opened.ts';
import { rangeProfile } from './range.ts';
import { selection } from './filter.ts';

/** Figures are those of the commands: the same functions make them. */
const NO_PROFILE: Profile = {
  ...{ format: 'tsprof', version: VERSION, created: '', generator: '', cwd: null, files: [], threads: [] },
  sites: { name: [], file: [], line: [], column: [], kind: [] },
  places: { site: [], line: [], column: [], kind: [] },
};

/** The profile that is open; an empty one where none is. */
export const wholeProfile = computed(() => opened.value?.profile ?? NO_PROFILE);

/** What all views are of: the profile that is open, or that of a part of its time. */
export const profile = computed(() => rangeProfile.value ?? wholeProfile.value);

/** Nothing that views do has a working directory. */
const whole = computed(() => ({ ...selection.value, cwd: '' }));

/** The functions of the selected part, as `tsprof stats` has them. */
export const stats = computed(() => profileStats(profile.value, selection.value));

/** How its figures are written. */
export const style = computed(() => ({ ...cellStyle(stats.value), raw: false }));

/** Functions by what tells them apart. */
export const functionsByKey = computed(() => {
  const found = new Map<string, FunctionStats>();
  for (const row of stats.value.functions) found.set(identityOf(row), row);
  return found;
});

/** The awaits of the selected part, as `tsprof awaits` has them. */
export const awaits = computed(() => reportOnAwaits(profile.value, whole.value));

/** The coroutines of the selected part, as `tsprof coroutines` has them. */
export const coroutines = computed(() => reportOnCoroutines(profile.value, whole.value));

/** The requests of the selected part, as `tsprof requests` has them. */
export const requests = computed(() => reportOnRequests(profile.value, whole.value));

/** What counts as holding the thread for long, ms; null: as long as `tsprof blocking` says where nothing is said. */
export const chosenThreshold = signal<number | null>(null);
export const threshold = computed(() => chosenThreshold.value ?? thresholdFor(profile.value));

/** Who held the thread in the selected part, as `tsprof blocking` has it. */
export const blocking = computed(() =>
  reportOnBlocking(profile.value, { ...whole.value, threshold: threshold.value }),
);

/** Stretches however short: by them is told who delayed others most. */
export const allStretches = computed<readonly StretchStats[]>(
  () => blockingStats(profile.value, 0, selection.value).stretches,
);

/** What most time of each kind of requests goes to, as `tsprof requests` has it; nothing where there are no times. */
export const requestFindings = computed(() =>
  isTimed.value ? findings(profile.value, requests.value.all, whole.value) : [],
);

/** The threads that are selected. */
export const selectedThreads = computed(() => selectThreads(profile.value, selection.value.threads));

/** Whether there are times. */
export const isTimed = computed(() => selectedThreads.value.some(({ clock }) => clock !== 'none'));

/** Whether calls are told one from another: where the profile was sampled there are times alone. */
export const isCounted = computed(() => haveCounts(selectedThreads.value));
