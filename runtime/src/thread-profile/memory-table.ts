import { OWN, type MemoryFrame, type MemoryReading } from './memory-reading.ts';
import { SITE_KINDS, type MemoryTable } from '../profile/format.ts';
import type { SiteRow } from '../sites/registry.ts';

const NONE = -1;
const MODULE = SITE_KINDS.indexOf('module');

/** The memory of a profile. `frameSites`: the site of each frame, -1 for none; `newId` has its row in the profile. */
export function memoryTable(
  reading: MemoryReading,
  frameSites: readonly number[],
  newId: ReadonlyMap<number, number>,
): MemoryTable {
  const { interval, collected, taken, nodes, heap, collections } = reading;
  const rows = frameSites.map((site) => newId.get(site) ?? NONE);
  return {
    ...{ interval, taken },
    ...(collected && { collected }),
    ...joined(nodes, rows),
    heap,
    collections,
  };
}

/**
 * V8's tree as one of functions with probes, with recursion folded. What functions without probes allocate is their caller's:
 * where the profiler has called them, its own. Functions of the program that it calls, as a loader does, are not.
 */
function joined(
  { frame, parent, bytes, samples }: MemoryReading['nodes'],
  rows: readonly number[],
): Pick<MemoryTable, 'nodes' | 'own'> {
  const table = { site: [NONE], parent: [NONE], bytes: [0], samples: [0] };
  const children = new Map<string, number>();
  const nodes = new Int32Array(frame.length);
  const isOwn = new Uint8Array(frame.length);
  let own = 0;
  for (let at = 0; at < frame.length; at++) {
    const above = at === 0 ? 0 : parent[at]!;
    const site = rows[frame[at]!] ?? NONE;
    nodes[at] = site === NONE ? nodes[above]! : childOf(table, children, nodes[above]!, site);
    isOwn[at] = frame[at] === OWN || (site === NONE && isOwn[above] === 1) ? 1 : 0;
    if (isOwn[at] === 1) own += bytes[at]!;
    else {
      table.bytes[nodes[at]!]! += bytes[at]!;
      table.samples[nodes[at]!]! += samples[at]!;
    }
  }
  return { own: Math.round(own), nodes: { ...table, bytes: table.bytes.map(Math.round) } };
}

interface GrowingTable {
  readonly site: number[];
  readonly parent: number[];
  readonly bytes: number[];
  readonly samples: number[];
}

/** A function that is on the way already is the node that it has there. */
function childOf(table: GrowingTable, children: Map<string, number>, parent: number, site: number): number {
  const key = `${parent} ${site}`;
  const known = children.get(key);
  if (known !== undefined) return known;
  let node = parent;
  while (node > 0 && table.site[node] !== site) node = table.parent[node]!;
  if (node <= 0) {
    node = table.site.push(site) - 1;
    table.parent.push(parent);
    table.bytes.push(0);
    table.samples.push(0);
  }
  children.set(key, node);
  return node;
}

/** The site of each frame; -1 where it has no probes. */
export function sitesOfFrames(frames: readonly MemoryFrame[], sites: readonly SiteRow[]): number[] {
  const index = new SiteIndex(sites);
  return frames.map((frame) => {
    const site = index.find(frame);
    return site === NONE && frame.source !== undefined ? index.find(frame.source) : site;
  });
}

type Place = Pick<MemoryFrame, 'file' | 'line' | 'column'>;

/**
 * Finds functions by places that V8 has for them, which is where their parameters begin: nothing else that has probes begins
 * between a function's beginning and there.
 */
class SiteIndex {
  readonly #modules = new Map<string, number>();
  /** By file: functions in the order of their places. */
  readonly #functions = new Map<string, number[]>();
  readonly #sites: readonly SiteRow[];

  constructor(sites: readonly SiteRow[]) {
    this.#sites = sites;
    // Number 0 is no site.
    for (let site = 1; site < sites.length; site++) this.#add(site, sites[site]!);
    for (const list of this.#functions.values()) list.sort((a, b) => inOrder(sites[a]!, sites[b]!));
  }

  find(place: Place): number {
    const { file, line, column } = place;
    if (line === 1 && column === 0) {
      const module = this.#modules.get(file);
      if (module !== undefined) return module;
    }
    const list = this.#functions.get(file) ?? [];
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (inOrder(this.#sites[list[middle]!]!, place) <= 0) low = middle + 1;
      else high = middle;
    }
    const found = list[low - 1] ?? NONE;
    return this.#sites[found]?.line === line ? found : NONE;
  }

  #add(site: number, { file, kind }: SiteRow): void {
    if (file === '') return;
    if (kind === MODULE) {
      this.#modules.set(file, site);
      return;
    }
    const list = this.#functions.get(file);
    if (list === undefined) this.#functions.set(file, [site]);
    else list.push(site);
  }
}

interface Spot {
  readonly line: number;
  readonly column: number;
}

const inOrder = (a: Spot, b: Spot): number => a.line - b.line || a.column - b.column;
