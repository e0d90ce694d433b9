import { CLOSE, NO_SITE, OPEN, STOP } from '../events.ts';
import { add, apply } from '../intrinsics.ts';
import { AT, OFF } from '../log/cells.ts';
import { openChunks, stamp, type Chunks } from './chunks.ts';
import { writeControl, writeStart } from '../log/controls.ts';
import { FOR_CHUNK, hasHeadroom } from '../log/headroom.ts';
import { isOn, switchOff } from '../log/log.ts';
import { writeEvent } from '../log/times.ts';
import type { Tokens } from '../log/tokens.ts';
import { WindowWriter, type WindowParts } from './window-writer.ts';

/** Words at the beginning of a chunk that say nothing but when it began. */
const OPENING = 6;

/** Kept from load time: the program may patch it. */
const { slice } = Int32Array.prototype;

/** Sends chunks on, from where the page has begun with them. */
export class ChunkSender {
  readonly #chunks: Chunks;
  readonly #send: (chunks: readonly Int32Array[]) => void;
  readonly #windows: WindowWriter | null;

  /** `send` is given what is full; it may give the log another carrier. `windows`: null where each event is to have its time. */
  constructor(
    chunks: Chunks,
    send: (chunks: readonly Int32Array[]) => void,
    windows: WindowParts | null = null,
  ) {
    this.#chunks = chunks;
    this.#send = send;
    this.#windows = windows !== null && chunks.isTimed ? new WindowWriter(chunks, windows) : null;
    chunks.cut = (at) => (hasHeadroom(FOR_CHUNK) ? this.#cut(at) : at);
    if (isOn(chunks.log)) this.#windows?.takeOver();
  }

  /** The time that the log has been told. */
  get stamped(): number {
    return this.#chunks.stamped;
  }

  start(tokens: Tokens, isGenerator: (site: number) => boolean): void {
    openChunks(this.#chunks);
    this.#windows?.takeOver();
    writeStart(this.#chunks.log, tokens, isGenerator);
  }

  /** The next event has its own time, and so has what was before. */
  watchClosely(): void {
    this.#windows?.watchClosely();
  }

  /** Nothing more is written. */
  stop(): void {
    const { log } = this.#chunks;
    this.watchClosely();
    writeControl(log, STOP);
    this.#store(log.cells[AT]!);
    switchOff(log);
    this.sendFull();
  }

  /** Sends on what there is, up to now; with `isNews` only if it says anything else than what time it is. */
  flush(isNews: boolean): void {
    const { cells } = this.#chunks.log;
    if (cells[AT]! <= (isNews ? OPENING : OFF)) return;
    this.watchClosely();
    cells[AT] = this.#cut(stamp(this.#chunks, cells[AT]!));
  }

  /** What has become full before there was anybody to send it. */
  sendFull(): void {
    const { full } = this.#chunks;
    if (full.length === 0) return;
    this.#chunks.full = [];
    this.#send(full);
  }

  /** Forgets what is full, and has nothing written any more. */
  giveUp(): void {
    switchOff(this.#chunks.log);
    this.#chunks.full = [];
  }

  /** Ends a chunk and begins the next one. What that takes is the profiler's time. Returns where to write. */
  #cut(at: number): number {
    const { log } = this.#chunks;
    const { room } = log;
    this.#store(writeEvent(log, at, OPEN, NO_SITE));
    this.sendFull();
    at = log.room === room ? stamp(this.#chunks, 0) : log.room(log.cells[AT]!);
    return writeEvent(log, at, CLOSE, NO_SITE);
  }

  #store(end: number): void {
    const { log, full } = this.#chunks;
    add(full, apply(slice, log.words, [0, end]) as Int32Array);
  }
}
