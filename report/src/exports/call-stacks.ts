import { ProfileError, haveTimes } from '@tsprof/runtime/profile';
import type { Profile, ThreadProfile } from '@tsprof/runtime/profile';

/** Frames in all stacks of a file: formats that write each stack in full would else fill the disk from a small profile. */
const MOST_FRAMES = 50_000_000;

/** The edge of a tree as a stack: what is called last, and the way there. */
export interface CallStack {
  /** Row of `edges`. */
  readonly edge: number;
  /** Sites from the outermost function on. */
  readonly sites: readonly number[];
  readonly ncall: number;
  readonly tsub: number;
  readonly twait: number;
}

/**
 * The edges of a thread as stacks, callers before what they call. Where recursion was folded, the function that was called
 * again stands at the end once more.
 */
export function* callStacks({ nodes, edges }: ThreadProfile): Iterable<CallStack> {
  const depths = nodeDepths(nodes.parent);
  for (let edge = 0; edge < edges.to.length; edge++) {
    const [from, to] = [edges.from[edge]!, edges.to[edge]!];
    const depth = depths[from]! + 1;
    const sites = new Array<number>(depth);
    sites[depth - 1] = nodes.site[to]!;
    for (let node = from, at = depth - 2; at >= 0; node = nodes.parent[node]!)
      sites[at--] = nodes.site[node]!;
    const { ncall, tsub, twait } = edges;
    yield { edge, sites, ncall: ncall[edge]!, tsub: tsub[edge]!, twait: twait[edge]! };
  }
}

/** Throws a ProfileError where the stacks of a profile are longer than can be written. */
export function assertWritable({ threads }: Profile): void {
  let frames = 0;
  for (const { nodes, edges } of threads) {
    const depths = nodeDepths(nodes.parent);
    for (const from of edges.from) frames += depths[from]! + 1;
  }
  if (frames <= MOST_FRAMES) return;
  throw new ProfileError(
    `the call tree is too deep for a format that writes each stack in full (${frames} frames): export callgrind or pstats`,
  );
}

/** Throws a ProfileError where there are no times, for formats that have nothing else. */
export function assertTimed({ threads }: Profile): void {
  if (haveTimes(threads)) return;
  throw new ProfileError(
    'the profile has no times (clock none), and this format has nothing else: export callgrind, pstats, pprof or csv',
  );
}

/** How many functions are above each node, itself included; 0 for the root. */
function nodeDepths(parent: readonly number[]): Int32Array {
  const depths = new Int32Array(parent.length);
  for (let node = 1; node < depths.length; node++) depths[node] = depths[parent[node]!]! + 1;
  return depths;
}
