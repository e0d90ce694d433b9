import { elapsedOf } from '@tsprof/runtime/profile';
import type { Profile, ThreadProfile } from '@tsprof/runtime/profile';
import { inSeconds } from '../units.ts';
import { counts, tableOf, texts, times, type Table } from './table.ts';

/** What is known of each file as a whole. */
export const PROFILES: Table = tableOf('a file', (profile: Profile) => [profile], [
  ['created', 'TIMESTAMP', ({ created }) => momentOf(created)],
  ...texts('generator'),
  ['cwd', 'VARCHAR', ({ cwd }) => cwd],
  ['started', 'TIMESTAMP', ({ threads }) => firstStart(threads)],
  ['threads', 'BIGINT', ({ threads }) => threads.length],
  ['elapsed', 'DOUBLE', (profile) => inSeconds(elapsedOf(profile))],
  ['root_tsub', 'DOUBLE', ({ threads }) => inSeconds(sum(threads, ({ rootSelf }) => rootSelf))],
  ['idle', 'DOUBLE', ({ threads }) => knownIdle(threads)],
  ['partial', 'BOOLEAN', ({ threads }) => threads.some(({ partial }) => partial === true)],
]);

/** The threads of each file. */
export const THREADS: Table = tableOf('a thread', ({ threads }: Profile) => threads, [
  ['thread', 'VARCHAR', ({ id }: ThreadProfile) => id],
  ...texts('name'),
  ...counts('pid'),
  ['started', 'TIMESTAMP', ({ started }) => started],
  ...times('elapsed'),
  ['root_tsub', 'DOUBLE', ({ rootSelf }) => inSeconds(rootSelf)],
  ['idle', 'DOUBLE', ({ idle }) => (idle === undefined ? null : inSeconds(idle))],
  ...texts('clock'),
  ['partial', 'BOOLEAN', ({ partial }) => partial === true],
]);

/** A profile may say anything there. */
function momentOf(text: string): number | null {
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

function firstStart(threads: readonly ThreadProfile[]): number | null {
  const first = threads.reduce((least, { started }) => Math.min(least, started), Infinity);
  return Number.isFinite(first) ? first : null;
}

/** Of all threads that tell; null where none does. */
function knownIdle(threads: readonly ThreadProfile[]): number | null {
  const known = threads.filter(({ idle }) => idle !== undefined);
  return known.length === 0 ? null : inSeconds(sum(known, ({ idle = 0 }) => idle));
}

const sum = (threads: readonly ThreadProfile[], of: (thread: ThreadProfile) => number): number =>
  threads.reduce((total, thread) => total + of(thread), 0);
