import { AWAITING, PROMISED, PROMISES, REJECTED, SETTLED } from '../events.ts';
import { AT, DEPTH, EVERY_END, FLOOR, GROUND } from './cells.ts';
import { add } from '../intrinsics.ts';
import { floorAt, type Log } from './log.ts';
import { writeDown } from './stack-writer.ts';

/** Tells a log of promises that plain functions return, by numbers (replay/promises.ts). */
export class PromiseWriter {
  readonly #log: Log;
  #given = 0;
  /** What has become of some while profiling was off: a kind of event and a number each. */
  readonly #untold: number[] = [];

  constructor(log: Log) {
    this.#log = log;
  }

  /**
   * The plain function that was entered at this depth, which is on top, ends and returns a promise: returns the number of that. 0: it
   * was entered while profiling was off, and nothing is written.
   */
  leave(depth: number): number {
    const { cells } = this.#log;
    if (cells[AT]! < 0 || depth < cells[GROUND]!) return 0;
    if (this.#untold.length > 0) this.#tellAll();
    this.#given = (this.#given % (PROMISES - 1)) + 1;
    writeDown(this.#log, PROMISED, depth, this.#given, depth);
    // Of an end that is told (probes/calls.ts).
    if (cells[FLOOR] !== EVERY_END) cells[FLOOR] = floorAt(cells, depth);
    return this.#given;
  }

  /** The coroutine on top is about to await the promise of this number. */
  awaiting(number: number): void {
    this.#write(AWAITING, number);
  }

  /** The promise of this number has settled. */
  settled(number: number): void {
    this.#tell(SETTLED, number);
  }

  /** The promise of this number was rejected. */
  rejected(number: number): void {
    this.#tell(REJECTED, number);
  }

  #tell(kind: number, number: number): void {
    if (this.#log.cells[AT]! >= 0) return this.#write(kind, number);
    add(this.#untold, kind);
    add(this.#untold, number);
  }

  /** What has settled while profiling was off has done so as it stopped, as far as profiles are concerned. */
  #tellAll(): void {
    const untold = this.#untold;
    for (let at = 0; at < untold.length; at += 2)
      writeDown(this.#log, untold[at]!, this.#depth, untold[at + 1]!, this.#depth);
    untold.length = 0;
  }

  #write(kind: number, number: number): void {
    if (this.#log.cells[AT]! < 0) return;
    if (this.#untold.length > 0) this.#tellAll();
    writeDown(this.#log, kind, this.#depth, number, this.#depth);
  }

  get #depth(): number {
    return this.#log.cells[DEPTH]!;
  }
}
