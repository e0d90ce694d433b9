import { awaitStats, coroutineStats, requestStats } from '@tsprof/runtime/profile';
import type { AwaitStats, CoroutineStats, Profile, SlowCoroutine } from '@tsprof/runtime/profile';
import { inSeconds } from '../units.ts';
import { counts, tableOf, texts, times, type Table } from './table.ts';

const LENGTHS = ['p50', 'p90', 'p99', 'max'] as const;

/** What `tsprof awaits --json` says, yields included. */
export const AWAITS: Table = tableOf(
  'an await or yield in the source',
  (profile: Profile) => awaitStats(profile),
  [
    ['name', 'VARCHAR', (row: AwaitStats) => row.function],
    ...texts('file'),
    ...counts('line'),
    ['col', 'BIGINT', ({ column }) => column],
    ...texts('kind'),
    ...counts('count', 'pending', 'rejected'),
    ...times('wait', 'running', 'ready', 'busy', 'idle', 'avg', ...LENGTHS),
    ['awaited', 'VARCHAR[]', ({ awaited }) => awaited.map(({ name }) => name)],
  ],
);

/** What `tsprof coroutines --json` says. */
export const COROUTINES: Table = tableOf(
  'the coroutines of a function by one way of calls',
  (profile: Profile) => coroutineStats(profile),
  [
    ...texts('name', 'file'),
    ...counts('line'),
    ...texts('kind'),
    ['path', 'VARCHAR[]', ({ path }: CoroutineStats) => path],
    ...counts('started', 'fulfilled', 'rejected', 'returned', 'pending'),
    ...times('wall', 'tsub', 'twait', 'parked'),
    ...counts('nsuspend'),
    ...times(...LENGTHS),
  ],
);

interface Instance extends SlowCoroutine {
  readonly of: CoroutineStats;
}

/** The coroutines that are kept one by one. */
export const INSTANCES: Table = tableOf('one of the slowest coroutines', instances, [
  ['name', 'VARCHAR', ({ of }) => of.name],
  ['file', 'VARCHAR', ({ of }) => of.file],
  ['line', 'BIGINT', ({ of }) => of.line],
  ['path', 'VARCHAR[]', ({ of }) => of.path],
  ['began', 'DOUBLE', ({ at }) => inSeconds(at)],
  ...times('wall', 'tsub', 'twait'),
  ...texts('state'),
  ['waited_line', 'BIGINT', ({ waited }) => waited],
]);

function* instances(profile: Profile): Iterable<Instance> {
  for (const of of coroutineStats(profile)) for (const slow of of.slowest) yield { ...slow, of };
}

/** What `tsprof requests --json` says. */
export const REQUESTS: Table = tableOf('a route or tag', (profile: Profile) => requestStats(profile), [
  ...texts('tag'),
  ...counts('count', 'pending', 'errors'),
  ...times('wall', 'tsub', 'twait', 'ready', 'busy', ...LENGTHS),
]);
