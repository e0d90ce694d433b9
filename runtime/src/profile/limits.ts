import { ProfileError } from './error.ts';

const MIB = 2 ** 20;

/** What is counted. */
export type Limited = 'bytes' | 'values' | 'texts' | 'textBytes' | 'containers' | 'fields' | 'pathBytes';

/** How much of each is read at most, and how a message says that. */
export type Limits = Readonly<Record<Limited, { readonly most: number; readonly of: string }>>;

/**
 * How much is read before a file is refused. A profile is untrusted: without limits a few bytes of gzip would take all
 * memory. The largest honest profiles (a million edges) stay below half of each.
 */
const LIMITS: Limits = {
  bytes: { most: 512 * MIB, of: '512 MiB of JSON' },
  values: { most: 40_000_000, of: '40 million values' },
  texts: { most: 1_000_000, of: '1 million texts' },
  textBytes: { most: 64 * MIB, of: '64 MiB of names and other texts' },
  containers: { most: 200_000, of: '200,000 lists and objects' },
  fields: { most: 4_000_000, of: '4 million fields of objects' },
  pathBytes: { most: 32 * MIB, of: '32 MiB of paths' },
};

/** Lists and objects within each other. */
export const MOST_DEPTH = 64;
/** Bytes of one text or number. */
export const MOST_TOKEN = MIB;
/** Rows of one table. */
export const MOST_ROWS = 4_000_000;

/** Counts what has been read of the files that one command adds up: limits hold for all of them together. */
export class ReadBudget {
  readonly #limits: Limits;
  readonly #spent: Record<Limited, number> = {
    bytes: 0,
    values: 0,
    texts: 0,
    textBytes: 0,
    containers: 0,
    fields: 0,
    pathBytes: 0,
  };

  /** What is said here holds in place of the limits for profiles. */
  constructor(limits: Partial<Limits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
  }

  /** Counts `amount` more; what exceeds the limit is a ProfileError that begins with the file's name. */
  spend(what: Limited, amount: number, name: string): void {
    this.#spent[what] += amount;
    if (this.#spent[what] > this.#limits[what].most) refuseSize(name, this.#limits[what].of);
  }
}

/** Throws the line that says which limit a file exceeds. */
export function refuseSize(place: string, limit: string): never {
  throw new ProfileError(`${place}: too large: more than ${limit} are not read`);
}
