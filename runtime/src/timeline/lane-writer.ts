import { resized } from '../intrinsics.ts';
import type { SiteRow } from '../sites/registry.ts';
import { addDropped, jsonBlock, PLAIN_HEAD, putHead } from './blocks.ts';
import { BLOCK_HEAD_BYTES, EVENT_BYTES, EVENTS, LANE, SITES } from './format.ts';
import { SliceBlock, type Slice } from './slice-block.ts';

/** Where blocks go. */
export interface BlockSink {
  /** Appends a block; returns whether it has been taken. */
  append(block: Uint8Array<ArrayBuffer>): boolean;
  /** Whether there is so much by now that slices are to be left out, and only their figures kept. */
  readonly isBrief: boolean;
}

/** Who a lane's thread is: what the JSON of its first block says. */
export interface LaneInfo {
  readonly id: string;
  readonly name: string;
  readonly pid: number;
  readonly cwd: string | null;
  /** Milliseconds since 1970. */
  readonly started: number;
  /** What the lane's times count from, on the machine's own clock (ns); null: they are on no clock that others share. */
  readonly origin: number | null;
  /** Plain calls of less (ns) are not in it. */
  readonly threshold: number;
}

/** A site as it stands in a block: number, name, file, line, column, kind, and its suspensions: kind, line, column, callee. */
export type LaneSite = readonly [
  number: number,
  name: string,
  file: string,
  line: number,
  column: number,
  kind: number,
  suspensions: readonly (readonly [kind: number, line: number, column: number, callee: number])[],
];

const BLOCK_EVENTS = 1024;

/** Makes blocks of what a thread's recorder tells: memory stays what it is, however long that goes on. */
export class LaneWriter {
  /** How long functions have been on the stack since the last block of slices, ns. */
  running = 0;
  readonly #lane: number;
  readonly #sink: BlockSink;
  readonly #sites: readonly SiteRow[];
  readonly #slices = new SliceBlock();
  readonly #events = new DataView(new ArrayBuffer(BLOCK_EVENTS * EVENT_BYTES));
  #eventCount = 0;
  #eventsLost = 0;
  #slicesLost = 0;
  /** 1 by number of each site that is written, or waits for that. */
  #isUsed = new Uint8Array(256);
  #unwritten: number[] = [];

  /** `sites`: the rows of the thread's sites, as they get known. */
  constructor(lane: number, info: LaneInfo, sites: readonly SiteRow[], sink: BlockSink) {
    this.#lane = lane;
    this.#sink = sink;
    this.#sites = sites;
    sink.append(jsonBlock(LANE, lane, info, 1));
  }

  /** A slice of this site will come. */
  use(site: number): void {
    while (site >= this.#isUsed.length)
      this.#isUsed = resized(this.#isUsed, new Uint8Array(this.#isUsed.length * 2));
    if (this.#isUsed[site] === 1) return;
    this.#isUsed[site] = 1;
    this.#unwritten.push(site);
  }

  add(slice: Slice): void {
    this.#slices.add(slice);
    if (this.#slices.isFull) this.flush();
  }

  event(kind: number, start: number, duration: number, detail: number): void {
    const at = this.#eventCount++ * EVENT_BYTES;
    this.#events.setFloat64(at, start, true);
    this.#events.setFloat64(at + 8, duration, true);
    this.#events.setUint32(at + 16, kind, true);
    this.#events.setUint32(at + 20, detail, true);
    if (this.#eventCount === BLOCK_EVENTS) this.flush();
  }

  /** Writes all there is. */
  flush(): void {
    this.#writeSites();
    if (this.#slices.count > 0) this.#writeSlices();
    if (this.#eventCount > 0) this.#writeEvents();
  }

  #writeSlices(): void {
    const { count } = this.#slices;
    const block = this.#slices.take(this.#lane, this.running, this.#sink.isBrief);
    this.running = 0;
    // What could not be written is missing from the block that comes next.
    if (this.#slicesLost > 0) addDropped(block, this.#slicesLost);
    this.#slicesLost = this.#sink.append(block) ? 0 : this.#slicesLost + count;
  }

  #writeEvents(): void {
    const count = this.#eventCount;
    const length = count * EVENT_BYTES;
    const block = new Uint8Array(BLOCK_HEAD_BYTES + length);
    const [first, last] = this.#eventSpan();
    const head = { type: EVENTS, lane: this.#lane, count, length, dropped: this.#eventsLost, first, last };
    putHead(block, { ...PLAIN_HEAD, ...head });
    block.set(new Uint8Array(this.#events.buffer, 0, length), BLOCK_HEAD_BYTES);
    this.#eventCount = 0;
    this.#eventsLost = this.#sink.append(block) ? 0 : this.#eventsLost + count;
  }

  #eventSpan(): readonly [first: number, last: number] {
    let [first, last] = [Infinity, 0];
    for (let at = 0; at < this.#eventCount * EVENT_BYTES; at += EVENT_BYTES) {
      const start = this.#events.getFloat64(at, true);
      first = Math.min(first, start);
      last = Math.max(last, start + this.#events.getFloat64(at + 8, true));
    }
    return [first, last];
  }

  /** Slices may come before the tables of their modules: those sites wait. */
  #writeSites(): void {
    if (this.#unwritten.length === 0) return;
    const known = this.#unwritten.filter((site) => this.#sites[site] !== undefined);
    if (known.length === 0) return;
    const block = jsonBlock(
      SITES,
      this.#lane,
      known.map((site) => laneSite(site, this.#sites[site]!)),
      known.length,
    );
    if (!this.#sink.append(block)) return;
    this.#unwritten = this.#unwritten.filter((site) => this.#sites[site] === undefined);
  }
}

function laneSite(site: number, { name, file, line, column, kind, suspensions }: SiteRow): LaneSite {
  const places = suspensions.map((place) => [place.kind, place.line, place.column, place.callee] as const);
  return [site, name, file, line, column, kind, places];
}
