import { blockingStats } from '@tsprof/runtime/profile';
import type { DelayStats, Profile, StretchStats } from '@tsprof/runtime/profile';
import { inSeconds } from '../units.ts';
import { counts, placeColumns, tableOf, texts, times, type Table } from './table.ts';

/** All stretches that a profile has, as a query can leave out the shorter ones. */
const ALL = 0;

/** Who held the thread. */
export const BLOCKING: Table = tableOf(
  'a function by one way of calls that held a thread for 1 ms or more',
  (profile: Profile) => blockingStats(profile, ALL).stretches,
  [
    ...texts('name', 'file'),
    ...counts('line'),
    ['path', 'VARCHAR[]', ({ path }: StretchStats) => path],
    ...counts('count'),
    ...times('total', 'max'),
    ['delayed_waits', 'BIGINT', ({ delayed }) => delayed.waits],
    ['delayed', 'DOUBLE', ({ delayed }) => inSeconds(delayed.time)],
  ],
);

/** Who delayed whom. */
export const DELAYS: Table = tableOf(
  'an await and a function that ran while it could have gone on',
  (profile: Profile) => blockingStats(profile, ALL).delays,
  [
    ...placeColumns<DelayStats>('victim', ({ victim }) => victim),
    ...placeColumns<DelayStats>('blocker', ({ blocker }) => blocker),
    ...counts('count'),
    ...times('time'),
  ],
);
