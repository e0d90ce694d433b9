import { Bench } from 'tinybench';
import { warmUp } from './loop-size.ts';
import type { Loop } from './program.ts';

/** A snippet as it is measured. */
export interface Timed {
  readonly loop: Loop;
  readonly isAsync: boolean;
}

/** What was measured of a snippet. */
export interface Measured {
  /** Calls in a sample. */
  readonly loops: number;
  /** Samples of each round, in seconds per call. */
  readonly rounds: readonly (readonly number[])[];
}

/** How many rounds there are: the most, unless a single call takes too long for them. */
export interface Rounds {
  readonly most: number;
  readonly least: number;
}

export interface MeasureOptions {
  /** For each snippet, ms. */
  readonly time: number;
  readonly rounds: Rounds;
  /** A clock in ms. */
  readonly now: () => number;
}

/** The part of a snippet's time by which warming up is longer. */
const WARM_UP = 0.1;
const MS_PER_S = 1e3;

/**
 * Measures snippets in turn, in several rounds, so that what makes the machine slower for a while does so for all of them;
 * each round begins with another one.
 */
export async function measure(
  snippets: readonly Timed[],
  { time, rounds: { most, least }, now }: MeasureOptions,
): Promise<readonly Measured[]> {
  const sizes = [];
  for (const { loop } of snippets)
    sizes.push(await warmUp((times) => timeOf(loop, times, now), time * WARM_UP));
  // As many as have room for a sample of each.
  const room = Math.floor(time / Math.max(...sizes.map(({ last }) => last)));
  const count = Math.min(most, Math.max(least, room));
  const rounds: number[][][] = snippets.map(() => []);
  for (let round = 0; round < count; round++) {
    for (let turn = 0; turn < snippets.length; turn++) {
      const at = (round + turn) % snippets.length;
      rounds[at]!.push(await samplesOf(snippets[at]!, sizes[at]!.times, { time: time / count, now }));
    }
  }
  return sizes.map(({ times }, at) => ({ loops: times, rounds: rounds[at]! }));
}

async function timeOf(loop: Loop, times: number, now: () => number): Promise<number> {
  const start = now();
  await loop(times);
  return now() - start;
}

/** One round of a snippet: at least one sample. */
async function samplesOf(
  { loop, isAsync }: Timed,
  times: number,
  options: { readonly time: number; readonly now: () => number },
): Promise<number[]> {
  const bench = new Bench({ ...options, iterations: 1, warmup: false, retainSamples: true, throws: true });
  bench.add('', () => loop(times), { async: isAsync });
  const [task] = isAsync ? await bench.run() : bench.runSync();
  if (task?.result.state !== 'completed') throw new Error('the snippet could not be measured');
  return task.result.latency.samples!.map((sample) => sample / MS_PER_S / times);
}
