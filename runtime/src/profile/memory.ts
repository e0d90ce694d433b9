import { afterRoot, count, earlierRow, index, time } from './columns.ts';
import { ProfileError } from './error.ts';
import type { MemoryTable, SiteTable } from './format.ts';
import { below, readField, readObject, readTable } from './shape.ts';

/** The memory of a thread in an untrusted document. */
export function parseMemory(value: unknown, place: string, sites: SiteTable): MemoryTable {
  const fields = readObject(value, place);
  const site = afterRoot(index(sites.name.length, 'sites'));
  const nodes = readTable(fields['nodes'], below(place, 'nodes'), {
    ...{ site, parent: afterRoot(earlierRow), bytes: count, samples: count },
  });
  if (nodes.site.length === 0)
    throw new ProfileError(`${below(place, 'nodes')} is empty, but row 0 must be the root`);
  return {
    interval: readField(fields, place, 'interval', count),
    ...(fields['collected'] === true && { collected: true }),
    taken: readField(fields, place, 'taken', time),
    own: readField(fields, place, 'own', count),
    nodes,
    heap: readTable(fields['heap'], below(place, 'heap'), {
      time,
      used: count,
      total: count,
      external: count,
    }),
    collections: readTable(fields['collections'], below(place, 'collections'), {
      ...{ kind: count, count, time, longest: time },
    }),
  };
}

/** The same with other rows of sites. */
export function withSites(memory: MemoryTable, siteIds: readonly number[]): MemoryTable {
  return { ...memory, nodes: { ...memory.nodes, site: memory.nodes.site.map((id) => siteIds[id] ?? -1) } };
}
