import { OUTCOMES, placeOf } from '@tsprof/runtime/profile';
import type { FunctionPlace, Outcome, Profile, ThreadProfile } from '@tsprof/runtime/profile';

/**
 * A stretch of time of a program, to be told as a span. Whatever knows when something began and how long it took can make them:
 * the slowest coroutines of a profile do, below.
 */
export interface SpanRecord {
  /** The same each time that it is told of the same profile. */
  readonly id: string;
  /** The record that it is a part of; null where none is known. */
  readonly parent: SpanRecord | null;
  readonly thread: ThreadProfile;
  readonly place: FunctionPlace;
  /** The tag that called it: a route, a job; null where it was another function. */
  readonly tag: string | null;
  /** Names of functions and tags that led to it. */
  readonly path: readonly string[];
  /** When it began, ns since profiling of its thread did, and how long it took. */
  readonly began: number;
  readonly length: number;
  readonly own: number;
  readonly waits: number;
  /** The line of the await where it waited longest; null where that is not known. */
  readonly waitedLine: number | null;
  readonly outcome: Outcome;
}

type Mutable = { -readonly [K in keyof SpanRecord]: SpanRecord[K] } & { readonly edge: number };

/** The coroutines that a profile keeps one by one, the slowest of each path. */
export function spanRecords(profile: Profile): readonly SpanRecord[] {
  return profile.threads.flatMap((thread) => {
    const records = recordsOf(profile, thread);
    const parentOf = parentFinder(thread, records);
    for (const record of records) record.parent = parentOf(record);
    return records;
  });
}

function recordsOf(profile: Profile, thread: ThreadProfile): Mutable[] {
  const { slowest, coroutines, edges, nodes, suspensions } = thread;
  return slowest.coroutine.map((row, at) => {
    const edge = coroutines.edge[row]!;
    const node = edges.to[edge]!;
    const names = pathTo(edges.from[edge]!, thread).map((each) => profile.sites.name[nodes.site[each]!]!);
    const place = placeOf(profile, nodes.site[node]!);
    const suspension = slowest.suspension[at]!;
    return {
      id: `${thread.id} ${thread.started} ${edge} ${at}`,
      ...{ parent: null, thread, edge, place, tag: tagOf(names.at(-1) ?? '') },
      path: [...names, place.name],
      ...{ began: slowest.began[at]!, length: slowest.life[at]! },
      ...{ own: slowest.own[at]!, waits: slowest.waits[at]! },
      waitedLine: suspension < 0 ? null : profile.places.line[suspensions.place[suspension]!]!,
      outcome: OUTCOMES[slowest.outcome[at]!]!,
    };
  });
}

const tagOf = (name: string): string | null => /^\[tag ([^]*)\]$/.exec(name)?.[1] ?? null;

/** The nodes from the top down to one, the root left out. */
function pathTo(node: number, { nodes }: ThreadProfile): number[] {
  const path: number[] = [];
  for (let at = node; at > 0; at = nodes.parent[at]!) path.push(at);
  return path.reverse();
}

/**
 * Finds the coroutine that another one was started by, where that is beyond doubt: all coroutines of the nearest function
 * above that has any are kept, and only one of them had begun by then and not ended.
 */
function parentFinder(
  { nodes, edges }: ThreadProfile,
  records: readonly Mutable[],
): (record: Mutable) => SpanRecord | null {
  const started = new Map<number, number>();
  edges.to.forEach((to, edge) => started.set(to, (started.get(to) ?? 0) + edges.ncall[edge]!));
  const kept = new Map<number, Mutable[]>();
  for (const record of records) {
    const node = edges.to[record.edge]!;
    kept.set(node, [...(kept.get(node) ?? []), record]);
  }
  return ({ edge, began }) => {
    let node = edges.from[edge]!;
    while (node > 0 && !kept.has(node)) node = nodes.parent[node]!;
    const above = kept.get(node) ?? [];
    if (above.length === 0 || above.length !== started.get(node)) return null;
    const alive = above.filter((one) => one.began <= began && began < one.began + one.length);
    return alive.length === 1 ? alive[0]! : null;
  };
}
