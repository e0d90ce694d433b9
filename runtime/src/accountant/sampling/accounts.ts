import { add } from '../../intrinsics.ts';
import { EDGE_COLUMNS, FROM, PAIR } from '../../replay/columns.ts';
import { addTag, createTree, edgeFor, edgeTo, ROOT, TRUNCATED, type Tree } from '../../replay/tree.ts';
import { FIRST_YIELD } from '../../events.ts';
import { SOME_YIELD } from '../../sampling/layout.ts';
import type { Sight, StackReader } from './reader.ts';

/** What a sampled thread is known to have done; times in ns. */
export interface SampledAccounts {
  readonly tree: Tree;
  /** By edge: own time; total time, and the same once per pair; waiting time, and the same once per pair. */
  readonly tsub: number[];
  readonly ttot: number[];
  readonly tpair: number[];
  readonly twait: number[];
  readonly wpair: number[];
  /** Where coroutines were suspended, a row for each path of a place. */
  readonly suspensions: Map<number, Suspension>;
  elapsed: number;
  rootSelf: number;
  paused: number;
  samples: number;
  /** Moments at which a sample was due and none could be taken. */
  missed: number;
}

interface Suspension {
  readonly edge: number;
  /** The place's id (events.ts). */
  readonly place: number;
  readonly isParked: boolean;
  time: number;
  /** How many there are by now. */
  pending: number;
}

/** Where a path leads: an edge of the tree, or a place on one. */
type PathOf = Pick<StackReader, 'path'>;

/** Adds samples up. An edge is in the tree from the first sample on in which its function runs or waits. */
export class SampleAccounts {
  accounts = createAccounts();
  readonly #paths: PathOf;
  readonly #isTag: (site: number) => boolean;
  /** By path its edge, plus 1. */
  #edgeOfPath: number[] = [];
  /** By node the path of its tree edge, if a coroutine of it is known. */
  #pathOfNode: number[] = [];
  /** By node, the number of the last sample in which it was on the stack; and, as the stack is gone through, by node and by pair. */
  #onStack: number[] = [];
  #passed: number[] = [];
  #passedPair: number[] = [];
  /** By node, the last sample in which activations on a cycle were counted, and how many. */
  #countedIn: number[] = [];
  #counted: number[] = [];
  #number = 0;

  constructor(paths: PathOf, isTag: (site: number) => boolean) {
    this.#paths = paths;
    this.#isTag = isTag;
  }

  clear(): void {
    this.accounts = createAccounts();
    this.#edgeOfPath = [];
    this.#pathOfNode = [];
    this.#onStack = [];
    this.#passed = [];
    this.#passedPair = [];
    this.#countedIn = [];
  }

  /** What was seen has been so for this long. */
  add({ isPaused, stack, counts }: Sight, time: number): void {
    const { accounts } = this;
    this.#number++;
    accounts.samples++;
    accounts.elapsed += time;
    if (isPaused) {
      accounts.paused += time;
      accounts.rootSelf += time;
      return;
    }
    const edges = this.#edgesOf(stack);
    for (const edge of edges) this.#onStack[edgeTo(accounts.tree, edge)] = this.#number;
    for (let path = 1; path < counts.length; path++)
      if (this.#paths.path(path).site < 0) this.#addSuspended(path, counts, time);
    for (const edge of edges) {
      const isRepeated = this.#passed[edgeTo(accounts.tree, edge)] === this.#number;
      this.#addTotals(edge, 1, isRepeated || this.#isNested(edge, counts), counts, time);
      this.#passed[edgeTo(accounts.tree, edge)] = this.#passedPair[this.#pair(edge)] = this.#number;
    }
    const top = edges.at(-1);
    if (top === undefined) accounts.rootSelf += time;
    else accounts.tsub[top]! += time;
  }

  /** Nothing is known of so much time. */
  miss(time: number): void {
    this.accounts.missed++;
    this.accounts.elapsed += time;
    this.accounts.rootSelf += time;
  }

  #edgesOf(stack: Int32Array): number[] {
    let node = ROOT;
    return Array.from(stack, (slot) => {
      const edge = slot >= 0 ? this.#edge(node, slot) : this.#edgeOf(~slot);
      node = edgeTo(this.accounts.tree, edge);
      return edge;
    });
  }

  #addSuspended(path: number, counts: Int32Array, time: number): void {
    const count = counts[path]!;
    const { suspensions, tree, twait, wpair } = this.accounts;
    let row = suspensions.get(path);
    if (row === undefined && count === 0) return;
    if (row === undefined) suspensions.set(path, (row = this.#suspension(path)));
    const { edge } = row;
    row.pending = count;
    row.time += count * time;
    if (row.isParked || count === 0) return;
    const isNested =
      this.#isNested(edge, counts) ||
      (edge !== treeEdgeOf(tree, edgeTo(tree, edge)) && this.#onStack[edgeTo(tree, edge)] === this.#number);
    const { own, pair } = this.#addTotals(edge, count, isNested, counts, time);
    twait[edge]! += own * time;
    wpair[edge]! += pair * time;
  }

  #suspension(path: number): Suspension {
    const { from, site } = this.#paths.path(path);
    const place = -site;
    const isParked = place >= FIRST_YIELD || place === SOME_YIELD;
    return { edge: this.#edgeOf(from), place, isParked, time: 0, pending: 0 };
  }

  /**
   * So many activations that came by an edge ran, or waited. They count for the total of their function but for those that have
   * another one above them that is alive. Returns how many have counted, also by pair.
   */
  #addTotals(
    edge: number,
    count: number,
    isNested: boolean,
    counts: Int32Array,
    time: number,
  ): { readonly own: number; readonly pair: number } {
    const { tree, ttot, tpair } = this.accounts;
    const node = edgeTo(tree, edge);
    const way = treeEdgeOf(tree, node);
    const isPairNested =
      isNested &&
      (this.#pair(edge) === this.#pair(way) || this.#passedPair[this.#pair(edge)] === this.#number);
    const own = isNested ? 0 : this.#outermost(node, count, counts);
    const pair = isPairNested ? 0 : isNested ? count : own;
    ttot[edge]! += own * time;
    tpair[edge]! += pair * time;
    return { own, pair };
  }

  /** Whether activations that came back to a node have one above them that is alive, which came there first. */
  #isNested(edge: number, counts: Int32Array): boolean {
    const { tree } = this.accounts;
    const node = edgeTo(tree, edge);
    return edge !== treeEdgeOf(tree, node) && this.#aliveAt(node, counts) > 0;
  }

  /** How many coroutines are alive that came to a node by its tree edge. */
  #aliveAt(node: number, counts: Int32Array): number {
    const path = this.#pathOfNode[node] ?? 0;
    return path === 0 ? 0 : counts[path]!;
  }

  /**
   * Of so many activations at a node those that are the outermost of their function. On a cycle there are no more than have come
   * into it: a calls b, b calls a, and that one b again, by the same way as the first.
   */
  #outermost(node: number, count: number, counts: Int32Array): number {
    const { nodeSite, nodeParent, recursive } = this.accounts.tree;
    if (recursive[nodeSite[node]!] !== 1) return count;
    let head = node;
    for (let above = nodeParent[node]!; above > ROOT; above = nodeParent[above]!)
      if (recursive[nodeSite[above]!] === 1) head = above;
    const alive = this.#aliveAt(head, counts);
    if (head === node || alive === 0) return count;
    const before = this.#countedIn[node] === this.#number ? this.#counted[node]! : 0;
    const outermost = Math.max(0, Math.min(count, alive - before));
    this.#countedIn[node] = this.#number;
    this.#counted[node] = before + outermost;
    return outermost;
  }

  #pair(edge: number): number {
    return this.accounts.tree.edge[edge * EDGE_COLUMNS + PAIR]!;
  }

  #edgeOf(path: number): number {
    const known = this.#edgeOfPath[path] ?? 0;
    if (known > 0) return known - 1;
    const { from, site, node } = this.#paths.path(path);
    const caller = from === 0 ? ROOT : edgeTo(this.accounts.tree, this.#edgeOf(from));
    const edge = this.#edge(caller, path === 0 ? TRUNCATED : site);
    this.#edgeOfPath[path] = edge + 1;
    if (node === path && path > 0) this.#pathOfNode[edgeTo(this.accounts.tree, edge)] = path;
    return edge;
  }

  #edge(node: number, site: number): number {
    const { tree, ...columns } = this.accounts;
    if (this.#isTag(site)) addTag(tree, site);
    const edge = edgeFor(tree, node, site);
    while (columns.tsub.length < tree.edges)
      for (const name of ['tsub', 'ttot', 'tpair', 'twait', 'wpair'] as const) add(columns[name], 0);
    return edge;
  }
}

/** The edge by which the way from the root comes to a node. */
function treeEdgeOf(tree: Tree, node: number): number {
  return edgeFor(tree, tree.nodeParent[node]!, tree.nodeSite[node]!);
}

/** Who calls along an edge. */
export const callerOf = ({ edge }: Tree, id: number): number => edge[id * EDGE_COLUMNS + FROM]!;

function createAccounts(): SampledAccounts {
  return {
    tree: createTree(),
    ...{ tsub: [], ttot: [], tpair: [], twait: [], wpair: [], suspensions: new Map() },
    ...{ elapsed: 0, rootSelf: 0, paused: 0, samples: 0, missed: 0 },
  };
}
