import { expect, test } from 'vitest';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { profileStats } from '../../runtime/src/profile/stats.ts';
import { everyCall } from '../support/every-call.ts';
import { printedTable } from '../support/printed-table.ts';
import { checkPrograms, timeout } from './check.ts';

const COLUMNS = ['tsub', 'ttot', 'twait', 'nsuspend'] as const;

test('what the log comes to is what the program itself has counted', { timeout }, async () => {
  await checkPrograms(false, (profile, oracle) => {
    expect(printedTable(profile, COLUMNS).split('\n')).toEqual(oracle.table());
    expect(pairCounts(profile)).toEqual(oracle.pairs());
    expect(yields(profile)).toMatchObject(oracle.yields());
  });
});

test('where every call is counted as well, functions are called as often', { timeout }, async () => {
  const isFunction = (line: string): boolean => !/^(?:new )?called /.test(line);
  const counts = (line: string): string => line.split(' ').slice(0, -COLUMNS.length).join(' ');
  await checkPrograms(
    false,
    (profile, oracle) => {
      expect(printedTable(profile, []).split('\n').filter(isFunction)).toEqual(oracle.table().map(counts));
    },
    { builtins: everyCall },
  );
});

test('where promises are followed that functions return, all figures are the same', { timeout }, async () => {
  await checkPrograms(
    false,
    (profile, oracle) => expect(printedTable(profile, COLUMNS).split('\n')).toEqual(oracle.table()),
    { promises: true },
  );
});

/** `caller>callee ncall twait`, sorted. Parameters of generators are evaluated for who makes them, which is no call. */
function pairCounts(profile: Profile): string[] {
  return profileStats(profile)
    .functions.flatMap(({ name, callers }) =>
      callers
        .filter(({ ncall, twait }) => ncall > 0 || twait > 0)
        .map(({ place, ncall, twait }) => `${place.name}>${name} ${ncall} ${twait}`),
    )
    .sort();
}

/** nyield by name. */
function yields(profile: Profile): Record<string, number> {
  return Object.fromEntries(profileStats(profile).functions.map(({ name, nyield }) => [name, nyield]));
}
