import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { profileStats } from '../../runtime/src/profile/stats.ts';
import { printedTable } from '../support/printed-table.ts';
import { programs } from '../support/virtual-generator.ts';
import { Oracle } from '../support/virtual-oracle.ts';
import { printProgram } from '../support/virtual-printer.ts';
import { runProgram, type Recorded, type RunOptions } from '../support/virtual-program.ts';

/** `FUZZ=10000` runs that many programs of each sort, `SEED=…` the same ones as a run that failed. */
const numRuns = Number(process.env['FUZZ'] ?? 300);
const seed = process.env['SEED'] === undefined ? {} : { seed: Number(process.env['SEED']) };
const timeout = numRuns * 1000;
/** A failure is reported, with its seed, though it might be shrunk still further. */
const limit = { interruptAfterTimeLimit: timeout * 0.8, markInterruptAsFailure: true };

const COLUMNS = ['tsub', 'ttot', 'twait', 'nsuspend'] as const;

/** What `check` throws holds the program's text. */
async function run(
  source: string,
  options: RunOptions,
  check: (run: Recorded) => void = () => undefined,
): Promise<void> {
  try {
    check(await runProgram(source, options));
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n${source}`, { cause });
  }
}

test('what the log comes to is what the program itself has counted', { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(programs(false).map(printProgram), async (source) => {
      let oracle!: Oracle;
      const host = (now: () => number) => (oracle = new Oracle(now)).host;
      await run(source, { host }, ({ profile }) => {
        expect(printedTable(profile, COLUMNS).split('\n')).toEqual(oracle.table());
        expect(pairCounts(profile)).toEqual(oracle.pairs());
        expect(yields(profile)).toMatchObject(oracle.yields());
      });
    }),
    { numRuns, ...seed, ...limit },
  );
});

test(
  'whatever is started, stopped and cleared in between, the laws hold and waits are exact',
  { timeout },
  async () => {
    await fc.assert(
      fc.asyncProperty(programs(true).map(printProgram), async (source) => {
        let oracle!: Oracle;
        const host = (now: () => number) => (oracle = new Oracle(now)).host;
        await run(source, { host }, ({ profile }) => expect(waits(profile)).toEqual(oracle.waits()));
      }),
      { numRuns, ...seed, ...limit },
    );
  },
);

/** `caller>callee ncall`, sorted. */
function pairCounts(profile: Profile): string[] {
  return profileStats(profile)
    .functions.flatMap(({ name, callers }) =>
      callers.map(({ place, ncall }) => `${place.name}>${name} ${ncall}`),
    )
    .sort();
}

/** `name twait nsuspend` of the functions that have waited, sorted. */
function waits(profile: Profile): string[] {
  return profileStats(profile)
    .functions.map(({ name, twait, nsuspend }) => [name, twait, nsuspend].join(' '))
    .filter((row) => !row.endsWith(' 0 0'))
    .sort();
}

/** nyield by name. */
function yields(profile: Profile): Record<string, number> {
  return Object.fromEntries(profileStats(profile).functions.map(({ name, nyield }) => [name, nyield]));
}
