import { ROOT, sumEdges } from './edges.ts';
import type { EdgeSums } from './edges.ts';
import { elapsedOf } from './elapsed.ts';
import type { Profile, SiteKind, ThreadProfile } from './format.ts';
import type { Histogram } from './lengths.ts';
import type { Selection } from './selection.ts';
import { PairIndex } from './pair-index.ts';
import type { Sums } from './sums.ts';

/** Where a function is: `file` as the profile has it ('' for synthetic sites), line 1-based, column 0-based. */
export interface FunctionPlace {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `root` for the event loop and uninstrumented code, `promise` for the promises of a function. */
  readonly kind: SiteKind | 'root' | 'promise';
}

/** The calls between a function and one of its callers or callees; `place` is the other one. */
export interface PairStats extends Sums {
  readonly place: FunctionPlace;
}

/** The figures of one function over all selected threads; times in nanoseconds. */
export interface FunctionFigures extends FunctionPlace, Sums {
  /** ttot / nactualcall; 0 where there is none. */
  readonly tavg: number;
  /** Running time of the subtree: own time of the function, and of all that is below it on the tree. */
  readonly trun: number;
  /** What probes took of its own time as it was measured, and what has been taken out of it. */
  readonly tprobes: number;
  /**
   * What 99 of 100 calls stay within, off by 0.8 % at most: of functions whose calls are told of one by one, as by the clock
   * `exact`, and of async functions whose coroutines are.
   */
  readonly p99?: number;
}

/** The same with those that called it, and that it called. */
export interface FunctionStats extends FunctionFigures {
  /** Who called it, `[root]` included: their ncall add up to its own. */
  readonly callers: readonly PairStats[];
  readonly callees: readonly PairStats[];
}

/** One thread as selected: `rootSelf` is its root's own time, or under a tag that tag's own. */
export interface ThreadStats {
  readonly thread: ThreadProfile;
  readonly rootSelf: number;
}

/** What a report shows; times in nanoseconds. */
export interface Stats<F extends FunctionFigures = FunctionStats> {
  /** Time during which profiling was on in any selected thread. */
  readonly elapsed: number;
  readonly threads: readonly ThreadStats[];
  /** Everything that was called, in the order in which the profile first meets it. */
  readonly functions: readonly F[];
}

/** The root as a caller. */
export const ROOT_PLACE: FunctionPlace = { name: '[root]', file: '', line: 0, column: 0, kind: 'root' };

/** Function rows of a profile: sites of one identity are one row. A selection that finds nothing throws. */
export function profileStats(profile: Profile, selection: Selection = {}): Stats {
  const edgeSums = sumEdges(profile, selection);
  return {
    elapsed: elapsedOf(
      profile,
      edgeSums.threads.map(({ thread }) => thread),
    ),
    threads: edgeSums.threads,
    functions: functionRows(profile, edgeSums),
  };
}

function functionRows(
  profile: Profile,
  { functions, sums, trun, tprobes, lives, callLengths, pairs }: EdgeSums,
): readonly FunctionStats[] {
  const places: (FunctionPlace | undefined)[] = [];
  const placeAt = (site: number): FunctionPlace => (places[site + 1] ??= placeOf(profile, site));
  const count = profile.sites.name.length;
  const callers = new PairIndex(pairs, pairs.callee, pairs.caller, count);
  const callees = new PairIndex(pairs, pairs.caller, pairs.callee, count);
  return [...functions]
    .filter(([, row]) => !sums.isNothing(row))
    .map(([site, row]) =>
      functionRow(
        placeAt(site),
        sums.at(row),
        {
          trun: trun[site]!,
          tprobes: tprobes[site]!,
          ...percentile(
            sums.at(row),
            callLengths.get(site),
            isAsync(placeAt(site)) ? lives.get(site) : undefined,
          ),
        },
        {
          callers: () => callers.of(site, placeAt),
          callees: () => callees.of(site, placeAt),
        },
      ),
    );
}

interface Pairs {
  callers(): readonly PairStats[];
  callees(): readonly PairStats[];
}

/** Callers and callees are made anew each time they are asked for: all of them at once may be a million objects. */
class FunctionRow {
  readonly #pairs: Pairs;

  constructor(pairs: Pairs) {
    this.#pairs = pairs;
  }

  get callers(): readonly PairStats[] {
    return this.#pairs.callers();
  }

  get callees(): readonly PairStats[] {
    return this.#pairs.callees();
  }
}

function functionRow(
  place: FunctionPlace,
  sums: Sums,
  times: Pick<FunctionStats, 'trun' | 'tprobes' | 'p99'>,
  pairs: Pairs,
): FunctionStats {
  const tavg = sums.nactualcall === 0 ? 0 : sums.ttot / sums.nactualcall;
  // Rows with accessors of their own took ten times as long to make.
  return Object.assign(new FunctionRow(pairs), place, sums, times, { tavg });
}

/** Generators are parked while they live, which is no part of their calls. */
const isAsync = ({ kind }: FunctionPlace): boolean => kind === 'async function';

/** By the first histogram that has all calls: a sum of profiles may know of some only, and those of older files are not told of. */
function percentile(
  { ncall, pending, tmax }: Sums,
  ...told: readonly (Histogram | undefined)[]
): Pick<FunctionStats, 'p99'> {
  const whole = told.find((histogram) => histogram !== undefined && histogram.total >= ncall - pending);
  return whole === undefined ? {} : { p99: whole.percentiles(tmax).p99 };
}

/** Where the function of a site is; `ROOT` has no place in source. */
export function placeOf({ sites, files }: Profile, site: number): FunctionPlace {
  if (site === ROOT) return ROOT_PLACE;
  const kind = sites.kind[site]!;
  const isTag = kind === 'tag';
  return {
    name: sites.name[site]!,
    file: files[sites.file[site]!] ?? '',
    line: isTag ? 0 : sites.line[site]!,
    column: isTag ? 0 : sites.column[site]!,
    kind,
  };
}
