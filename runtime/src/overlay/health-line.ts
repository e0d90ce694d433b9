import { elapsedTogether } from '../profile/elapsed.ts';
import type { Profile, ThreadProfile } from '../profile/format.ts';
import { ownWork } from '../profile/health.ts';
import { duration } from './figures.ts';

/** How the profile came about, in a line: `4.2 s · clock exact, steps of 100 µs · 2 threads · tsprof 3.0 ms`. */
export function healthLine({ threads }: Profile): string {
  const own = threads.reduce((sum, thread) => sum + ownWork(thread.health), 0);
  const windows = threads.reduce((sum, { health }) => sum + (health.windows ?? 0), 0);
  return [
    duration(elapsedTogether(threads)),
    `clock ${[...new Set(threads.map(({ clock }) => clock))].join(' and ')}${steps(threads)}`,
    ...(threads.length > 1 ? [`${threads.length} threads`] : []),
    ...(own > 0 ? [`tsprof ${duration(own)}`] : []),
    ...(windows > 0 ? [`${duration(windows)} to within some dozens of calls`] : []),
    ...anomalies(threads),
  ].join(' · ');
}

/** What the profile says of itself in words, each once. */
export function notes({ threads }: Profile): readonly string[] {
  return [...new Set(threads.flatMap((thread) => thread.notes))];
}

function steps(threads: readonly ThreadProfile[]): string {
  const resolution = Math.max(0, ...threads.map(({ health }) => health.resolution ?? 0));
  return resolution > 0 ? `, steps of ${duration(resolution)}` : '';
}

function anomalies(threads: readonly ThreadProfile[]): string[] {
  const count = threads
    .flatMap((thread) => Object.values(thread.anomalies))
    .reduce((sum, each) => sum + each, 0);
  return count === 0 ? [] : [`anomalies ${count}: figures may be off`];
}
