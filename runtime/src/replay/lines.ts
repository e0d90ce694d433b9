import { max } from '../intrinsics.ts';
import { longer } from './sums.ts';
import { grow } from './tree.ts';

/*
 * How often activations have come to each line of their function, and for how long they were there: own time is that of the
 * line which the activation on top has come to last. It goes on with it when a callee returns, or when a coroutine does not
 * wait any more (the column `line` of stack.ts and of coroutine.ts). Before its first line an activation is at number 0, where
 * its function begins: what of a function's own time is that of no other line.
 */

/** The sums of each line, in a block for each site: by number. */
export interface Lines {
  /** Whether any line has been told of: before that, nothing here is kept. */
  isOn: boolean;
  /** By site: where its block begins, and for how many numbers there is room in it. */
  first: Int32Array;
  room: Int32Array;
  size: number;
  hits: Float64Array;
  /** Own time, ns; none at number 0. */
  own: Float64Array;
  /** Events so far. */
  events: number;
}

const FIRST_SITES = 256;
const FIRST_SIZE = 1024;
/** A function that tells of lines has some more of them, as a rule. */
const LEAST_ROOM = 8;

/** No lines. */
export function createLines(): Lines {
  return {
    isOn: false,
    first: new Int32Array(FIRST_SITES),
    room: new Int32Array(FIRST_SITES),
    size: 0,
    hits: new Float64Array(FIRST_SIZE),
    own: new Float64Array(FIRST_SIZE),
    events: 0,
  };
}

/** An activation of this site has come to a line. */
export function countHit(lines: Lines, site: number, number: number): void {
  lines.isOn = true;
  lines.events++;
  if (!(number < lines.room[site]!)) makeLineRoom(lines, site, max(LEAST_ROOM, number + 1));
  lines.hits[lines.first[site]! + number]! += 1;
}

/** Time has passed at a line that has been come to. */
export function bookLine(lines: Lines, site: number, number: number, time: number): void {
  lines.own[lines.first[site]! + number]! += time;
}

/** Forgets all sums. */
export function clearLines({ hits, own }: Lines): void {
  hits.fill(0);
  own.fill(0);
}

/** A block for at least so many numbers, in place of the one that the site has. */
function makeLineRoom(lines: Lines, site: number, least: number): void {
  while (site >= lines.first.length) {
    lines.first = grow(lines.first);
    lines.room = grow(lines.room);
  }
  const before = lines.first[site]!;
  const filled = lines.room[site]!;
  const room = max(least, filled * 2);
  const first = lines.size;
  lines.size += room;
  while (lines.size > lines.hits.length) {
    lines.hits = longer(lines.hits);
    lines.own = longer(lines.own);
  }
  for (let number = 0; number < filled; number++) {
    lines.hits[first + number] = lines.hits[before + number]!;
    lines.own[first + number] = lines.own[before + number]!;
    lines.hits[before + number] = lines.own[before + number] = 0;
  }
  lines.first[site] = first;
  lines.room[site] = room;
}

/** What replay has to say of lines: rows by site and number, times in ns. */
export interface LineAccounts {
  readonly site: readonly number[];
  readonly number: readonly number[];
  readonly hits: readonly number[];
  readonly own: readonly number[];
}

/** Of those that anything is told of. */
export function lineAccounts({ first, room, hits, own }: Lines): LineAccounts {
  const accounts = {
    site: [] as number[],
    number: [] as number[],
    hits: [] as number[],
    own: [] as number[],
  };
  for (let site = 0; site < first.length; site++) {
    for (let number = 0; number < room[site]!; number++) {
      const at = first[site]! + number;
      if (hits[at] === 0 && own[at] === 0) continue;
      accounts.site.push(site);
      accounts.number.push(number);
      accounts.hits.push(hits[at]!);
      accounts.own.push(own[at]!);
    }
  }
  return accounts;
}
