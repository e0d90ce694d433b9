import { BOOKED, CALL_COLUMNS, EDGE_COLUMNS, SITE } from './columns.ts';
import type { Draft } from './draft.ts';
import { addLength, binRows, withShortest, type BinRows } from './lengths.ts';
import { siteAt } from './stack.ts';
import type { ReplayState } from './state.ts';

/*
 * How long the calls of each function took: histograms by site, kept where each event has its time, as else most calls take as
 * long as the accountant happened to look.
 */

/** A call by this edge has ended, which took so long. */
export function bookCallLength({ callLengths, tree }: ReplayState, edge: number, wall: number): void {
  if (callLengths !== null) addLength(callLengths, tree.edge[edge * EDGE_COLUMNS + SITE]!, wall);
}

/** Of all calls that have ended, those included that were never looked at, as they took no time; null where none are kept. */
export function callLengthAccounts(
  { callLengths, tree, stack }: ReplayState,
  { part, ncall, calls }: Draft,
): BinRows | null {
  if (callLengths === null) return null;
  const rows = binRows(callLengths, (site) => site);
  const ended = new Array<number>(tree.recursive.length).fill(0);
  rows.thing.forEach((site, row) => (ended[site]! += rows.count[row]!));
  part.edges.forEach((edge, row) => {
    const unseen = ncall[row]! - calls[row * CALL_COLUMNS + BOOKED]!;
    if (unseen > 0) ended[tree.edge[edge * EDGE_COLUMNS + SITE]!]! += unseen;
  });
  // Of these, the young ones have not ended.
  for (let depth = stack.settled + 1; depth <= stack.depth; depth++) ended[siteAt(stack, tree, depth)]! -= 1;
  return withShortest(rows, ended);
}
