import { createRegistry, register, type SiteRow } from '../../runtime/src/sites/registry.ts';
import { sitesOf } from '../../runtime/src/sites/sites.ts';

/** The sites of one table, as the runtime unpacks it. */
export function unpacked(
  file: string,
  names: string,
  spots: readonly number[],
  suspensions: readonly number[] = [],
): SiteRow[] {
  const registry = createRegistry();
  const first = register(registry, file, names, spots, suspensions);
  return sitesOf(registry).slice(first);
}
