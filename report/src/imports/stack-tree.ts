import type { NodeTable } from '@tsprof/runtime/profile';
import { MOST_ROWS, refuseSize } from '@tsprof/runtime/reading';
import { EdgeColumns } from './edge-columns.ts';

/** More than there are sites. */
const SITES = 2 ** 23;
export const ROOT_NODE = 0;

/** What was counted at a node of the tree; times in ns. */
export interface NodeWeights {
  readonly ncall?: number;
  readonly tsub?: number;
  readonly twait?: number;
}

/**
 * Stacks as a foreign file has them, as a tree of which each node is a path: a function that calls itself is below itself.
 * `folded` makes of it what profiles have.
 */
export class StackTree {
  readonly #name: string;
  readonly #parent = [-1];
  readonly #site = [-1];
  readonly #ncall = [0];
  readonly #tsub = [0];
  readonly #twait = [0];
  readonly #nodes = new Map<number, number>();

  /** `name` is what messages call the file. */
  constructor(name: string) {
    this.#name = name;
  }

  /** The node of a function that was called by the one of another node. */
  below(node: number, site: number): number {
    const key = node * SITES + site;
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    if (this.#parent.length >= MOST_ROWS) refuseSize(this.#name, `${MOST_ROWS} paths in a call tree`);
    const below = this.#parent.push(node) - 1;
    this.#site.push(site);
    for (const column of [this.#ncall, this.#tsub, this.#twait]) column.push(0);
    this.#nodes.set(key, below);
    return below;
  }

  /** The node of a stack, by its functions from the outermost on. */
  at(sites: Iterable<number>): number {
    let node = ROOT_NODE;
    for (const site of sites) node = this.below(node, site);
    return node;
  }

  add(node: number, { ncall = 0, tsub = 0, twait = 0 }: NodeWeights): void {
    this.#ncall[node]! += ncall;
    this.#tsub[node]! += tsub;
    this.#twait[node]! += twait;
  }

  /** The tree with recursion folded. Totals are what ran at a node and below it, once for each function on a stack. */
  folded(): { rootSelf: number; nodes: NodeTable; edges: EdgeColumns } {
    const totals = this.#totals();
    const fold = new Fold();
    this.#walk(
      (node) => {
        const weights = { ncall: this.#ncall[node]!, tsub: this.#tsub[node]!, twait: this.#twait[node]! };
        fold.enter(this.#site[node]!, weights, totals[node]!);
      },
      () => fold.leave(),
    );
    return { rootSelf: this.#tsub[ROOT_NODE]!, nodes: fold.nodes, edges: fold.edges };
  }

  /** Parents come before children. */
  #totals(): Float64Array {
    const totals = Float64Array.from(this.#tsub);
    for (let node = totals.length - 1; node > 0; node--) totals[this.#parent[node]!]! += totals[node]!;
    return totals;
  }

  /** All nodes but the root, each before and after those below it. Trees may be as deep as they like. */
  #walk(enter: (node: number) => void, leave: () => void): void {
    const { child, sibling } = this.#links();
    const path: number[] = [];
    let node = child[ROOT_NODE]!;
    while (node > 0) {
      enter(node);
      if (child[node]! > 0) {
        path.push(node);
        node = child[node]!;
        continue;
      }
      leave();
      while (sibling[node] === 0 && path.length > 0) {
        node = path.pop()!;
        leave();
      }
      node = sibling[node]!;
    }
  }

  /** The first child of each node, and the next one of the same parent; 0 where there is none. */
  #links(): { child: Int32Array; sibling: Int32Array } {
    const child = new Int32Array(this.#parent.length);
    const sibling = new Int32Array(this.#parent.length);
    for (let node = child.length - 1; node > 0; node--) {
      sibling[node] = child[this.#parent[node]!]!;
      child[this.#parent[node]!] = node;
    }
    return { child, sibling };
  }
}

/** A call that is open while a tree is walked through. */
interface Open {
  readonly site: number;
  /** Its node in the folded tree. */
  readonly node: number;
  readonly pair: number;
}

/** Makes a tree in which a function is at most once on the way to the root. */
class Fold {
  readonly nodes = { site: [-1], parent: [-1] };
  readonly edges = new EdgeColumns();
  /** The row of the edge that leads from a node to a function, by both. */
  readonly #rows = new Map<number, number>();
  readonly #path: Open[] = [];
  /** How many calls of a function, and of a pair of functions, are open. */
  readonly #openSites = new Map<number, number>();
  readonly #openPairs = new Map<number, number>();

  enter(site: number, weights: NodeWeights, total: number): void {
    const above = this.#path.at(-1);
    const pair = ((above?.site ?? -1) + 1) * SITES + site;
    const isNested = (this.#openSites.get(site) ?? 0) > 0;
    const isPairNested = (this.#openPairs.get(pair) ?? 0) > 0;
    const row = this.#edge(above?.node ?? ROOT_NODE, site);
    this.edges.add(row, figures(weights, total, isNested, isPairNested));
    this.#step(site, pair, 1);
    this.#path.push({ site, node: this.edges.table().to[row]!, pair });
  }

  leave(): void {
    const { site, pair } = this.#path.pop()!;
    this.#step(site, pair, -1);
  }

  #step(site: number, pair: number, by: number): void {
    this.#openSites.set(site, (this.#openSites.get(site) ?? 0) + by);
    this.#openPairs.set(pair, (this.#openPairs.get(pair) ?? 0) + by);
  }

  #edge(from: number, site: number): number {
    const key = from * SITES + site;
    let row = this.#rows.get(key);
    if (row === undefined) this.#rows.set(key, (row = this.edges.append(from, this.#target(from, site))));
    return row;
  }

  /** The node of that function on the way up to the root; where there is none, a new one below. */
  #target(from: number, site: number): number {
    const { site: sites, parent } = this.nodes;
    for (let node = from; node > ROOT_NODE; node = parent[node]!) if (sites[node] === site) return node;
    parent.push(from);
    return sites.push(site) - 1;
  }
}

function figures(weights: NodeWeights, total: number, isNested: boolean, isPairNested: boolean) {
  const { ncall = 0, tsub = 0, twait = 0 } = weights;
  return {
    ...{ ncall, tsub, twait, wpair: twait },
    ...(isNested ? {} : { nactualcall: ncall, ttot: total }),
    ...(isPairNested ? {} : { npair: ncall, tpair: total }),
  };
}
