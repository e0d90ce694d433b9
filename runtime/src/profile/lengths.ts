/** More bins than times of the format can have. */
export const MOST_BINS = 8192;

/** Bins of each power of two, as `LengthTable` has them. */
const BINS_IN_OCTAVE = 64;

/** The length in the middle of a bin of `LengthTable`, ns. */
export function middleOf(bin: number): number {
  if (bin < 2 * BINS_IN_OCTAVE) return bin;
  const octave = Math.floor(bin / BINS_IN_OCTAVE) - 1;
  return ((bin % BINS_IN_OCTAVE) + BINS_IN_OCTAVE + 0.5) * 2 ** octave;
}

/** A histogram of lengths, by bin. */
export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

export class Histogram {
  readonly #counts = new Map<number, number>();
  /** How many lengths there are. */
  total = 0;

  add(bin: number, count: number): void {
    this.#counts.set(bin, (this.#counts.get(bin) ?? 0) + count);
    this.total += count;
  }

  /** The middle of each bin, ns, and how many lengths are in it; the least first. */
  lengths(): readonly (readonly [length: number, count: number])[] {
    return this.#rising().map(([bin, count]) => [middleOf(bin), count]);
  }

  /**
   * For each share (in rising order, 0 to 1) the least length that so many of all are no longer than, ns, by the middle of its
   * bin; 0 where there is no length.
   */
  quantiles(shares: readonly number[]): readonly number[] {
    const bins = this.#rising();
    let at = 0;
    let seen = 0;
    return shares.map((share) => {
      const rank = Math.max(1, Math.ceil(share * this.total));
      for (; at < bins.length && seen + bins[at]![1] < rank; at++) seen += bins[at]![1];
      return at < bins.length ? middleOf(bins[at]![0]) : 0;
    });
  }

  /** Half, nine tenths, 99 hundredths of all are no longer than that, ns; nothing is longer than `longest`. */
  percentiles(longest: number): Percentiles {
    const [p50, p90, p99] = this.quantiles([0.5, 0.9, 0.99]).map((length) => Math.min(length, longest));
    return { p50: p50!, p90: p90!, p99: p99! };
  }

  #rising(): [bin: number, count: number][] {
    return [...this.#counts].sort(([one], [other]) => one - other);
  }
}
