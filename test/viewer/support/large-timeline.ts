import type { SiteRow } from '../../../runtime/src/sites/registry.ts';
import { calleeHash } from '../../../runtime/src/sites/callee.ts';
import { fileHead } from '../../../runtime/src/timeline/format.ts';
import {
  AWAITS,
  CALL,
  ENDS,
  FIRST_OF,
  STRETCH,
  COLLECTION,
  WAITS,
} from '../../../runtime/src/timeline/format.ts';
import { LaneWriter } from '../../../runtime/src/timeline/lane-writer.ts';
import { createSlice } from '../../../runtime/src/timeline/slice-block.ts';

const HANDLERS = 6;
const HELPERS = 12;
const PLAIN = 20;
/** Requests at the same time. */
const AT_ONCE = 100;
/** Few waits are that long, ns. */
const LONG_WAIT = 2e9;
const ASYNC = 1;

/**
 * Writes a timeline of so many slices, as a server under load has them, the same each time: handlers that await helpers, which
 * wait for the outside, and functions that these call.
 */
export function writeLargeTimeline(
  slices: number,
  write: (bytes: Uint8Array<ArrayBuffer>) => void,
  atOnce = AT_ONCE,
): void {
  const sink = {
    isBrief: false,
    append(block: Uint8Array<ArrayBuffer>) {
      write(block);
      return true;
    },
  };
  write(fileHead());
  const info = { id: '1.0', name: 'main', pid: 1, cwd: '/app', started: 0, origin: 0, threshold: 0 };
  new Server(new LaneWriter(0, info, sites(), sink), atOnce).run(slices);
}

function sites(): SiteRow[] {
  const names = [
    ...Array.from({ length: HANDLERS }, (_, at) => `handle${at}`),
    ...Array.from({ length: HELPERS }, (_, at) => `load${at}`),
    ...Array.from({ length: PLAIN }, (_, at) => `work${at}`),
  ];
  return names.map((name, at) => ({
    ...{ name, file: `src/file${at % 7}.ts`, line: 1 + at, column: 0 },
    kind: at < HANDLERS + HELPERS ? ASYNC : 0,
    suspensions: Array.from({ length: HELPERS }, (_, helper) => ({
      ...{ kind: 0, line: 100 + helper, column: 4, callee: calleeHash(`load${helper}`) },
    })),
  }));
}

interface Running {
  readonly instance: number;
  readonly site: number;
  readonly creator: number;
  readonly awaiter: Running | null;
  left: number;
  isNew: boolean;
}

class Server {
  readonly #writer: LaneWriter;
  readonly #atOnce: number;
  readonly #slice = createSlice();
  readonly #random = seeded();
  readonly #due = new Queue();
  #now = 0;
  #count = 0;
  #instances = 0;
  #requests = 0;
  #busySince = 0;

  constructor(writer: LaneWriter, atOnce: number) {
    this.#writer = writer;
    this.#atOnce = atOnce;
    for (let site = 0; site < HANDLERS + HELPERS + PLAIN; site++) writer.use(site);
  }

  run(slices: number): void {
    while (this.#count < slices) {
      while (this.#requests < this.#atOnce) {
        this.#requests++;
        const site = Math.floor(this.#random() * HANDLERS);
        this.#due.push(this.#now + Math.floor(this.#random() * 2e6), this.#create(site, null));
      }
      const [at, next] = this.#due.pop();
      if (at > this.#now + 5000) this.#rest(at);
      this.#now = Math.max(this.#now, at);
      this.#resume(next, 0);
    }
    this.#writer.flush();
  }

  /** The thread has nothing to do until then. */
  #rest(until: number): void {
    const held = this.#now - this.#busySince;
    if (held >= 1e6) this.#writer.event(STRETCH, this.#busySince, held, 0);
    if (this.#random() < 0.002) this.#writer.event(COLLECTION, this.#now, 1e5 * this.#random(), 1);
    this.#busySince = until;
  }

  #create(site: number, awaiter: Running | null): Running {
    const left = 1 + Math.floor(this.#random() * 3);
    const creator = awaiter?.instance ?? 0;
    return { instance: ++this.#instances, site, creator, awaiter, left, isNew: true };
  }

  /** A stretch on the stack, with what is called in it. */
  #resume(coroutine: Running, depth: number): void {
    const start = this.#now;
    this.#pass();
    if (this.#random() < 0.6) this.#call(depth + 1);
    let awaited: Running | null = null;
    const place = 1 + Math.floor(this.#random() * HELPERS);
    const goesOn = --coroutine.left >= 0;
    if (goesOn && coroutine.site < HANDLERS) {
      awaited = this.#create(HANDLERS + place - 1, coroutine);
      this.#resume(awaited, depth + 1);
    }
    this.#write(coroutine, start, depth, goesOn ? WAITS : ENDS, place, awaited?.instance ?? 0);
    if (goesOn && awaited === null) {
      const wait = this.#random() < 0.001 ? LONG_WAIT : 1e5 + Math.floor(this.#random() * 2e7);
      this.#due.push(this.#now + wait, coroutine);
    }
    if (goesOn) return;
    if (coroutine.awaiter === null) this.#requests--;
    else this.#due.push(this.#now, coroutine.awaiter);
  }

  #call(depth: number): void {
    const start = this.#now;
    this.#pass();
    if (depth < 12 && this.#random() < 0.5) this.#call(depth + 1);
    this.#pass();
    const site = HANDLERS + HELPERS + ((depth * 3 + Math.floor(this.#random() * 2)) % PLAIN);
    this.#add({ how: CALL, start, site, depth, instance: 0 });
  }

  #pass(): void {
    this.#now += 500 + Math.floor(this.#random() * 20_000);
  }

  #write(of: Running, start: number, depth: number, how: number, place: number, awaited: number): void {
    const flags = (of.isNew ? FIRST_OF : 0) | (awaited > 0 ? AWAITS : 0);
    const { instance, site, creator } = of;
    Object.assign(this.#slice, { creator, place: how === WAITS ? place : 0, awaited });
    this.#add({ how: how | flags, start, site, depth, instance });
    of.isNew = false;
  }

  #add(fields: { how: number; start: number; site: number; depth: number; instance: number }): void {
    Object.assign(this.#slice, fields, { end: this.#now });
    this.#writer.add(this.#slice);
    this.#count++;
  }
}

/** What is due first comes first. */
class Queue {
  readonly #heap: (readonly [at: number, what: Running])[] = [];

  push(at: number, what: Running): void {
    const heap = this.#heap;
    let row = heap.push([at, what]) - 1;
    for (let above = (row - 1) >> 1; row > 0 && heap[above]![0] > at; above = (row - 1) >> 1) {
      heap[row] = heap[above]!;
      row = above;
    }
    heap[row] = [at, what];
  }

  pop(): readonly [at: number, what: Running] {
    const heap = this.#heap;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    let row = 0;
    for (;;) {
      let below = 2 * row + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && heap[below + 1]![0] < heap[below]![0]) below++;
      if (heap[below]![0] >= last[0]) break;
      heap[row] = heap[below]!;
      row = below;
    }
    heap[row] = last;
    return first;
  }
}

/** mulberry32. */
function seeded(): () => number {
  let state = 7;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
