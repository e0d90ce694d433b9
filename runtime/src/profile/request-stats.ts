import type { Profile, ThreadProfile } from './format.ts';
import { Histogram } from './lengths.ts';
import { OUTSIDE, placeNodes, selectThreads, tagSites } from './selection.ts';
import type { Selection } from './selection.ts';

/** The requests of one tag over all selected threads: requests of a route, calls of `tag(name, fn)`; times in nanoseconds. */
export interface RequestStats {
  /** As the program or the route names it, without `[tag ]`. */
  readonly tag: string;
  /** How many; of these, how many had not ended, and how many ended in an error. */
  readonly count: number;
  readonly pending: number;
  readonly errors: number;
  /** What all of them took, pending ones so far: the sum of the next two. */
  readonly wall: number;
  /** Functions that belong to them ran: their own time, all together. */
  readonly tsub: number;
  /** None of them did. */
  readonly twait: number;
  /** Of that: a coroutine could have gone on, as what it awaited had ended. */
  readonly ready: number;
  /** The thread was busy without a break at the end of a wait, with something else: by at most so much it came too late. */
  readonly busy: number;
  /** Of those that have ended, off by 0.8 % at most; 0 where none has. */
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  /** The longest, pending ones included. */
  readonly max: number;
}
const COLUMNS = ['count', 'pending', 'errors', 'wall', 'running', 'ready', 'busy'] as const;

type Sums = Record<(typeof COLUMNS)[number] | 'longest', number> & { readonly lengths: Histogram };

/** Requests of all tags in the selected part of a profile, in the order in which they are met. */
export function requestStats(
  profile: Profile,
  { threads: selectors, tag }: Selection = {},
): readonly RequestStats[] {
  const tags = tag === undefined ? undefined : tagSites(profile, tag);
  const sums = new Map<string, Sums>();
  for (const thread of selectThreads(profile, selectors)) {
    const places = placeNodes(thread, tags);
    const sumsOfRow = thread.requests.edge.map((edge, row) => {
      const node = thread.edges.to[edge]!;
      const name = labelOf(profile.sites.name[thread.nodes.site[node]!] ?? '');
      if (name === null || places[node] === OUTSIDE) return null;
      const known = sums.get(name) ?? noSums();
      sums.set(name, known);
      addRow(known, thread, row);
      return known;
    });
    const { request, bin, count } = thread.requestLengths;
    request.forEach((row, at) => sumsOfRow[row]?.lengths.add(bin[at]!, count[at]!));
  }
  return [...sums].map(([name, of]) => statsOf(name, of));
}

/** `job` of `[tag job]`; null for what is no tag. */
function labelOf(name: string): string | null {
  return /^\[tag ([^]*)\]$/.exec(name)?.[1] ?? null;
}

const noSums = (): Sums => ({
  ...{ count: 0, pending: 0, errors: 0, wall: 0, running: 0, ready: 0, busy: 0, longest: 0 },
  lengths: new Histogram(),
});

function addRow(sums: Sums, { requests }: ThreadProfile, row: number): void {
  for (const name of COLUMNS) sums[name] += requests[name][row]!;
  sums.longest = Math.max(sums.longest, requests.longest[row]!);
}

function statsOf(tag: string, sums: Sums): RequestStats {
  const { count, pending, errors, wall, running, ready, busy, longest, lengths } = sums;
  return {
    ...{ tag, count, pending, errors, wall },
    ...{ tsub: running, twait: Math.max(0, wall - running), ready, busy },
    ...{ ...lengths.percentiles(longest), max: longest },
  };
}
