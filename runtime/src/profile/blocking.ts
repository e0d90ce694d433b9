import { count, index, time } from './columns.ts';
import type { DelayLengthTable, DelayTable, StretchTable, ThreadProfile } from './format.ts';
import { pickRows, rowsWhere } from './rows.ts';
import { below, readObject, readTable, type Fields } from './shape.ts';
import { MOST_BINS } from './lengths.ts';

/** Who held the thread, and whom that delayed. */
export type Blocking = Pick<ThreadProfile, 'stretches' | 'delays' | 'delayLengths'>;

const NO_STRETCHES: StretchTable = { edge: [], bin: [], count: [], time: [], longest: [] };
const NO_DELAYS: DelayTable = { suspension: [], edge: [], count: [], time: [] };
const NO_DELAY_LENGTHS: DelayLengthTable = { suspension: [], bin: [], count: [], time: [], longest: [] };

/** What files have before version 4. */
export const NO_BLOCKING: Blocking = {
  stretches: NO_STRETCHES,
  delays: NO_DELAYS,
  delayLengths: NO_DELAY_LENGTHS,
};

const LENGTHS = { bin: index(MOST_BINS, 'bins'), count, time, longest: time };

/** These tables of a thread in an untrusted document. */
export function parseBlocking(fields: Fields, place: string, edges: number, suspensions: number): Blocking {
  const table = (name: keyof Blocking) => [fields[name] ?? NO_BLOCKING[name], below(place, name)] as const;
  const edge = index(edges, 'edges');
  return {
    stretches: readTable(...table('stretches'), { edge, ...LENGTHS }),
    delays: readTable(...table('delays'), {
      ...{ suspension: index(suspensions, 'suspensions'), edge, count, time },
    }),
    delayLengths: parseDelayLengths(...table('delayLengths'), suspensions),
  };
}

function parseDelayLengths(value: unknown, place: string, suspensions: number): DelayLengthTable {
  const suspension = index(suspensions, 'suspensions', -1);
  if (readObject(value, place)['suspension'] !== undefined)
    return readTable(value, place, { suspension, ...LENGTHS });
  const table = readTable(value, place, LENGTHS);
  return { suspension: table.bin.map(() => -1), ...table };
}

/** Those of kept edges and suspensions, which have new rows or -1. */
export function keptBlocking(
  { stretches, delays, delayLengths }: Blocking,
  newEdge: (edge: number) => number,
  newSuspension: (suspension: number) => number,
): Blocking {
  const isKept = (edge: number) => newEdge(edge) >= 0;
  const ofEdges = pickRows(stretches, rowsWhere(stretches.edge, isKept));
  const isOfKept = (edge: number, row: number) => isKept(edge) && newSuspension(delays.suspension[row]!) >= 0;
  const lengths = pickRows(
    delayLengths,
    rowsWhere(delayLengths.suspension, (row) => row >= 0 && newSuspension(row) >= 0),
  );
  const ofBoth = pickRows(delays, rowsWhere(delays.edge, isOfKept));
  return {
    stretches: { ...ofEdges, edge: ofEdges.edge.map(newEdge) },
    delays: {
      ...ofBoth,
      suspension: ofBoth.suspension.map(newSuspension),
      edge: ofBoth.edge.map(newEdge),
    },
    delayLengths: { ...lengths, suspension: lengths.suspension.map(newSuspension) },
  };
}
