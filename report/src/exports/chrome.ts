import { jsonText } from '@tsprof/runtime/profile';
import {
  CALL,
  COLLECTION,
  HEAP_SIZE,
  ENDS,
  FIRST_OF,
  HOW_MASK,
  PARKS,
  PAUSE,
  STRETCH,
  WAITS,
  eventsIn,
  slicesIn,
} from '@tsprof/runtime/timeline';
import type { Lane, Slice, Timeline, TimelineEvent } from '@tsprof/runtime/timeline';
import { LaneSites } from '../timeline/sites.ts';

const NS_PER_US = 1000;
const NS_PER_MS = 1e6;
/** Viewers hang with more of them (Perfetto 1004). */
const MOST_FLOWS = 10_000;

/** One of Chrome's trace events. */
type TraceEvent = Readonly<Record<string, unknown>>;

/**
 * Chrome's trace events: for each thread its slices; each coroutine as one of the asynchronous events, and its waits in it;
 * arrows from the end of a coroutine to where that went on which awaited it; how late the event loop was, as a counter; the
 * collector and the profiler on lines of their own. In pieces.
 */
export function* chrome({ lanes }: Timeline, cwd: string): Iterable<string> {
  const flows = { drawn: 0, leftOut: 0 };
  yield '{"displayTimeUnit":"ms","traceEvents":[\n';
  let before = '';
  for (const event of eventsOf(lanes, cwd, flows)) {
    yield before + jsonText(event);
    before = ',\n';
  }
  const dropped = lanes.reduce((sum, lane) => sum + lane.dropped, 0);
  yield `\n],"otherData":${jsonText({ creator: 'tsprof', missing: dropped, arrowsLeftOut: flows.leftOut })}}\n`;
}

interface Flows {
  drawn: number;
  leftOut: number;
}

function* eventsOf(lanes: readonly Lane[], cwd: string, flows: Flows): Iterable<TraceEvent> {
  for (const pid of new Set(lanes.map(({ info }) => info.pid))) {
    const [{ info }] = lanes.filter((lane) => lane.info.pid === pid) as [Lane];
    yield named('process_name', pid, 0, info.name);
  }
  for (const [index, lane] of lanes.entries()) yield* laneEvents(lane, index, cwd, flows);
}

const named = (what: string, pid: number, tid: number, name: string): TraceEvent => ({
  ...{ name: what, ph: 'M', pid, tid, ts: 0, cat: '__metadata' },
  args: { name },
});

/** Lines of a lane: its thread, the collector, the profiler. */
const LINES = 3;
const BYTES_PER_KIB = 1024;

function* laneEvents(lane: Lane, index: number, cwd: string, flows: Flows): Iterable<TraceEvent> {
  const { pid, name } = lane.info;
  const tid = index * LINES + 1;
  yield named('thread_name', pid, tid, name);
  const coroutines = new CoroutineTracks(lane, new LaneSites(lane, cwd), { pid, tid }, flows);
  const boxes = new Boxes();
  for (const block of lane.slices) {
    const events: TraceEvent[] = [];
    slicesIn(block, (slice) => {
      boxes.add(slice, coroutines.boxOf(slice));
      coroutines.move(slice, events);
    });
    yield* boxes.take();
    yield* events;
  }
  yield* boxes.takeAll();
  yield* coroutines.pending();
  const lines = new Set<number>();
  for (const block of lane.events) {
    for (const event of eventsIn(block)) {
      if (event.kind === STRETCH) yield* heldEvents(lane, event, tid);
      else if (event.kind === HEAP_SIZE) yield heapEvent(lane, event, tid);
      else if (event.kind === COLLECTION || event.kind === PAUSE) {
        const line = tid + event.kind - (event.kind === PAUSE ? 1 : 0);
        const what = event.kind === PAUSE ? 'tsprof' : 'collector';
        if (!lines.has(line)) yield named('thread_name', pid, line, `${name}: ${what}`);
        lines.add(line);
        yield pauseEvent(lane, event, what, line);
      }
    }
  }
}

const at = (lane: Lane, time: number): number => (lane.offset + time) / NS_PER_US;

/** What is due while the thread is held is late by up to the rest of that. */
function* heldEvents(lane: Lane, { start, duration }: TimelineEvent, tid: number): Iterable<TraceEvent> {
  const counter = {
    name: `event loop delay (${lane.info.name})`,
    ph: 'C',
    pid: lane.info.pid,
    tid,
    cat: 'loop',
  };
  yield { ...counter, ts: at(lane, start), args: { ms: duration / NS_PER_MS } };
  yield { ...counter, ts: at(lane, start + duration), args: { ms: 0 } };
}

function heapEvent(
  { info: { name, pid }, offset }: Lane,
  { start, detail }: TimelineEvent,
  tid: number,
): TraceEvent {
  const ts = (offset + start) / NS_PER_US;
  return {
    name: `heap (${name})`,
    ph: 'C',
    pid,
    tid,
    cat: 'heap',
    ts,
    args: { MB: (detail * BYTES_PER_KIB) / 1e6 },
  };
}

function pauseEvent(
  lane: Lane,
  { start, duration, detail }: TimelineEvent,
  name: string,
  tid: number,
): TraceEvent {
  const { pid } = lane.info;
  return {
    name,
    ph: 'X',
    cat: name,
    pid,
    tid,
    ts: at(lane, start),
    dur: duration / NS_PER_US,
    args: { kind: detail },
  };
}

/**
 * Slices in the order in which viewers nest those that begin and end at the same times: the outer one first. They come by their
 * ends, the inner one first.
 */
class Boxes {
  #held: {
    readonly start: number;
    readonly end: number;
    readonly depth: number;
    readonly event: TraceEvent;
  }[] = [];

  add({ start, end, depth }: Slice, event: TraceEvent): void {
    this.#held.push({ start, end, depth, event });
  }

  /** Those that no slice can come between any more: others may end when the last one does. */
  take(): readonly TraceEvent[] {
    const end = this.#held.at(-1)?.end;
    const rest = this.#held.filter((box) => box.end === end);
    this.#held = this.#held.filter((box) => box.end !== end);
    const taken = this.takeAll();
    this.#held = rest;
    return taken;
  }

  takeAll(): readonly TraceEvent[] {
    const taken = this.#held.sort((a, b) => a.start - b.start || a.depth - b.depth);
    this.#held = [];
    return taken.map(({ event }) => event);
  }
}

/** A coroutine that has not ended, as far as it has come. */
interface Track {
  readonly site: number;
  /** The end of its last slice, and how that ended. */
  end: number;
  how: number;
  place: number;
  /** The beginning of its last slice: arrows begin there, as they have to begin in a slice. */
  start: number;
  /** The one that it is known to wait for; 0: none. */
  awaited: number;
  /** Where the arrow begins that ends where it goes on; -1: there is none. */
  from: number;
  /** The one that waits for it; 0: none. */
  awaiter: number;
}

/** Slices, and what goes on between them, of one thread. Memory is that of the coroutines alive. */
class CoroutineTracks {
  readonly #lane: Lane;
  readonly #sites: LaneSites;
  readonly #thread: { readonly pid: number; readonly tid: number };
  readonly #flows: Flows;
  readonly #alive = new Map<number, Track>();
  /** The one that has ended last. */
  #ended: { readonly instance: number; readonly site: number; readonly start: number } | null = null;

  constructor(
    lane: Lane,
    sites: LaneSites,
    thread: { readonly pid: number; readonly tid: number },
    flows: Flows,
  ) {
    this.#lane = lane;
    this.#sites = sites;
    this.#thread = thread;
    this.#flows = flows;
  }

  /** The slice itself, which takes no notice of what it does to its coroutine. */
  boxOf({ how, start, end, site, instance, creator }: Slice): TraceEvent {
    const { name, file, line } = this.#sites.functionOf(site);
    const isCall = (how & HOW_MASK) === CALL;
    const args = {
      at: `${file}:${line}`,
      ...(!isCall && { coroutine: instance }),
      ...(creator > 0 && { createdBy: this.#nameOf(creator) }),
    };
    const times = { ts: at(this.#lane, start), dur: (end - start) / NS_PER_US };
    return { name, ph: 'X', cat: isCall ? 'call' : 'coroutine', ...this.#thread, ...times, args };
  }

  move(slice: Slice, events: TraceEvent[]): void {
    const { instance, site, start, end, place } = slice;
    if ((slice.how & HOW_MASK) === CALL) return;
    const { name } = this.#sites.functionOf(site);
    const how = slice.how & HOW_MASK;
    let track = this.#alive.get(instance);
    if (track === undefined || (slice.how & FIRST_OF) !== 0) {
      track = { site, start, end: start, how, place, awaited: 0, from: -1, awaiter: 0 };
      this.#alive.set(instance, track);
      events.push(this.#async('b', name, instance, start));
    } else this.#goOn(track, instance, start, events);
    track.start = start;
    track.end = end;
    track.how = how;
    track.place = place;
    if (how === WAITS) this.#wait(track, instance, slice.awaited);
    if (how === ENDS || how === PARKS) this.#settle(track);
    if (how !== ENDS) return;
    events.push(this.#async('e', name, instance, end));
    this.#alive.delete(instance);
    this.#ended = { instance, site, start };
  }

  /** What it did between its slices. */
  #goOn(track: Track, instance: number, start: number, events: TraceEvent[]): void {
    const what = this.#between(track);
    if (what !== null) {
      events.push(this.#async('b', what, instance, track.end));
      events.push(this.#async('e', what, instance, start));
    }
    if (track.from >= 0) this.#arrow(track.from, start, events);
    const awaited = this.#alive.get(track.awaited);
    if (awaited?.awaiter === instance) awaited.awaiter = 0;
    track.awaited = 0;
    track.from = -1;
  }

  #between({ how, site, place }: Track): string | null {
    if (how === PARKS) return 'parked';
    return how === WAITS ? `await (line ${this.#sites.lineOf(site, place)})` : null;
  }

  /** It waits, perhaps for the one that left the stack right before it did. */
  #wait(track: Track, instance: number, awaited: number): void {
    if (awaited === 0) return;
    const alive = this.#alive.get(awaited);
    const site = alive?.site ?? (this.#ended?.instance === awaited ? this.#ended.site : -1);
    if (site < 0 || !this.#sites.awaits(track.site, track.place, site)) return;
    if (alive === undefined || alive.how === PARKS) track.from = alive?.start ?? this.#ended!.start;
    else {
      alive.awaiter = instance;
      track.awaited = awaited;
    }
  }

  /** Whoever waits for it can go on. */
  #settle(track: Track): void {
    const awaiter = this.#alive.get(track.awaiter);
    if (awaiter !== undefined) awaiter.from = track.start;
    track.awaiter = 0;
  }

  #arrow(from: number, to: number, events: TraceEvent[]): void {
    if (this.#flows.drawn === MOST_FLOWS) return void this.#flows.leftOut++;
    const flow = { name: 'goes on', cat: 'awaited', id: ++this.#flows.drawn, ...this.#thread };
    events.push({ ...flow, ph: 's', ts: at(this.#lane, from) });
    events.push({ ...flow, ph: 'f', bp: 'e', ts: at(this.#lane, to) });
  }

  #async(ph: 'b' | 'e', name: string, instance: number, time: number): TraceEvent {
    const id = `${this.#thread.tid}.${instance}`;
    return { name, ph, cat: 'coroutines', id, ...this.#thread, ts: at(this.#lane, time) };
  }

  #nameOf(instance: number): string {
    const track = this.#alive.get(instance);
    return track === undefined ? `#${instance}` : `${this.#sites.functionOf(track.site).name} #${instance}`;
  }

  /** Those that have not ended do so with the last slice. */
  *pending(): Iterable<TraceEvent> {
    const last = this.#lane.slices.at(-1)?.head.last ?? 0;
    for (const [instance, track] of this.#alive) {
      const what = this.#between(track);
      if (what !== null) {
        yield this.#async('b', what, instance, track.end);
        yield this.#async('e', what, instance, last);
      }
      yield this.#async('e', this.#sites.functionOf(track.site).name, instance, last);
    }
  }
}
