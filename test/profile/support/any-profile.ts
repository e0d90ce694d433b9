import { NOTHING_SUSPENDED } from '../../../runtime/src/profile/suspensions.ts';
import { FIGURES, VERSION } from '@tsprof/runtime/profile';
import type { EdgeTable, MemoryTable, Profile, SiteKind, ThreadProfile } from '@tsprof/runtime/profile';
// @ts-expect-error: plain JavaScript
import { Random } from '../../../scripts/mutants/random.mjs';

const SITES = ['main', 'load', 'parse', 'each', 'tag'] as const;
const KINDS: readonly SiteKind[] = ['function', 'async function', 'async function', 'generator', 'tag'];
const AWAITED = [1, 2, 3];
/** What has a life in each profile is its promises'. */
const PROMISING = 2;

interface Numbers {
  below(end: number): number;
  of<T>(list: readonly T[]): T;
}

type Columns = Record<string, number[]>;

/** Profiles that have every table, all of whose rows are there by chance: they are valid ones, but no program does that. */
export function anyProfiles(seed: number, count: number): readonly Profile[] {
  const any = new Random(seed) as Numbers;
  return Array.from({ length: count }, () => anyProfile(any));
}

function anyProfile(any: Numbers): Profile {
  const cwd = any.of(['/p', '/p/q', '/p/r']);
  const up = cwd === '/p' ? '' : '../';
  const line = any.of([1, 2]);
  const threads = any.of<readonly string[]>([['main'], ['main', 'worker'], ['main', 'main', 'worker']]);
  return {
    format: 'tsprof',
    version: VERSION,
    created: `2024-05-0${1 + any.below(9)}T12:00:00.000Z`,
    generator: 'tsprof/test',
    cwd,
    files: [`${up}a.ts`, `${up}b.ts`],
    sites: {
      name: SITES.map((name) => (name === 'tag' ? '[tag t]' : name)),
      file: [0, 0, 1, 1, -1],
      line: [line, 2, 3, 4, 1],
      column: [0, 4, 0, 0, 0],
      kind: KINDS,
    },
    places: { site: AWAITED, line: [line, 5, 6], column: [2, 2, 2], kind: ['await', 'await', 'yield'] },
    threads: threads.map((name, at) => new AnyThread(any).profile(name, at)),
  };
}

class AnyThread {
  readonly #any: Numbers;

  constructor(any: Numbers) {
    this.#any = any;
  }

  profile(name: string, at: number): ThreadProfile {
    const nodes = { site: [-1], parent: [-1] };
    const edges = this.#edges(nodes);
    const ofTag = edges['to']!.flatMap((node, edge) => (SITES[nodes.site[node]!] === 'tag' ? [edge] : []));
    const started = 1_000_000 + this.#upTo(50);
    const own = edges['tsub']!.reduce((sum, time) => sum + time, 0);
    const rootSelf = this.#upTo(99);
    const tables = this.#coroutines(nodes, edges);
    const requests = this.#rows(ofTag.length && 3, { edge: (row) => ofTag[row % ofTag.length]! }, REQUEST, [
      'edge',
    ]);
    return {
      ...{
        id: `${this.#upTo(2)}.${at}`,
        name,
        pid: this.#upTo(3),
        started,
        elapsed: own + rootSelf,
        rootSelf,
      },
      ...(this.#maybe() && { idle: Math.min(rootSelf, this.#upTo(50)) }),
      clock: this.#maybe() ? 'exact' : 'observed',
      ...(this.#maybe() && { partial: true as const }),
      health: { gap: this.#upTo(9), waits: this.#upTo(9), costCallLeast: this.#upTo(9) },
      notes: ['one', 'two'].filter(() => this.#maybe()),
      anomalies: { [this.#any.of(['a', 'b'])]: 1 + this.#upTo(3) },
      nodes,
      edges: edges as unknown as EdgeTable,
      ...NOTHING_SUSPENDED,
      ...(tables as object),
      requests: requests as never,
      requestLengths: this.#lengths('request', requests['edge']!.length) as never,
      ...(this.#maybe() && { callLengths: this.#callLengths() as never }),
      ...(this.#maybe() && { lines: this.#lines() as never }),
      ...(this.#maybe() && { memory: this.#memory() }),
      ...(this.#maybe() && {
        raw: { rootSelf, tsub: this.#more(edges['tsub']!), ttot: this.#more(edges['ttot']!) },
      }),
    };
  }

  /** Some walks down the tree, with recursion folded. */
  #edges(nodes: { site: number[]; parent: number[] }): Columns {
    const edges: Columns = Object.fromEntries(
      ['from', 'to', ...Object.keys(FIGURES)].map((name) => [name, []]),
    );
    for (let left = this.#upTo(14); left > 0; left--) {
      const site = this.#upTo(SITES.length - 1);
      const from = this.#upTo(nodes.site.length - 1);
      const to = nodeOf(nodes, from, site);
      if (edges['from']!.some((each, edge) => each === from && edges['to']![edge] === to)) continue;
      for (const column of Object.keys(FIGURES)) edges[column]!.push(this.#upTo(20));
      edges['from']!.push(from);
      edges['to']!.push(to);
      const edge = edges['to']!.length - 1;
      if (edges['ncall']![edge] === 0) edges['tmin']![edge] = edges['tmax']![edge] = 0;
    }
    return edges;
  }

  #coroutines(nodes: { site: number[] }, edges: Columns): Record<string, Columns> {
    const placed = edges['to']!.flatMap((node, edge) => {
      const place = AWAITED.indexOf(nodes.site[node]!);
      return place < 0 ? [] : [{ edge, place, parked: place === 2 ? 1 : 0 }];
    });
    const keys = { edge: (at: number) => placed[at]!.edge, place: (at: number) => placed[at]!.place };
    const suspensions = this.#rows(
      placed.length,
      { ...keys, parked: (at) => placed[at]!.parked },
      SUSPENSION,
    );
    const awaits = placed.flatMap(({ parked }, row) => (parked ? [] : [row]));
    const coroutines = this.#rows(placed.length, { edge: keys.edge }, COROUTINE);
    const all = placed.map((_, row) => row);
    const plain = all.filter((row) => nodes.site[edges['to']![placed[row]!.edge]!] === PROMISING);
    const promises = plain.length > 0 && { promises: this.#promises(coroutines, plain) };
    const some = (rows: readonly number[]) => () => rows[this.#upTo(rows.length - 1)]!;
    const ofAwait = { suspension: some(awaits) };
    const anyEdge = () => this.#upTo(edges['to']!.length - 1);
    const site = () => this.#upTo(SITES.length) - 1;
    return {
      suspensions,
      coroutines,
      lengths: this.#lengths('suspension', placed.length),
      lives: this.#lengths('coroutine', placed.length),
      awaited: this.#rows(awaits.length && 4, { ...ofAwait, site }, AWAITING, ['suspension', 'site']),
      stretches: this.#rows(edges['to']!.length && 4, { edge: anyEdge, bin: () => 1300 }, LENGTH, ['edge']),
      delays: this.#rows(awaits.length && 4, { ...ofAwait, edge: anyEdge }, DELAY, ['suspension', 'edge']),
      delayLengths: this.#rows(awaits.length && 4, { ...ofAwait, bin: () => 70 }, LENGTH, ['suspension']),
      ...promises,
      slowest: this.#slowest(placed.length, all),
      pending: this.#pending(placed.length && 4, some(all), site),
    };
  }

  /** A promise settles after its call has returned. */
  #promises({ life }: Columns, rows: readonly number[]): Columns {
    const table = this.#rows(rows.length, { coroutine: (at) => rows[at]! }, ['pending', 'own', 'ran']);
    table['ran'] = table['ran']!.map((ran, row) => Math.min(ran, life![table['coroutine']![row]!]!));
    return table;
  }

  /** No two of them are alike. */
  #slowest(coroutines: number, suspensions: readonly number[]): Columns {
    const table: Columns = {
      ...{ coroutine: [], began: [], life: [], own: [], waits: [], suspension: [], outcome: [] },
    };
    for (let coroutine = 0; coroutine < coroutines; coroutine++) {
      for (let left = this.#upTo(5); left > 0; left--) {
        table['coroutine']!.push(coroutine);
        for (const name of ['began', 'life', 'own', 'waits']) table[name]!.push(this.#upTo(2 ** 30));
        table['suspension']!.push(suspensions[this.#upTo(suspensions.length)] ?? -1);
        table['outcome']!.push(this.#upTo(3));
      }
    }
    return table;
  }

  #pending(rows: number, suspension: () => number, site: () => number): Columns {
    return this.#rows(rows, { suspension, site, awaits: (row) => this.#upTo(row) - 1 }, PENDING, [
      ...['suspension', 'site', 'awaits'],
    ]);
  }

  #callLengths(): Columns {
    return this.#lengths('site', SITES.length);
  }

  #lines(): Columns {
    return this.#rows(4, { site: () => this.#upTo(3), line: () => 1 + this.#upTo(3) }, LINE, [
      'site',
      'line',
    ]);
  }

  #memory(): MemoryTable {
    const nodes = { site: [-1], parent: [-1] };
    for (let left = this.#upTo(4); left > 0; left--)
      nodeOf(nodes, this.#upTo(nodes.site.length - 1), this.#upTo(SITES.length - 1));
    const numbers = (length: number) => Array.from({ length }, () => this.#upTo(1000));
    const heap = this.#upTo(2);
    return {
      interval: this.#any.of([512, 1024]),
      ...(this.#maybe() && { collected: true as const }),
      ...{ taken: this.#upTo(50), own: this.#upTo(50) },
      nodes: { ...nodes, bytes: numbers(nodes.site.length), samples: numbers(nodes.site.length) },
      heap: { time: numbers(heap), used: numbers(heap), total: numbers(heap), external: numbers(heap) },
      collections: this.#rows(this.#upTo(2), { kind: (row) => 1 + row }, LENGTH) as never,
    };
  }

  #lengths(of: string, rows: number): Columns {
    return this.#rows(
      rows && 5,
      { [of]: () => this.#upTo(rows - 1), bin: () => this.#upTo(2) },
      ['count'],
      [of, 'bin'],
    );
  }

  /** So many rows, less those whose `unique` columns say what another one's do. */
  #rows(
    count: number,
    keys: Readonly<Record<string, (row: number) => number>>,
    values: readonly string[],
    unique: readonly string[] = [],
  ): Columns {
    const table: Columns = Object.fromEntries([...Object.keys(keys), ...values].map((name) => [name, []]));
    const seen = new Set<string>();
    for (let at = 0; at < count; at++) {
      const row = seen.size;
      const key = Object.entries(keys).map(
        ([name, next]) => [name, next(unique.length > 0 ? row : at)] as const,
      );
      const text = JSON.stringify(unique.length > 0 ? key.filter(([name]) => unique.includes(name)) : at);
      if (seen.has(text)) continue;
      seen.add(text);
      for (const [name, value] of key) table[name]!.push(value);
      for (const name of values) table[name]!.push(this.#upTo(30));
    }
    return table;
  }

  /** As times were before what probes had taken was taken out. */
  #more(times: readonly number[]): number[] {
    return times.map((time) => time + this.#upTo(20));
  }

  #upTo(max: number): number {
    return this.#any.below(max + 1);
  }

  #maybe(): boolean {
    return this.#any.below(2) === 1;
  }
}

const LENGTH = ['count', 'time', 'longest'];
const DELAY = ['count', 'time'];
const AWAITING = ['count', 'time', 'running', 'ready', 'busy'];
const SUSPENSION = ['count', 'pending', 'rejected', 'time', 'longest'];
const COROUTINE = ['fulfilled', 'rejected', 'returned', 'life', 'longest'];
const PENDING = ['count', 'longest'];
const REQUEST = ['count', 'pending', 'errors', 'wall', 'running', 'ready', 'busy', 'longest'];
const LINE = ['hits', 'tsub'];

/** The child of a node, or what is above it of the same function. */
function nodeOf(nodes: { site: number[]; parent: number[] }, from: number, site: number): number {
  for (let above = from; above > 0; above = nodes.parent[above]!)
    if (nodes.site[above] === site) return above;
  const known = nodes.site.findIndex((each, node) => each === site && nodes.parent[node] === from);
  if (known >= 0) return known;
  nodes.parent.push(from);
  return nodes.site.push(site) - 1;
}
