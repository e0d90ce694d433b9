// What tsprof says: own time by function, from a profile.
import { basename } from 'node:path';
import { book } from './shares.mjs';

/** The own times of a thread's edges, as measured and without the probes' own cost. */
export const COLUMNS = {
  raw: ({ raw, edges }) => raw?.tsub ?? edges.tsub,
  corrected: ({ edges }) => edges.tsub,
};

/** Times (ns) by function; `nameOf(file, line, column, name)` names functions (0-based), as in sampled.mjs. */
export function recordedTimes({ files, sites, threads }, column, nameOf) {
  const times = new Map();
  for (const thread of threads) {
    const { nodes, edges } = thread;
    const own = column(thread);
    edges.to.forEach((node, edge) => {
      const site = nodes.site[node];
      const file = files[sites.file[site]];
      if (file === undefined) return;
      const name = nameOf(basename(file), sites.line[site] - 1, sites.column[site], sites.name[site]);
      if (name !== undefined) book(times, name, own[edge]);
    });
  }
  return times;
}
