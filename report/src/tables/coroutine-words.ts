import type { CoroutineStats, SlowCoroutine } from '@tsprof/runtime/profile';
import { duration } from '../units.ts';
import { counted } from './text.ts';

/** What coroutines end as, or do not. */
export const ENDS = ['fulfilled', 'rejected', 'returned', 'pending'] as const;

/** `11 coroutines: 4 fulfilled, 1 rejected, 6 pending`; `8 coroutines and 3 promises: …` where promises of functions are among them. */
export function endsText(all: readonly CoroutineStats[]): string {
  const total = (name: 'started' | (typeof ENDS)[number]) => all.reduce((sum, row) => sum + row[name], 0);
  const ends = ENDS.filter((end) => total(end) > 0).map((end) => `${total(end)} ${end}`);
  const promises = all.reduce((sum, { kind, started }) => sum + (kind === 'promise' ? started : 0), 0);
  const others = counted(total('started') - promises, 'coroutine');
  const started = promises === 0 ? others : `${others} and ${counted(promises, 'promise')}`;
  return `${started}: ${ends.join(', ')}`;
}

/** Whether any has ended: percentiles are of those. */
export const hasEnded = ({ started, pending }: CoroutineStats): boolean => started > pending;

/** The function, behind the one that called it; `find()` stands for the promises of `find`. */
export function coroutineLabel({ name, path, kind }: CoroutineStats): string {
  const caller = path.at(-2);
  const label = kind === 'promise' ? `${name}()` : name;
  return caller === undefined ? label : `${caller} > ${label}`;
}

/** The coroutine that took longest beyond what is usual for its like; null where none of any kind has ended. */
export function slowestCoroutine(
  all: readonly CoroutineStats[],
): { readonly row: CoroutineStats; readonly slowest: SlowCoroutine } | null {
  const excess = ({ max, p50 }: CoroutineStats) => max - p50;
  const [row] = all.filter(({ p50 }) => p50 > 0).sort((a, b) => excess(b) - excess(a));
  const slowest = row?.slowest[0];
  return row === undefined || slowest === undefined ? null : { row, slowest };
}

/** `the slowest of 4 took 91.0 ms, half of them no longer than 6.00 ms` */
export function slownessText({ started, p50 }: CoroutineStats, { wall }: SlowCoroutine): string {
  const others = started === 1 ? '' : `, half of them no longer than ${duration(p50)}`;
  return `the slowest of ${started} took ${duration(wall)}${others}`;
}

/** `it started 12.0 ms after profiling did, and was fulfilled; it waited 90.0 ms of that, most at line 2` */
export function fateText({ at, state, twait, waited }: SlowCoroutine): string {
  const where = waited === null ? '' : `, most at line ${waited}`;
  const wait = twait === 0 ? '' : `; it waited ${duration(twait)} of that${where}`;
  const was = state === 'pending' ? 'is' : 'was';
  return `it started ${duration(at)} after profiling did, and ${was} ${state}${wait}`;
}
