/** What we use of the settings of a cache that outlives a build: webpack's, and Rspack's of either major version. */
interface CacheOptions {
  type?: string;
  version?: string;
}

/** What we use of webpack's and Rspack's options. */
export interface CachingOptions {
  readonly cache?: unknown;
  readonly experiments?: { readonly cache?: unknown };
}

const LASTING = ['filesystem', 'persistent'];

/** Keeps what is built with these settings apart, in caches that outlive a build, from what is built with others. */
export function keyCache({ cache, experiments }: CachingOptions, key: string): void {
  for (const each of [cache, experiments?.cache]) {
    if (!isCache(each) || !LASTING.includes(each.type ?? '')) continue;
    each.version = `${each.version ?? ''}|tsprof ${key}`;
  }
}

const isCache = (value: unknown): value is CacheOptions => typeof value === 'object' && value !== null;
