import { computed, signal } from '@preact/signals';
import { haveCounts, selectThreads } from '@tsprof/runtime/profile';
import type { FunctionFigures, Stats, StretchStats } from '@tsprof/runtime/profile';
import { identityOf } from '@tsprof/report/diff/run-table';
import { thresholdFor } from '@tsprof/report/rows/blocking-rows';
import { cellStyle } from '@tsprof/report/tables/cells';
import { Figure } from '../figures/figure.ts';
import { selection } from './filter.ts';
import { profile } from './profile.ts';
import { selectedKey } from './selected-key.ts';

/** The threads that are selected. */
export const selectedThreads = computed(() => selectThreads(profile.value, selection.value.threads));

/** The functions of the selected part, as `tsprof stats` has them. */
const statsFigure = new Figure('stats', selection);
export const stats = computed<Stats<FunctionFigures>>(() => {
  const { elapsed, rootSelves, functions } = statsFigure.value;
  const threads = selectedThreads.value.map((thread, at) => ({ thread, rootSelf: rootSelves[at] ?? 0 }));
  return { elapsed, threads, functions };
});

/** How its figures are written. */
export const style = computed(() => ({ ...cellStyle(stats.value), raw: false }));

/** Functions by what tells them apart. */
export const functionsByKey = computed(() => {
  const found = new Map<string, FunctionFigures>();
  for (const row of stats.value.functions) found.set(identityOf(row), row);
  return found;
});

/** Who called the selected function, and whom it called. */
export const pairs = new Figure(
  'pairs',
  computed(() => ({ ...selection.value, subject: selectedKey.value })),
);

/** Own time by package. */
export const packages = new Figure('packages', selection);

/** The awaits of the selected part, as `tsprof awaits` has them. */
export const awaits = new Figure('awaits', selection);

/** The coroutines of the selected part, as `tsprof coroutines` has them. */
export const coroutines = new Figure('coroutines', selection);

/** The requests of the selected part, as `tsprof requests` has them. */
export const requests = new Figure('requests', selection);

/** What counts as holding the thread for long, ms; null: as long as `tsprof blocking` says where nothing is said. */
export const chosenThreshold = signal<number | null>(null);
export const threshold = computed(() => chosenThreshold.value ?? thresholdFor(profile.value));

/** Who held the thread in the selected part, as `tsprof blocking` has it. */
export const blocking = new Figure(
  'blocking',
  computed(() => ({ ...selection.value, threshold: threshold.value })),
);

/** Stretches however short: by them is told who delayed others most. */
const stretches = new Figure('stretches', selection);
export const allStretches = computed<readonly StretchStats[]>(() => stretches.value);

/** What most time of each kind of requests goes to, as `tsprof requests` has it; nothing where there are no times. */
const findings = new Figure('findings', selection);
export const requestFindings = computed(() => (isTimed.value ? findings.value.found : []));
/** What is to be said of requests, the first to look at first. */
export const requestTales = computed(() => (isTimed.value ? findings.value.tales : []));

/** What functions have allocated, as `tsprof memory` has it; null where no memory was watched. */
export const memory = new Figure('memory', selection);
export const memoryByKey = computed(
  () => new Map((memory.value?.functions ?? []).map((row) => [identityOf(row), row])),
);

/** Whether memory was watched, and what became of what is told of. */
export const hasMemory = computed(() => selectedThreads.value.some((thread) => thread.memory !== undefined));
export const fate = computed(() =>
  selectedThreads.value.some((thread) => thread.memory?.collected) ? 'allocated' : 'still there',
);

/** Whether there are times. */
export const isTimed = computed(() => selectedThreads.value.some(({ clock }) => clock !== 'none'));

/** Whether calls are told one from another: where the profile was sampled there are times alone. */
export const isCounted = computed(() => haveCounts(selectedThreads.value));
