import { mean, median } from 'simple-statistics';
import { medianInterval } from './interval.ts';
import type { Measured } from './measure.ts';

/** What measuring a snippet has come to; times in seconds per call. */
export interface Verdict {
  readonly mean: number;
  readonly median: number;
  /** Half the width of the interval of the rounds' medians, as a part of the median. */
  readonly margin: number;
  readonly samples: number;
  readonly loops: number;
  /** How many times as long as the fastest it takes, and the interval of that. */
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  /** Whether it took longer in all of the rounds. False for the fastest itself. */
  readonly real: boolean;
}

/**
 * Compares what was measured, in the order given. Rounds are compared with the same rounds of the fastest, which ran right
 * before or after: what slowed both of them down takes nothing from the comparison.
 */
export function verdicts(measured: readonly Measured[]): readonly Verdict[] {
  const medians = measured.map(({ rounds }) => rounds.map((samples) => median([...samples])));
  const fastest = medians.reduce((best, each) => (median(each) < median(best) ? each : best));
  return measured.map(({ loops, rounds }, at) => {
    const own = medians[at]!;
    const samples = rounds.flat();
    const middle = median(own);
    const { low, high } = medianInterval(own);
    const margin = (high - low) / 2 / middle;
    return {
      mean: mean(samples),
      median: middle,
      margin,
      samples: samples.length,
      loops,
      ...compared(own, fastest),
    };
  });
}

/**
 * A difference that is real is there in every round, of which there are six or more. The interval alone says too little: the
 * fastest of several may owe that to chance.
 */
function compared(
  own: readonly number[],
  fastest: readonly number[],
): Pick<Verdict, 'ratio' | 'low' | 'high' | 'real'> {
  const ratios = own.map((time, round) => time / fastest[round]!);
  return { ratio: median(ratios), ...medianInterval(ratios), real: ratios.every((ratio) => ratio > 1) };
}
