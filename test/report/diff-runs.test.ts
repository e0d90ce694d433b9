import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { profileStats } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COMPARED } from '../../report/src/diff/figures.ts';
import { reportOnDiff } from '../../report/src/diff/report.ts';
import { identityOf, mean } from '../../report/src/diff/run-table.ts';
import { Runs, runsOf } from '../../report/src/diff/runs.ts';
import { anyProfiles } from '../profile/support/any-profile.ts';
import { call, profileOf } from '../profile/support/build.ts';

/** Of what a function came to in each run, the mean. */
function means(profiles: readonly Profile[]): Map<string, readonly number[]> {
  const runs = profiles.map(
    (profile) => new Map(profileStats(profile).functions.map((row) => [identityOf(row), row] as const)),
  );
  const functions = new Set(runs.flatMap((run) => [...run.keys()]));
  return new Map(
    [...functions].map((key) => [
      key,
      COMPARED.map((figure) => mean(runs.map((run) => run.get(key)?.[figure] ?? 0))),
    ]),
  );
}

const seeds = fc.nat(2 ** 30);
const options = { cwd: '/elsewhere', sort: 'tsub' } as const;

test('what is gathered run by run is what all runs say together', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: 6 }), (seed, count) => {
      const profiles = anyProfiles(seed, count);
      const { functions, ...group } = runsOf(profiles, {}).group();
      expect(group.count).toBe(count);
      const found = functions.map(({ place, runs }) => {
        const ofFigures = COMPARED.map((_, at) => mean(runs.map((run) => run[at]!)));
        return [identityOf(place), ofFigures] as const;
      });
      expect(new Map(found)).toEqual(means(profiles));
    }),
    { numRuns: 50 },
  );
});

test('a group and itself: every function and every call path is found again, and none has changed', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: 4 }), (seed, count) => {
      const profiles = anyProfiles(seed, count);
      const [one, other] = [runsOf(profiles, {}, true), runsOf(profiles, {}, true)];
      expect(reportOnDiff(one, other, options).changed).toBe(0);
    }),
    { numRuns: 50 },
  );
});

test('of a profile nothing is kept but figures', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const runs = new Runs({}, true);
  const add = (run: number): WeakRef<Profile> => {
    const profile = profileOf([call('main', 5, call('work', run))]);
    runs.add(profile);
    return new WeakRef(profile);
  };
  const added = [0, 1, 2, 3, 4].map(add);
  // What a WeakRef was made of in this job is there until its end.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  expect(added.map((each) => each.deref())).toEqual(added.map(() => undefined));
  expect(runs.group().functions.map(({ runs }) => runs.length)).toEqual([5, 5]);
});
