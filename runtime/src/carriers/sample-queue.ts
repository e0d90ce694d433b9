/** More than there can be: one for each slice of a lap that is read, while reading is a lap behind. */
const MOST = 256;

/**
 * Samples of where a writer was, which reading has yet to catch up with, the earliest first. In columns: nothing is
 * allocated, so that the thread that samples all the time has no garbage to collect.
 */
export class SampleQueue {
  readonly #positions = new Float64Array(MOST);
  readonly #depths = new Int32Array(MOST);
  readonly #seenFirst = new Float64Array(MOST);
  readonly #times = new Float64Array(MOST);
  readonly #stamped = new Uint8Array(MOST);
  #earliest = 0;
  #length = 0;

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** Of the earliest: where the writer was, in words since the ring began. */
  get position(): number {
    return this.#positions[this.#earliest]!;
  }

  /** How deep the stack was. */
  get depth(): number {
    return this.#depths[this.#earliest]!;
  }

  /** When that was seen first (log time, ns); NaN where no clock was read. */
  get first(): number {
    return this.#seenFirst[this.#earliest]!;
  }

  /** When that was seen last (log time, ns). */
  get time(): number {
    return this.#times[this.#earliest]!;
  }

  /** Whether each event had its time in the log just then. */
  get isStamped(): boolean {
    return this.#stamped[this.#earliest] === 1;
  }

  /** The position of the latest. */
  get last(): number {
    return this.#positions[this.#index(this.#length - 1)]!;
  }

  /** One more; it takes the place of the latest, where that saw the same or there is no more room. */
  add(position: number, depth: number, time: number, isStamped: boolean): void {
    const latest = this.#index(this.#length - 1);
    const isSame = this.#positions[latest] === position && this.#depths[latest] === depth;
    if (this.#length === 0 || (!isSame && this.#length < MOST)) this.#length++;
    const index = this.#index(this.#length - 1);
    if (index !== latest || !isSame) this.#seenFirst[index] = time;
    this.#positions[index] = position;
    this.#depths[index] = depth;
    this.#times[index] = time;
    this.#stamped[index] = isStamped ? 1 : 0;
  }

  /** The earliest is done with. */
  drop(): void {
    this.#earliest = (this.#earliest + 1) % MOST;
    this.#length--;
  }

  #index(number: number): number {
    return (this.#earliest + number + MOST) % MOST;
  }
}
