// What tsprof says: own time by function, from a profile.
import { basename } from 'node:path';
import { book } from './shares.mjs';

/**
 * The columns of own times. Profiles carry none yet from which the probes' own cost is taken off: once they do, it
 * is a line here, and the table has its figures.
 */
export const COLUMNS = { raw: 'tsub' };

/** Times (ns) by function; `nameOf(file, line, column, name)` names functions (0-based), as in sampled.mjs. */
export function recordedTimes({ files, sites, threads }, column, nameOf) {
  const times = new Map();
  for (const { nodes, edges } of threads) {
    edges.to.forEach((node, edge) => {
      const site = nodes.site[node];
      const file = files[sites.file[site]];
      if (file === undefined) return;
      const name = nameOf(basename(file), sites.line[site] - 1, sites.column[site], sites.name[site]);
      if (name !== undefined) book(times, name, edges[column][edge]);
    });
  }
  return times;
}
