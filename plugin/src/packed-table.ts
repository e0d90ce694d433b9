import {
  AWAITED_CALL,
  LAST_SUSPENSION,
  SUSPENSION,
  TOLD_LINE,
  type Suspension,
  type Table,
} from './table.ts';

/** A digit must do for the number of levels; it may always be less than what is shared. */
const MOST_LEVELS = 9;

/**
 * The paths of a table, a line each: how many levels (what is between slashes) it shares with the one before, then the
 * rest. As functions come after those inside them, each name is written once:
 *
 *     outer/inner/deep  0outer/inner/deep
 *     outer/inner       2
 *     outer/other       1other
 *     outer             1
 */
export function packNames(table: Table): string {
  let before: readonly string[] = [];
  const lines = table.map(({ path }) => {
    const levels = path.split('/');
    const shared = sharedLevels(before, levels);
    before = levels;
    return shared + levels.slice(shared).join('/');
  });
  return lines.join('\n');
}

/** An empty rest says that nothing comes after what is shared, so of a name that ends in a slash it must not be empty. */
function sharedLevels(before: readonly string[], levels: readonly string[]): number {
  const most = Math.min(before.length, levels.length, MOST_LEVELS);
  let shared = 0;
  while (shared < most && before[shared] === levels[shared]) shared++;
  const isLost = shared === levels.length - 1 && levels[shared] === '';
  return isLost && shared > 0 ? shared - 1 : shared;
}

/** Two numbers a site: by how much its line is further than that of the one before; 16 times its column, plus its form. */
export function packSpots(table: Table): number[] {
  return table.flatMap(({ line, column, form }, site) => [
    line - (table[site - 1]?.line ?? 0),
    column * 16 + form,
  ]);
}

/**
 * The suspensions of all sites that have any: how many sites it is further than the one before (at first: than none), how many
 * there are, then two numbers for each: by how much its line is further than that of the one before (at first: than the
 * site's); 8 times its column, plus its kind. Where an await calls something by a name, its kind is AWAITED_CALL, and what
 * stands for that name follows. The lines that a site tells of come behind its suspensions, with TOLD_LINE as their kind.
 */
export function packSuspensions(table: Table): number[] {
  const packed: number[] = [];
  let before = 0;
  table.forEach(({ line, suspensions = [], lines = [] }, site) => {
    const told = [...suspensions.slice(0, LAST_SUSPENSION), ...lines.map(asPlace)];
    if (told.length === 0) return;
    packed.push(site - before, told.length);
    before = site;
    told.forEach((suspension, at) => {
      const lineBefore = at === 0 ? line : told[at - 1]!.line;
      const { kind, column, callee } = suspension;
      const isCall = kind === SUSPENSION.await && callee !== 0;
      packed.push(suspension.line - lineBefore, column * 8 + (isCall ? AWAITED_CALL : kind));
      if (isCall) packed.push(callee);
    });
  });
  return packed;
}

const asPlace = (line: number): Suspension => ({ kind: TOLD_LINE, line, column: 0, callee: 0 });
