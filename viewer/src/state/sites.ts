import { computed } from '@preact/signals';
import { functionOfSite, placeOf } from '@tsprof/runtime/profile';
import type { FunctionPlace, Profile } from '@tsprof/runtime/profile';
import { identityOf } from '@tsprof/report/diff/run-table';
import { profile } from './profile.ts';

/** What is known of the sites of a profile, each looked up once. */
export class Sites {
  readonly profile: Profile;
  /** For each site the first one that is the same function. */
  readonly functionOf: Int32Array;
  readonly #places: FunctionPlace[] = [];
  readonly #keys: string[] = [];

  constructor(profile: Profile) {
    this.profile = profile;
    this.functionOf = functionOfSite(profile);
  }

  placeOf(site: number): FunctionPlace {
    return (this.#places[site + 1] ??= placeOf(this.profile, site));
  }

  /** What tells its function from others. */
  keyOf(site: number): string {
    const first = this.functionOf[site] ?? site;
    return (this.#keys[first] ??= identityOf(this.placeOf(first)));
  }

  /** The first site of a function; -1 for none. */
  siteOfKey(key: string | null): number {
    if (key === null) return -1;
    return this.functionOf.findIndex((first, site) => first === site && this.keyOf(site) === key);
  }

  /** For each site whether its function is one of these. */
  which(accepts: (place: FunctionPlace) => boolean): Uint8Array {
    return Uint8Array.from(this.functionOf, (_, site) => Number(accepts(this.placeOf(site))));
  }
}

export const sites = computed(() => new Sites(profile.value));
