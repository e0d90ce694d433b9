import { FIGURES } from '../figures.ts';
import type { ThreadProfile } from '../format.ts';
import type { Addition, TableShape } from './summed-rows.ts';

type Table = Exclude<
  {
    [N in keyof ThreadProfile]-?: NonNullable<ThreadProfile[N]> extends object ? N : never;
  }[keyof ThreadProfile],
  'health' | 'notes' | 'anomalies' | 'raw' | 'memory' | 'slowest'
>;

const LENGTHS = { count: 'sum', time: 'sum', longest: 'greatest' } as const;

function shape(
  name: Table,
  keys: readonly string[],
  values: Readonly<Record<string, Addition>>,
): readonly [Table, TableShape] {
  return [name, { name, keys, values }];
}

/**
 * The tables of a thread that are summed up row by row: what tells their rows apart, and how the other columns add up. `edges`
 * has two columns more: the rows of `raw` are its own.
 */
export const SHAPES = Object.fromEntries([
  shape('nodes', ['site', 'parent'], {}),
  shape('edges', ['from', 'to'], {
    ...Object.fromEntries(Object.entries(FIGURES).map(([name, { add }]) => [name, add])),
    ...{ rawTsub: 'sum', rawTtot: 'sum' },
  }),
  shape('suspensions', ['edge', 'place', 'parked'], {
    ...{ count: 'sum', pending: 'sum', rejected: 'sum', time: 'sum', longest: 'greatest' },
  }),
  shape('lengths', ['suspension', 'bin'], { count: 'sum' }),
  shape('awaited', ['suspension', 'site'], {
    ...{ count: 'sum', time: 'sum', running: 'sum', ready: 'sum', busy: 'sum' },
  }),
  shape('stretches', ['edge', 'bin'], LENGTHS),
  shape('delays', ['suspension', 'edge'], { count: 'sum', time: 'sum' }),
  shape('delayLengths', ['suspension', 'bin'], LENGTHS),
  shape('coroutines', ['edge'], {
    ...{ fulfilled: 'sum', rejected: 'sum', returned: 'sum', life: 'sum', longest: 'greatest' },
  }),
  shape('promises', ['coroutine'], { pending: 'sum', own: 'sum', ran: 'sum' }),
  shape('lives', ['coroutine', 'bin'], { count: 'sum' }),
  shape('pending', ['suspension', 'site', 'awaits'], { count: 'sum', longest: 'greatest' }),
  shape('requests', ['edge'], {
    ...{
      count: 'sum',
      pending: 'sum',
      errors: 'sum',
      wall: 'sum',
      running: 'sum',
      ready: 'sum',
      busy: 'sum',
    },
    longest: 'greatest',
  }),
  shape('requestLengths', ['request', 'bin'], { count: 'sum' }),
  shape('callLengths', ['site', 'bin'], { count: 'sum' }),
  shape('lines', ['site', 'line'], { hits: 'sum', tsub: 'sum' }),
]) as Readonly<Record<Table, TableShape>>;
