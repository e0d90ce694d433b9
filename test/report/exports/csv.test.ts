import { expect, test } from 'vitest';
import { profileStats } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { renderCsv } from '../../../report/src/csv/function-csv.ts';
import { coroutines, oddNames, recursion } from '../support/cases.ts';
import { readCsv } from '../support/python.ts';

const rowsOf = (profile: Profile): Record<string, string>[] =>
  readCsv(Buffer.from([...renderCsv(profile, { cwd: '' })].join('')));

const nanoseconds = (seconds: string | undefined): number => Math.round(Number(seconds) * 1e9);

test.each([
  ['recursion', recursion],
  ['coroutines', coroutines],
])('Python reads our figures: %s', async (_, record) => {
  const profile = await record();
  const rows = rowsOf(profile).map((row) => {
    const times = ['tsub', 'ttot', 'tavg', 'twait', 'trun', 'tmin', 'tmax'].map((name) =>
      nanoseconds(row[name]),
    );
    return [row['name'], row['line'], row['ncall'], row['nactualcall'], ...times].join(' ');
  });
  const ours = profileStats(profile).functions.map((row) => {
    const { name, line, ncall, nactualcall, tsub, ttot, tavg, twait, trun, tmin, tmax } = row;
    return [name, line, ncall, nactualcall, tsub, ttot, tavg, twait, trun, tmin, tmax].join(' ');
  });
  expect(rows.sort()).toEqual(ours.sort());
});

test('names are text, also to a spreadsheet', async () => {
  const profile = await oddNames();
  const names = ['=1+1', '+1', '-1', '@SUM(A1)', '@scope/name', '@b.c/d-e/f.ts', 'a=1', '"', ',', 'esc\x1b'];
  const sites = { ...profile.sites, name: profile.sites.name.map((name, site) => names[site] ?? name) };
  const shown = rowsOf({ ...profile, sites }).map(({ name }) => name);
  for (const safe of [
    "'=1+1",
    "'+1",
    "'-1",
    "'@SUM(A1)",
    '@scope/name',
    '@b.c/d-e/f.ts',
    'a=1',
    '"',
    ',',
    'esc\\x1b',
  ])
    expect(shown).toContain(safe);
});
