import { expect, test } from 'vitest';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { profileStats } from '../../runtime/src/profile/stats.ts';
import { checkPrograms, timeout } from './check.ts';

test(
  'whatever is started, stopped and cleared in between, the laws hold and waits are exact',
  { timeout },
  async () => {
    await checkPrograms(true, (profile, oracle) => expect(waits(profile)).toEqual(oracle.waits()));
  },
);

/** `name twait nsuspend` of the functions that have waited, sorted. */
function waits(profile: Profile): string[] {
  return profileStats(profile)
    .functions.map(({ name, twait, nsuspend }) => [name, twait, nsuspend].join(' '))
    .filter((row) => !row.endsWith(' 0 0'))
    .sort();
}
