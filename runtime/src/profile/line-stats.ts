import { awaitStats, type AwaitStats } from './await-stats.ts';
import type { Profile } from './format.ts';
import { functionOfSite } from './identity.ts';
import { selectThreads } from './selection.ts';
import type { Selection } from './selection.ts';

/** A line of one function over all selected threads; times in nanoseconds. */
export interface LineStats {
  /** The function, and its file ('' where there is none). */
  readonly function: string;
  readonly file: string;
  readonly line: number;
  /** How often it was come to; 0 where no statement begins, and something is awaited. */
  readonly hits: number;
  /** Own time: nothing of what was called there. */
  readonly tsub: number;
  /** tsub / hits; 0 where there are no hits. */
  readonly avg: number;
  /** Of the own time of all lines, 0 to 1. */
  readonly share: number;
  /** How often coroutines waited at awaits on the line, and for how long. */
  readonly waits: number;
  readonly twait: number;
  /** Of that, where it is not known that a coroutine of the program was awaited: timers, I/O, promises of others. */
  readonly outside: number;
}

type Sums = { -readonly [K in keyof LineStats]: LineStats[K] };

/** Whether anything is told of lines in these threads. */
export const hasLines = (profile: Profile, { threads }: Pick<Selection, 'threads'> = {}): boolean =>
  selectThreads(profile, threads).some(({ lines }) => lines !== undefined);

/** The lines of the selected threads, by file and line; several functions of one line in the order of their sites. */
export function lineStats(
  profile: Profile,
  { threads }: Pick<Selection, 'threads'> = {},
): readonly LineStats[] {
  const sums = new LineSums(profile);
  for (const { lines } of selectThreads(profile, threads)) {
    lines?.site.forEach((site, row) => sums.add(site, lines.line[row]!, lines.hits[row]!, lines.tsub[row]!));
  }
  for (const row of awaitStats(profile, { threads })) if (!row.parked) sums.addWait(row);
  return sums.rows();
}

interface Place {
  readonly function: string;
  readonly file: string;
  readonly line: number;
}

const keyOf = ({ function: name, file, line }: Place): string => JSON.stringify([name, file, line]);

/** Sums by function and line. */
class LineSums {
  readonly #profile: Profile;
  readonly #functionOf: Int32Array;
  readonly #bySite = new Map<string, Sums>();
  readonly #byPlace = new Map<string, Sums>();
  /** Functions of which lines are told: name and file. */
  readonly #told = new Set<string>();

  constructor(profile: Profile) {
    this.#profile = profile;
    this.#functionOf = functionOfSite(profile);
  }

  add(site: number, line: number, hits: number, tsub: number): void {
    const id = this.#functionOf[site]!;
    const key = `${id} ${line}`;
    let row = this.#bySite.get(key);
    if (row === undefined) {
      const { name, file } = this.#profile.sites;
      row = this.#newRow({ function: name[id]!, file: this.#profile.files[file[id]!] ?? '', line });
      this.#bySite.set(key, row);
    }
    row.hits += hits;
    row.tsub += tsub;
  }

  /** Of functions of which nothing is told, their waits are not either. */
  addWait({ count, wait, outside, ...place }: AwaitStats): void {
    if (!this.#told.has(keyOf({ ...place, line: 0 }))) return;
    const row = this.#byPlace.get(keyOf(place)) ?? this.#newRow(place);
    row.waits += count;
    row.twait += wait;
    row.outside += outside;
  }

  rows(): readonly LineStats[] {
    const rows = [...new Set([...this.#bySite.values(), ...this.#byPlace.values()])];
    const total = rows.reduce((sum, { tsub }) => sum + tsub, 0);
    for (const row of rows) {
      row.avg = row.hits === 0 ? 0 : row.tsub / row.hits;
      row.share = total === 0 ? 0 : row.tsub / total;
    }
    return rows.sort(
      (one, other) => (one.file === other.file ? 0 : one.file < other.file ? -1 : 1) || one.line - other.line,
    );
  }

  #newRow({ function: name, file, line }: Place): Sums {
    const figures = { hits: 0, tsub: 0, avg: 0, share: 0, waits: 0, twait: 0, outside: 0 };
    const row = { function: name, file, line, ...figures };
    // The first of several functions of one name: which of them waits there is not told.
    if (!this.#byPlace.has(keyOf(row))) this.#byPlace.set(keyOf(row), row);
    this.#told.add(keyOf({ ...row, line: 0 }));
    return row;
  }
}
