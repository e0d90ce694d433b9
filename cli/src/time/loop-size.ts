/** A sample is to take so long, ms: ten thousand steps and more of the clocks of today's systems. */
export const SAMPLE = 1;

/** A loop grows by no more than that at once: the first runs are slow, before they are compiled. */
const MOST_GROWTH = 10;

/** How long so many calls of a snippet take, ms. */
export type TimeOf = (times: number) => Promise<number>;

/**
 * The number of calls that make up a sample: the least found that takes `SAMPLE`, growing from `from`. `last`: how long so
 * many took, ms.
 */
export async function loopSize(timeOf: TimeOf, from = 1): Promise<{ times: number; last: number }> {
  for (let times = from; ;) {
    const last = await timeOf(times);
    if (last >= SAMPLE) return { times, last };
    const wanted = Math.ceil((times * SAMPLE) / Math.max(last, SAMPLE / 1e6));
    times = Math.min(Math.max(wanted, times + 1), times * MOST_GROWTH);
  }
}

/**
 * Runs a snippet for `time` ms so that the engine has compiled it, then says how many calls make up a sample: as many as
 * take `SAMPLE` then, which are more than at the start.
 */
export async function warmUp(timeOf: TimeOf, time: number): Promise<{ times: number; last: number }> {
  let { times, last } = await loopSize(timeOf);
  for (let passed = last; passed < time; passed += last) {
    const size = await loopSize(timeOf, Math.max(1, Math.round((times * SAMPLE) / last)));
    ({ times, last } = size);
  }
  return { times, last };
}
