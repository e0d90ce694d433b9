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
  /** Whether that is a difference: 1 is not in the interval. False for the fastest itself. */
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

function compared(
  own: readonly number[],
  fastest: readonly number[],
): Pick<Verdict, 'ratio' | 'low' | 'high' | 'real'> {
  const ratios = own.map((time, round) => time / fastest[round]!);
  const interval = medianInterval(ratios);
  return { ratio: median(ratios), ...interval, real: interval.low > 1 || interval.high < 1 };
}
