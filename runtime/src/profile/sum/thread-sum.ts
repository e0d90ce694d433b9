import { addHealth } from '../health.ts';
import type { EdgeTable, Health, ThreadProfile } from '../format.ts';
import type { NewRows } from '../site-union.ts';
import { MemorySum } from './memory-sum.ts';
import { SlowestSum } from './slowest-sum.ts';
import { SummedRows, type NewKeys, type NumberTable } from './summed-rows.ts';
import { SHAPES } from './tables.ts';

const NS_PER_MS = 1e6;

type Tables = typeof SHAPES;

/** What a thread goes by. */
type Head = Pick<ThreadProfile, 'id' | 'name' | 'pid' | 'started' | 'clock' | 'idle'>;

/** The sum of threads that are one in several runs: of one name, one clock, and with the same things known. */
export class ThreadSum {
  /** Of the thread that began first. */
  #head: Head;
  readonly #base: number;
  readonly #times = { elapsed: 0, rootSelf: 0, idle: 0, rawRootSelf: 0 };
  #isPartial = false;
  #hasRaw = false;
  #hasCallLengths = false;
  #hasLines = false;
  #hasPromises = false;
  #health: Health = {};
  readonly #notes = new Set<string>();
  readonly #anomalies = new Map<string, number>();
  readonly #tables = Object.fromEntries(
    Object.entries(SHAPES).map(([name, shape]) => [name, new SummedRows(shape)]),
  ) as { readonly [N in keyof Tables]: SummedRows };
  readonly #slowest = new SlowestSum();
  readonly #memory: MemorySum | undefined;

  constructor(first: ThreadProfile) {
    this.#head = headOf(first);
    this.#base = first.started;
    this.#memory = first.memory && new MemorySum(first.memory);
  }

  /** How many numbers there are. */
  get size(): number {
    const tables = Object.values(this.#tables).reduce((sum, { size }) => sum + size, 0);
    return tables + this.#slowest.size + (this.#memory?.size ?? 0);
  }

  /** Texts that grow with what is added. */
  get texts(): Iterable<string> {
    return [...this.#notes, ...this.#anomalies.keys()];
  }

  add(thread: ThreadProfile, { sites, places }: NewRows): void {
    if (compareStarts(thread, this.#head) < 0) this.#head = headOf(thread);
    this.#addFacts(thread);
    const add = (name: keyof Tables, newKeys: NewKeys, table: unknown = thread[name]) =>
      this.#tables[name].add(table as NumberTable, newKeys);
    const node = add('nodes', { site: sites, parent: 'own' });
    const edge = add('edges', { from: node, to: node }, withRaw(thread));
    const suspension = add('suspensions', { edge, place: places, parked: 'same' });
    add('lengths', { suspension, bin: 'same' });
    add('awaited', { suspension, site: sites });
    add('stretches', { edge, bin: 'same' });
    add('delays', { suspension, edge });
    add('delayLengths', { suspension, bin: 'same' });
    const coroutine = add('coroutines', { edge });
    add('lives', { coroutine, bin: 'same' });
    this.#slowest.add(thread.slowest, coroutine, suspension, (thread.started - this.#base) * NS_PER_MS);
    add('pending', { suspension, site: sites, awaits: 'own' });
    add('requestLengths', { request: add('requests', { edge }), bin: 'same' });
    if (thread.promises !== undefined) add('promises', { coroutine });
    if (thread.callLengths !== undefined) add('callLengths', { site: sites, bin: 'same' });
    if (thread.lines !== undefined) add('lines', { site: sites, line: 'same' });
    if (thread.memory !== undefined) this.#memory!.add(thread.memory, sites);
  }

  total(): ThreadProfile {
    const { rawRootSelf, idle, ...times } = this.#times;
    const { edges, callLengths, lines, promises, ...tables } = this.#tables;
    const { rawTsub, rawTtot, ...figures } = edges.columns;
    return {
      ...this.#head,
      ...times,
      ...(this.#head.idle !== undefined && { idle }),
      ...(this.#isPartial && { partial: true }),
      health: this.#health,
      notes: [...this.#notes].sort(),
      anomalies: Object.fromEntries(this.#anomalies),
      ...(Object.fromEntries(
        Object.entries(tables).map(([name, { columns }]) => [name, columns]),
      ) as unknown as Pick<ThreadProfile, keyof typeof tables>),
      edges: {
        ...figures,
        tmin: figures['tmin']!.map((least) => (least === Infinity ? 0 : least)),
      } as unknown as EdgeTable,
      slowest: this.#slowest.table((this.#head.started - this.#base) * NS_PER_MS),
      ...(this.#hasPromises && {
        promises: promises.columns as unknown as ThreadProfile['promises'] & object,
      }),
      ...(this.#hasCallLengths && {
        callLengths: callLengths.columns as unknown as ThreadProfile['callLengths'] & object,
      }),
      ...(this.#hasLines && { lines: lines.columns as unknown as ThreadProfile['lines'] & object }),
      ...(this.#memory && { memory: this.#memory.total() }),
      ...(this.#hasRaw && { raw: { rootSelf: rawRootSelf, tsub: rawTsub!, ttot: rawTtot! } }),
    };
  }

  #addFacts({
    elapsed,
    rootSelf,
    idle = 0,
    raw,
    partial,
    callLengths,
    lines,
    promises,
    health,
    notes,
    anomalies,
  }: ThreadProfile): void {
    const times = this.#times;
    times.elapsed += elapsed;
    times.rootSelf += rootSelf;
    times.idle += idle;
    times.rawRootSelf += raw?.rootSelf ?? rootSelf;
    this.#isPartial ||= partial === true;
    this.#hasRaw ||= raw !== undefined;
    this.#hasCallLengths ||= callLengths !== undefined;
    this.#hasLines ||= lines !== undefined;
    this.#hasPromises ||= promises !== undefined;
    this.#health = addHealth(this.#health, health);
    for (const note of notes) this.#notes.add(note);
    for (const [name, count] of Object.entries(anomalies))
      this.#anomalies.set(name, (this.#anomalies.get(name) ?? 0) + count);
  }
}

/** Threads in the order in which they began; of those that began together the one of the lesser id is the first. */
export function compareStarts(one: Head, other: Head): number {
  return one.started - other.started || (one.id < other.id ? -1 : Number(one.id > other.id));
}

/** Without the number that tells its id from others in a profile of several runs. */
function headOf({ id, name, pid, started, clock, idle }: ThreadProfile): Head {
  return { id: id.replace(/#\d+$/, ''), name, pid, started, clock, ...(idle !== undefined && { idle }) };
}

/** An edge without calls has no least wall time: its 0 must not win. Where no probes' cost was taken out, raw times are the times. */
function withRaw({ edges, raw }: ThreadProfile): NumberTable {
  const { tsub, ttot } = raw ?? edges;
  const tmin = edges.tmin.map((least, edge) => (edges.ncall[edge] === 0 ? Infinity : least));
  return { ...edges, tmin, rawTsub: tsub, rawTtot: ttot };
}
