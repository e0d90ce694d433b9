import {
  OUTSIDE,
  ROOT_PLACE,
  TAG,
  placeNodes,
  placeOf,
  selectThreads,
  tagSites,
} from '@tsprof/runtime/profile';
import type { FunctionPlace, Profile, Selection, ThreadProfile } from '@tsprof/runtime/profile';
import { COMPARED, type ComparedFigure } from './figures.ts';
import type { Match } from './match.ts';
import { identityOf, type RunFunction } from './run-table.ts';

type Figures = Record<ComparedFigure, number>;

/** A call path: a function, below the path of its caller. */
interface Path {
  readonly place: FunctionPlace;
  /** What tells it from others below the same path. */
  readonly identity: string;
  readonly parent: Path | null;
  readonly children: Map<string, Path>;
  /** The figures of `COMPARED` for each run in which it was called. */
  readonly runs: Map<number, readonly number[]>;
}

/** What adds up over the edges of a path. */
const SUMS = ['ncall', 'nactualcall', 'tsub', 'ttot', 'twait', 'nsuspend', 'nyield', 'pending'] as const;

const SEPARATOR = ' > ';
/** So many functions at the end of a path are named. */
const MOST_NAMED = 12;

/**
 * The call paths of a group's runs: functions by who has called them, and whom that one. `ttot`, `twait` and `nactualcall` of a
 * path are those of the calls along it.
 */
export class PathTable {
  readonly root = newPath(null, ROOT_PLACE, '');
  /** Parents first. */
  readonly all: Path[] = [];
  readonly #selection: Selection;

  constructor(selection: Selection) {
    this.#selection = selection;
  }

  /** The paths of the run of this number. */
  add(profile: Profile, run: number): void {
    const figures = new Map<Path, Figures>();
    for (const thread of selectThreads(profile, this.#selection.threads))
      addEdges(thread, this.#pathsOfNodes(profile, thread), figures);
    // On the way back what is below a path is complete before the path needs it.
    for (const path of this.all.toReversed()) {
      const found = figures.get(path);
      if (found === undefined) continue;
      found.trun += found.tsub;
      found.tavg = found.nactualcall === 0 ? 0 : found.ttot / found.nactualcall;
      if (path.parent !== this.root) figuresOf(figures, path.parent!).trun += found.trun;
      path.runs.set(
        run,
        COMPARED.map((figure) => found[figure]),
      );
    }
  }

  /** The path of each node of a thread; null for those that are not selected. */
  #pathsOfNodes(profile: Profile, thread: ThreadProfile): readonly (Path | null)[] {
    const { tag } = this.#selection;
    const places = placeNodes(thread, tag === undefined ? undefined : tagSites(profile, tag));
    const { site, parent } = thread.nodes;
    const found: (Path | null)[] = [];
    for (let node = 0; node < site.length; node++) {
      const above = places[node] === OUTSIDE || node === 0 ? null : found[parent[node]!]!;
      if (places[node] === OUTSIDE) found.push(null);
      else if (places[node] === TAG || above === null) found.push(this.root);
      else found.push(this.#childOf(above, placeOf(profile, site[node]!)));
    }
    return found;
  }

  #childOf(parent: Path, place: FunctionPlace): Path {
    const identity = identityOf(place);
    let path = parent.children.get(identity);
    if (path === undefined) {
      parent.children.set(identity, (path = newPath(parent, place, identity)));
      this.all.push(path);
    }
    return path;
  }
}

function newPath(parent: Path | null, place: FunctionPlace, identity: string): Path {
  return { place, identity, parent, children: new Map(), runs: new Map() };
}

function addEdges(
  { edges }: ThreadProfile,
  ofNode: readonly (Path | null)[],
  figures: Map<Path, Figures>,
): void {
  for (let edge = 0; edge < edges.to.length; edge++) {
    const path = ofNode[edges.to[edge]!]!;
    if (path === null || path.parent === null) continue;
    const sums = figuresOf(figures, path);
    for (const name of SUMS) sums[name] += edges[name][edge]!;
    sums.tmax = Math.max(sums.tmax, edges.tmax[edge]!);
  }
}

function figuresOf(figures: Map<Path, Figures>, path: Path): Figures {
  let known = figures.get(path);
  if (known === undefined) {
    known = Object.fromEntries(COMPARED.map((figure) => [figure, 0])) as Figures;
    figures.set(path, known);
  }
  return known;
}

/** Two paths match where the functions on them do, one by one. Only paths along which something was called count. */
export function matchPaths(
  before: PathTable,
  after: PathTable,
  matches: readonly Match[],
  counts: { readonly before: number; readonly after: number },
): Match[] {
  const later = laterIdentities(matches);
  const laterOf = new Map<Path, Path | undefined>([[before.root, after.root]]);
  for (const path of before.all)
    laterOf.set(path, laterOf.get(path.parent!)?.children.get(later(path.identity)));
  const known = new Set(laterOf.values());
  const pairs: (readonly [Path | undefined, Path | undefined])[] = [
    ...before.all.map((path) => [path, laterOf.get(path)] as const),
    ...after.all.filter((path) => !known.has(path)).map((path) => [undefined, path] as const),
  ];
  return pairs
    .map(([one, other]) => ({
      before: functionOf(one, counts.before),
      after: functionOf(other, counts.after),
    }))
    .filter((match) => match.before ?? match.after);
}

/** What a function of before the change goes by after it: one that has gone by nothing, one that was never called by the same. */
function laterIdentities(matches: readonly Match[]): (identity: string) => string {
  const later = new Map<string, string>();
  const taken = new Set<string>();
  for (const { before, after } of matches) {
    if (before) later.set(identityOf(before.place), after ? identityOf(after.place) : '');
    if (after) taken.add(identityOf(after.place));
  }
  return (identity) => later.get(identity) ?? (taken.has(identity) ? '' : identity);
}

function functionOf(path: Path | undefined, runs: number): RunFunction | undefined {
  if (path === undefined || path.runs.size === 0) return undefined;
  return {
    place: { ...path.place, name: nameOf(path) },
    runs: Array.from({ length: runs }, (_, run) => path.runs.get(run) ?? NOTHING),
  };
}

const NOTHING: readonly number[] = COMPARED.map(() => 0);

function nameOf(path: Path): string {
  const names: string[] = [];
  let at: Path = path;
  for (; at.parent !== null && names.length < MOST_NAMED; at = at.parent) names.unshift(at.place.name);
  return (at.parent === null ? names : ['…', ...names]).join(SEPARATOR);
}
