import type { Log } from '../log/log.ts';
import { imul } from '../intrinsics.ts';
import type { Registry } from '../sites/registry.ts';
import { FROM, NODE, PATHS, PATHS_USED, SITE } from './layout.ts';

/** The form of sites that are tags (sites/packed-table.ts). */
const TAG_FORM = 12;

/** The program may delete what it does not need. */
const Table = Int32Array;

/** At most half full. */
const TABLE = 2 * PATHS;

/** Call paths of coroutines in the memory of a sampled thread: a row for each that was ever taken. */
export interface Paths {
  /** The path by which the node of `from` calls `site`, made when it is new; 0 where there is no more room. */
  call(from: number, site: number): number;
  /** The place with this id where coroutines of a path are suspended. */
  place(path: number, id: number): number;
}

/** None but that of all that find no room. */
export function createPaths({ words, cells }: Log, { forms }: Registry): Paths {
  /** Open-addressing table of paths, by where they come from and their site. */
  const table = new Table(TABLE);
  cells[PATHS_USED] = 1;
  words[FROM] = words[SITE] = words[NODE] = 0;

  function find(from: number, site: number): number {
    let slot = (imul(imul(from, 0x9e3779b1) ^ site, 0x85ebca6b) >>> 7) & (TABLE - 1);
    for (; table[slot] !== 0; slot = (slot + 1) & (TABLE - 1)) {
      const path = table[slot]!;
      if (words[FROM + path] === from && words[SITE + path] === site) return path;
    }
    const path = cells[PATHS_USED]!;
    if (path === PATHS) return 0;
    words[FROM + path] = from;
    words[SITE + path] = site;
    words[NODE + path] = nodeOf(path, from, site);
    table[slot] = path;
    cells[PATHS_USED] = path + 1;
    return path;
  }

  /** Where the site is above, up to the nearest tag, the path leads back to that node. */
  function nodeOf(path: number, from: number, site: number): number {
    for (let node = from; node > 0; node = words[FROM + node]!) {
      const above = words[SITE + node]!;
      if (above === site) return node;
      if (forms[above] === TAG_FORM) break;
    }
    return path;
  }

  return {
    call: (from, site) => find(from, site),
    place: (path, id) => find(path, -id),
  };
}
