import { OUTSIDE, TAG, placeNodes, placeOf, selectThreads, tagSites } from '@tsprof/runtime/profile';
import type { FunctionPlace, Profile, Selection, ThreadProfile } from '@tsprof/runtime/profile';
import { COMPARED, type ComparedFigure } from './figures.ts';
import type { Match } from './match.ts';
import { identityOf, type RunFunction } from './runs.ts';

type Side = 'before' | 'after';
type Figures = Record<ComparedFigure, number>;

/** A call path: a function, below the path of its caller. */
interface Path {
  /** The function, as it was or is called where it was met. */
  readonly places: Partial<Record<Side, FunctionPlace>>;
  readonly parent: Path | null;
  readonly children: Map<string, Path>;
  /** For each run in which it was called. */
  readonly runs: Record<Side, Map<number, Figures>>;
}

/** What adds up over the edges of a path. */
const SUMS = ['ncall', 'nactualcall', 'tsub', 'ttot', 'twait', 'nsuspend', 'nyield', 'pending'] as const;

const SEPARATOR = ' > ';
/** So many functions at the end of a path are named. */
const MOST_NAMED = 12;

/**
 * Call paths in place of functions: the same path is one on which functions that match call each other. `ttot`, `twait` and
 * `nactualcall` of a path are those of the calls along it.
 */
export function pathsOf(
  runs: Readonly<Record<Side, readonly Profile[]>>,
  matches: readonly Match[],
  selection: Selection,
): Match[] {
  const root = newPath(null);
  const paths: Path[] = [root];
  for (const side of ['before', 'after'] as const) {
    const keys = keysOf(side, matches);
    runs[side].forEach((profile, run) => {
      for (const thread of selectThreads(profile, selection.threads)) {
        const ofNode = pathsOfNodes(profile, thread, root, { side, selection, keys, paths });
        addEdges(thread, ofNode, (path) => figuresIn(path, side, run));
      }
    });
  }
  addRunningTimes(paths);
  const counts = { before: runs.before.length, after: runs.after.length };
  // Along some nothing was called: no edge leads there.
  const called = paths.slice(1).filter(({ runs }) => runs.before.size + runs.after.size > 0);
  return called.map((path) => ({
    before: functionOf(path, 'before', counts.before),
    after: functionOf(path, 'after', counts.after),
  }));
}

function newPath(parent: Path | null): Path {
  return { places: {}, parent, children: new Map(), runs: { before: new Map(), after: new Map() } };
}

/** What functions of a side go by: those that match go by the same. */
function keysOf(side: Side, matches: readonly Match[]): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  matches.forEach((match, at) => {
    const found = match[side];
    if (found !== undefined) keys.set(identityOf(found.place), String(at));
  });
  return keys;
}

interface Known {
  readonly side: Side;
  readonly selection: Selection;
  readonly keys: ReadonlyMap<string, string>;
  /** Gets those that are new, parents first. */
  readonly paths: Path[];
}

/** The path of each node of a thread; null for those that are not selected. */
function pathsOfNodes(
  profile: Profile,
  thread: ThreadProfile,
  root: Path,
  known: Known,
): readonly (Path | null)[] {
  const { tag } = known.selection;
  const places = placeNodes(thread, tag === undefined ? undefined : tagSites(profile, tag));
  const { site, parent } = thread.nodes;
  const found: (Path | null)[] = [];
  for (let node = 0; node < site.length; node++) {
    const above = places[node] === OUTSIDE || node === 0 ? null : found[parent[node]!]!;
    if (places[node] === OUTSIDE) found.push(null);
    else if (places[node] === TAG || above === null) found.push(root);
    else found.push(childOf(above, placeOf(profile, site[node]!), known));
  }
  return found;
}

function childOf(parent: Path, place: FunctionPlace, { side, keys, paths }: Known): Path {
  const identity = identityOf(place);
  const key = keys.get(identity) ?? identity;
  let path = parent.children.get(key);
  if (path === undefined) {
    parent.children.set(key, (path = newPath(parent)));
    paths.push(path);
  }
  path.places[side] ??= place;
  return path;
}

function figuresIn({ runs }: Path, side: Side, run: number): Figures {
  const known = runs[side].get(run);
  if (known !== undefined) return known;
  const figures = Object.fromEntries(COMPARED.map((figure) => [figure, 0])) as Figures;
  runs[side].set(run, figures);
  return figures;
}

function addEdges(
  { edges }: ThreadProfile,
  ofNode: readonly (Path | null)[],
  figuresOf: (path: Path) => Figures,
): void {
  for (let edge = 0; edge < edges.to.length; edge++) {
    const path = ofNode[edges.to[edge]!]!;
    if (path === null || path.parent === null) continue;
    const figures = figuresOf(path);
    for (const name of SUMS) figures[name] += edges[name][edge]!;
    figures.tmax = Math.max(figures.tmax, edges.tmax[edge]!);
  }
}

/** Parents come first: on the way back what is below a path is complete before the path needs it. */
function addRunningTimes(paths: readonly Path[]): void {
  for (const path of paths.slice(1).reverse()) {
    for (const side of ['before', 'after'] as const) {
      for (const [run, figures] of path.runs[side]) {
        figures.trun += figures.tsub;
        figures.tavg = figures.nactualcall === 0 ? 0 : figures.ttot / figures.nactualcall;
        if (path.parent!.parent !== null) figuresIn(path.parent!, side, run).trun += figures.trun;
      }
    }
  }
}

function functionOf(path: Path, side: Side, runs: number): RunFunction | undefined {
  const figures = path.runs[side];
  if (figures.size === 0) return undefined;
  const valuesIn = (run: number) => COMPARED.map((figure) => figures.get(run)?.[figure] ?? 0);
  return {
    place: { ...placeOn(path, side), name: nameOf(path, side) },
    runs: Array.from({ length: runs }, (_, run) => valuesIn(run)),
  };
}

/** Every path that was met on a side has been met there with all its callers. */
const placeOn = ({ places }: Path, side: Side): FunctionPlace => places[side]!;

function nameOf(path: Path, side: Side): string {
  const names: string[] = [];
  let at: Path = path;
  for (; at.parent !== null && names.length < MOST_NAMED; at = at.parent)
    names.unshift(placeOn(at, side).name);
  return (at.parent === null ? names : ['…', ...names]).join(SEPARATOR);
}
