/** Tracks on which spans are shown: more than anybody looks at. */
export const MOST_TRACKS = 50;
/** Stretches that are remembered of a track, before the older half is taken for one. */
const MOST_STRETCHES = 1000;

/**
 * Distributes spans over the tracks of a timeline. Those of one track stand beside or inside each other, as a timeline
 * draws what overlaps partly as if one had called the other.
 */
export class Tracks {
  readonly #tracks: Track[] = [];

  /** The first track, by index, that has room for it; null where there is none. Spans come by their ends, the earliest first. */
  place(start: number, end: number): number | null {
    for (let index = 0; index < this.#tracks.length; index++) {
      if (this.#tracks[index]!.take(start, end)) return index;
    }
    if (this.#tracks.length === MOST_TRACKS) return null;
    const track = new Track();
    track.take(start, end);
    return this.#tracks.push(track) - 1;
  }
}

/** What is taken of a track: its outermost stretches, which do not overlap, in order. */
class Track {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  #end = -Infinity;
  /** What is inside of the last one and ends before it. It matters only to those that end with the last one. */
  #inside: (readonly [start: number, end: number])[] = [];

  /** Takes a span that ends no earlier than all before it, unless it begins within one and outlasts it. */
  take(start: number, end: number): boolean {
    if (end > this.#end) this.#inside = [];
    this.#end = end;
    let kept = this.#starts.length;
    while (kept > 0 && this.#starts[kept - 1]! >= start) kept--;
    const last = kept === 0 ? start : this.#ends[kept - 1]!;
    if (last > start) return last === end && !this.#inside.some(([from, to]) => from < start && start < to);
    for (let at = kept; at < this.#starts.length; at++)
      if (this.#ends[at]! < end) this.#inside.push([this.#starts[at]!, this.#ends[at]!]);
    this.#starts.length = this.#ends.length = kept;
    this.#starts.push(start);
    this.#ends.push(end);
    if (this.#starts.length > MOST_STRETCHES) this.#mergeOldest();
    return true;
  }

  /** What is between them is lost, as if it were taken: at worst a span that begins there gets another track. */
  #mergeOldest(): void {
    const last = MOST_STRETCHES / 2;
    this.#starts.splice(1, last - 1);
    this.#ends.splice(0, last - 1);
  }
}
