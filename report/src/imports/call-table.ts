import type { NodeTable } from '@tsprof/runtime/profile';
import { MOST_ROWS, refuseSize } from '@tsprof/runtime/reading';
import { EdgeColumns } from './edge-columns.ts';

/** The root where it calls. */
export const ROOT_SITE = -1;
const ROOT_NODE = 0;
const SITES = 2 ** 23;

type Figures = Parameters<EdgeColumns['add']>[1];

/**
 * What a foreign file says of functions, and of calls between two of them: it knows no paths. So each function is below the
 * root, and below each function are those that it called. What is not said of a caller is the root's call.
 */
export class CallTable {
  readonly nodes: NodeTable & { readonly site: number[]; readonly parent: number[] } = {
    site: [-1],
    parent: [-1],
  };
  readonly edges = new EdgeColumns();
  readonly #name: string;
  readonly #tops = new Map<number, number>();
  /** The edge of each pair. */
  readonly #pairs = new Map<number, number>();

  /** `name` is what messages call the file. */
  constructor(name: string) {
    this.#name = name;
  }

  /** Adds to what is known of the calls of `callee` by `caller`. */
  add(caller: number, callee: number, figures: Figures): void {
    this.edges.add(this.#edge(caller, callee), figures);
  }

  #edge(caller: number, callee: number): number {
    const key = (caller + 1) * SITES + callee;
    const known = this.#pairs.get(key);
    if (known !== undefined) return known;
    const row = this.edges.append(...this.#ends(caller, callee));
    this.#pairs.set(key, row);
    return row;
  }

  #ends(caller: number, callee: number): [from: number, to: number] {
    if (caller === ROOT_SITE) return [ROOT_NODE, this.#top(callee)];
    const from = this.#top(caller);
    return [from, caller === callee ? from : this.#append(callee, from)];
  }

  #top(site: number): number {
    const known = this.#tops.get(site);
    if (known !== undefined) return known;
    const node = this.#append(site, ROOT_NODE);
    this.#tops.set(site, node);
    return node;
  }

  #append(site: number, parent: number): number {
    if (this.nodes.site.length >= MOST_ROWS) refuseSize(this.#name, `${MOST_ROWS} calls`);
    this.nodes.parent.push(parent);
    return this.nodes.site.push(site) - 1;
  }
}
