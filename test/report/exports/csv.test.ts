import { expect, test } from 'vitest';
import { profileStats } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { csv } from '../../../report/src/exports/csv.ts';
import { coroutines, oddNames } from '../support/cases.ts';
import { readCsv } from '../support/python.ts';

const rowsOf = (profile: Profile): Record<string, string>[] =>
  readCsv(Buffer.from([...csv(profile)].join('')));

test('Python reads all figures, times in seconds', async () => {
  const profile = await coroutines();
  const functions = profileStats(profile).functions.map((row) => {
    const { name, file, line, column, kind, ncall, nactualcall, nsuspend, nyield, pending } = row;
    const times = ['tsub', 'ttot', 'tavg', 'twait', 'trun', 'tmin', 'tmax'] as const;
    const seconds = Object.fromEntries(times.map((time) => [time, row[time] / 1e9]));
    const counts = { ncall, nactualcall, nsuspend, nyield, pending };
    return Object.fromEntries(
      Object.entries({ name, file, line, column, kind, ...counts, ...seconds }).map(([key, value]) => [
        key,
        String(value),
      ]),
    );
  });
  expect(rowsOf(profile)).toEqual(functions);
});

test('names are text, also to a spreadsheet', async () => {
  const names = rowsOf(await oddNames()).map(({ name }) => name);
  expect(names.slice(8, 14)).toEqual([
    ...['quote"\\back', '<b>&amp;</b>', "'=1+1", 'new\\x0aline', 'esc\\x1b[31m', 'turn\\u202e'],
  ]);
});
