import type { HeapTable, MemoryTable } from '../format.ts';
import { SummedRows, type NumberTable } from './summed-rows.ts';

/** What was allocated in several runs, at one interval. */
export class MemorySum {
  readonly #nodes = new SummedRows({
    name: 'memory.nodes',
    keys: ['site', 'parent'],
    values: { bytes: 'sum', samples: 'sum' },
  });
  readonly #collections = new SummedRows({
    name: 'memory.collections',
    keys: ['kind'],
    values: { count: 'sum', time: 'sum', longest: 'greatest' },
  });
  #taken = 0;
  #own = 0;
  #heap: HeapTable = { time: [], used: [], total: [], external: [] };
  readonly #first: MemoryTable;

  /** What all have in common is that of the first. */
  constructor(first: MemoryTable) {
    this.#first = { ...first, nodes: { site: [], parent: [], bytes: [], samples: [] } };
  }

  /** How many numbers there are. */
  get size(): number {
    return this.#nodes.size + this.#collections.size + this.#heap.time.length * 4;
  }

  add({ taken, own, nodes, heap, collections }: MemoryTable, sites: ArrayLike<number>): void {
    this.#nodes.add(nodes as unknown as NumberTable, { site: sites, parent: 'own' });
    this.#collections.add(collections as unknown as NumberTable, { kind: 'same' });
    this.#taken = Math.max(this.#taken, taken);
    this.#own += own;
    // The heaps of several runs are no curve together: that of the largest one is kept.
    if (compare(heap, this.#heap) > 0) this.#heap = heap;
  }

  total(): MemoryTable {
    const { interval, collected } = this.#first;
    return {
      interval,
      ...(collected && { collected }),
      ...{ taken: this.#taken, own: this.#own },
      nodes: this.#nodes.columns as unknown as MemoryTable['nodes'],
      heap: this.#heap,
      collections: this.#collections.columns as unknown as MemoryTable['collections'],
    };
  }
}

/** Which of two heaps was the larger one at most; of two such, the one that is greater in the first number that differs. */
function compare(one: HeapTable, other: HeapTable): number {
  const difference = mostOf(one) - mostOf(other) || one.time.length - other.time.length;
  if (difference !== 0) return difference;
  for (const name of ['used', 'time', 'total', 'external'] as const) {
    const at = one[name].findIndex((value, row) => value !== other[name][row]);
    if (at >= 0) return one[name][at]! - other[name][at]!;
  }
  return 0;
}

const mostOf = ({ used }: HeapTable): number => used.reduce((most, each) => Math.max(most, each), -1);
