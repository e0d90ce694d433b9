import { generate } from '@babel/generator';
import { parse, type ParserPlugin } from '@babel/parser';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { runProgram, type RunOptions } from '../support/virtual-program.ts';
import { programs } from './arbitraries.ts';
import { Oracle } from './oracle.ts';
import { printProgram } from './print-program.ts';

/**
 * `npm run fuzz` sets these: how many programs, their seed, and the time a program has on the average. Without it the programs
 * are always the same: what fails then is the fault of what has changed.
 */
const numRuns = Number(process.env['FUZZ'] ?? 300);
const seed = Number(process.env['SEED'] ?? 1);
const seconds = Number(process.env['FUZZ_SECONDS'] ?? 2);

const PLUGINS: ParserPlugin[] = ['explicitResourceManagement'];
type Details = fc.RunDetails<[string]>;

/** A program may be a long one: the average is that of many. */
const LEAST_SECONDS = 120;

export const timeout = Math.max(LEAST_SECONDS, numRuns * seconds) * 1000;
/** A failure is reported, though it might be shrunk still further. */
const limit = { interruptAfterTimeLimit: timeout * 0.8, markInterruptAsFailure: true };

const STEP = 1000;
let done = 0;

/** Says now and then how many programs were all right; silent where there are few. */
function progress(): void {
  if (++done % STEP === 0) console.log(`${done} of ${numRuns}`);
}

/** Calls of functions without probes are counted, or promises followed that functions return. */
type MoreProbes = Pick<RunOptions, 'builtins' | 'promises'>;

/**
 * Generates programs, runs each bare and instrumented, compares all that they do (see `runProgram`, and the oracle's
 * trace), and has `check` compare the profile with what the oracle says of the *bare* run. Of programs with `more` probes, which
 * take twice as long, there are a third as many.
 */
export async function checkPrograms(
  controls: boolean,
  check: (profile: Profile, oracle: Oracle) => void,
  more: MoreProbes = {},
): Promise<void> {
  const isMore = Object.keys(more).length > 0;
  await fc.assert(
    fc.asyncProperty(programs(controls).map(printProgram), async (source) => {
      await checkProgram(source, check, more);
      progress();
    }),
    { numRuns: isMore ? Math.ceil(numRuns / 3) : numRuns, seed, ...limit, reporter },
  );
}

/** Says of a failure what is needed to see it again, the smallest program that was found last. */
function reporter({ failed, seed, numRuns, numShrinks, counterexample, errorInstance }: Details): void {
  if (!failed) return;
  const cause = errorInstance instanceof Error ? errorInstance : new Error('not done in time');
  const [source = ''] = counterexample ?? [];
  const program = source === '' ? '' : generate(parse(source, { plugins: PLUGINS })).code;
  throw new Error(
    `seed ${seed}: program ${numRuns} fails, shrunk ${numShrinks} times\n${cause.message}\n\n${program}`,
    { cause },
  );
}

async function checkProgram(
  source: string,
  check: (profile: Profile, oracle: Oracle) => void,
  more: MoreProbes,
): Promise<void> {
  const oracles: Oracle[] = [];
  const host = (now: () => number, tick: () => number) => {
    const oracle = new Oracle(now, tick);
    oracles.push(oracle);
    return oracle.host;
  };
  // Totals of what is sampled are an estimate for a few shapes of programs (docs/sampling.md), which are among these.
  const options = { host, ...more, typescript: source.includes('using '), estimated: true };
  const { profile } = await runProgram(source, options);
  // Some were only asked for the names of what they offer.
  const [bare, ...instrumented] = oracles.filter(({ trace }) => trace.length > 0) as [Oracle, ...Oracle[]];
  for (const { trace } of instrumented) expect(trace.join('\n')).toBe(bare.trace.join('\n'));
  check(profile, bare);
}
