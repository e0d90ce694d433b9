import { NOTHING_SUSPENDED, NO_PLACES } from '../../../runtime/src/profile/suspensions.ts';
import { FIGURES, VERSION } from '@tsprof/runtime/profile';
import type { ClockName, EdgeTable, Profile, SiteKind, ThreadProfile } from '@tsprof/runtime/profile';

type Writable<T> = {
  -readonly [K in keyof T]-?: NonNullable<T[K]> extends readonly (infer U)[] ? U[] : T[K];
};

/** A call that took so long from enter to leave, with the calls it made. */
export interface Call {
  readonly name: string;
  readonly wall: number;
  readonly calls: readonly Call[];
}

export interface Definition {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly kind?: SiteKind;
}

export interface Options {
  readonly id?: string;
  readonly threadName?: string;
  readonly clock?: ClockName;
  readonly cwd?: string | null;
  readonly started?: number;
  readonly elapsed?: number;
  /** By name; what is not there is `main.ts`, line 1, 2, 3 … as they come, a function. */
  readonly definitions?: Readonly<Record<string, Definition>>;
}

export const call = (name: string, wall: number, ...calls: readonly Call[]): Call => ({ name, wall, calls });

/** A chain of calls, each made by the one before: `chain(['a', 13], ['b', 9])`. */
export function chain(...links: readonly (readonly [string, number])[]): Call {
  const [[name, wall], ...rest] = links as [readonly [string, number], ...(readonly [string, number])[]];
  return call(name, wall, ...(rest.length > 0 ? [chain(...rest)] : []));
}

const EDGE_COLUMNS = ['from', 'to', ...Object.keys(FIGURES)] as (keyof EdgeTable)[];

/** A profile of one thread that made these calls, one after the other, accounted for by hand. */
export function profileOf(calls: readonly Call[], options: Options = {}): Profile {
  const builder = new Builder(options);
  for (const each of calls) builder.add(each, 0, []);
  return builder.profile(calls.reduce((sum, { wall }) => sum + wall, 0));
}

class Builder {
  readonly #options: Options;
  readonly #names: string[] = [];
  readonly #nodes = { site: [-1], parent: [-1] };
  readonly #edges = Object.fromEntries(
    EDGE_COLUMNS.map((name) => [name, []]),
  ) as unknown as Writable<EdgeTable>;

  constructor(options: Options) {
    this.#options = options;
  }

  /** `path` has the names above and the pairs they made: `a`, `a>b`. */
  add({ name, wall, calls }: Call, parent: number, path: readonly string[]): void {
    const caller = path.findLast((step) => !step.includes('>')) ?? '';
    const pair = `${caller}>${name}`;
    const node = this.#node(this.#site(name), parent);
    const edge = this.#edge(parent, node);
    const edges = this.#edges;
    const self = wall - calls.reduce((sum, inner) => sum + inner.wall, 0);
    edges.tmin[edge] = edges.ncall[edge] === 0 ? wall : Math.min(edges.tmin[edge]!, wall);
    edges.tmax[edge] = Math.max(edges.tmax[edge]!, wall);
    edges.ncall[edge]! += 1;
    edges.tsub[edge]! += self;
    if (!path.includes(name)) {
      edges.nactualcall[edge]! += 1;
      edges.ttot[edge]! += wall;
    }
    if (!path.includes(pair)) {
      edges.npair[edge]! += 1;
      edges.tpair[edge]! += wall;
    }
    for (const inner of calls) this.add(inner, node, [...path, pair, name]);
  }

  profile(elapsed: number): Profile {
    const { cwd = '/project', definitions = {} } = this.#options;
    const defined = this.#names.map((name, at) => ({ file: 'main.ts', line: at + 1, ...definitions[name] }));
    const files = [...new Set(defined.map(({ file }) => file))];
    return {
      format: 'tsprof',
      version: VERSION,
      created: '2024-05-01T12:00:00.000Z',
      generator: 'tsprof/test',
      cwd,
      files,
      sites: {
        name: this.#names,
        file: defined.map(({ file, kind }) => (kind === 'tag' ? -1 : files.indexOf(file))),
        line: defined.map(({ line }) => line),
        column: defined.map(({ column = 0 }) => column),
        kind: defined.map(({ kind = 'function' }) => kind),
      },
      places: NO_PLACES,
      threads: [this.#thread(elapsed)],
    };
  }

  #thread(busy: number): ThreadProfile {
    const {
      id = '1.0',
      threadName = 'main',
      clock = 'exact',
      started = 1000,
      elapsed = busy,
    } = this.#options;
    return {
      ...{ id, name: threadName, pid: 1, started, elapsed, rootSelf: elapsed - busy, clock },
      ...{ health: {}, notes: [], anomalies: {}, nodes: this.#nodes, edges: this.#edges },
      ...NOTHING_SUSPENDED,
    };
  }

  #site(name: string): number {
    const known = this.#names.indexOf(name);
    return known === -1 ? this.#names.push(name) - 1 : known;
  }

  /** The child, or where the function is above already, that node: recursion is folded. */
  #node(site: number, parent: number): number {
    const { site: sites, parent: parents } = this.#nodes;
    for (let above = parent; above > 0; above = parents[above]!) if (sites[above] === site) return above;
    const known = sites.findIndex((each, node) => each === site && parents[node] === parent);
    if (known !== -1) return known;
    parents.push(parent);
    return sites.push(site) - 1;
  }

  #edge(from: number, to: number): number {
    const edges = this.#edges;
    const known = edges.from.findIndex((each, edge) => each === from && edges.to[edge] === to);
    if (known !== -1) return known;
    for (const column of EDGE_COLUMNS) edges[column].push(0);
    const edge = edges.from.length - 1;
    edges.from[edge] = from;
    edges.to[edge] = to;
    return edge;
  }
}

/** Several one-thread profiles of the same sites as one profile with their threads. */
export function withThreads(profile: Profile, ...threads: readonly Partial<ThreadProfile>[]): Profile {
  const [thread] = profile.threads;
  return { ...profile, threads: threads.map((fields) => ({ ...thread!, ...fields })) };
}
