import { OTHER_TAGS, packTag } from '../sites/packed-table.ts';
import { register, type Registry } from '../sites/registry.ts';

/** So many labels have a site of their own. */
const MOST_TAGS = 1000;

/** The sites of a user's labels: one each, as long as they are not too many; all further ones share one. */
export class TagSites {
  readonly #registry: Registry;
  readonly #sites = new Map<string, number>();
  #other: number | null = null;

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  siteOf(label: string): number {
    const known = this.#sites.get(label);
    if (known !== undefined) return known;
    if (this.#sites.size === MOST_TAGS)
      return (this.#other ??= register(this.#registry, ...packTag(OTHER_TAGS)));
    const site = register(this.#registry, ...packTag(label));
    this.#sites.set(label, site);
    return site;
  }
}
