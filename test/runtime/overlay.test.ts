import { expect, test } from 'vitest';
import { calls, duration, milliseconds } from '../../runtime/src/overlay/figures.ts';
import { healthLine, notes } from '../../runtime/src/overlay/health-line.ts';
import { MOST_ROWS, topRows, type View } from '../../runtime/src/overlay/rows.ts';
import { profileStats } from '../../runtime/src/profile/stats.ts';
import { startRecording } from '../support/recording.ts';

const VIEW: View = { key: 'tsub', isDescending: true, search: '' };

/** A profile of functions `f0`, `f1`, …, called once more and longer each. */
function recorded(count: number) {
  const { probes, site, pass, profile } = startRecording();
  for (let at = 0; at < count; at++) {
    const called = site(`f${at}`);
    for (let call = 0; call <= at; call++) {
      probes.enter(called);
      pass(at);
      probes.leave(called);
    }
  }
  return profile();
}

const namesOf = (view: Partial<View>, count = 4) =>
  topRows(recorded(count), { ...VIEW, ...view }).rows.map(({ name }) => name);

test('the rows are those of the stats', () => {
  const profile = recorded(4);
  const { rows, all, found } = topRows(profile, VIEW);
  expect(rows).toEqual([...profileStats(profile).functions].reverse());
  expect([all, found]).toEqual([4, 4]);
});

test('sorted either way; who is equal goes by name', () => {
  expect(namesOf({ key: 'ncall' })).toEqual(['f3', 'f2', 'f1', 'f0']);
  expect(namesOf({ key: 'ncall', isDescending: false })).toEqual(['f0', 'f1', 'f2', 'f3']);
  expect(namesOf({ key: 'name' })).toEqual(['f3', 'f2', 'f1', 'f0']);
  expect(namesOf({ key: 'twait' })).toEqual(['f0', 'f1', 'f2', 'f3']);
});

test('searched for in names and files, in whatever case', () => {
  expect(namesOf({ search: ' F2 ' })).toEqual(['f2']);
  expect(namesOf({ search: 'TEST.ts' })).toHaveLength(4);
  expect(topRows(recorded(4), { ...VIEW, search: 'x' })).toEqual({ rows: [], all: 4, found: 0 });
});

test('so many are shown, of those that were found', () => {
  const { rows, all, found } = topRows(recorded(40), { ...VIEW, search: 'f1' });
  expect(rows).toHaveLength(11);
  expect([all, found]).toEqual([40, 11]);
  expect(topRows(recorded(40), VIEW).rows).toHaveLength(MOST_ROWS);
});

test('figures', () => {
  expect([0, 1234, 1_203_450_000, 12e15].map(milliseconds)).toEqual([
    ...['0.00', '0.00', '1,203.45', '12,000,000,000.00'],
  ]);
  expect(calls({ ncall: 1234567, nactualcall: 1234567 })).toBe('1,234,567');
  expect(calls({ ncall: 9, nactualcall: 1 })).toBe('9/1');
  expect([4.25e9, 12e6, 5000].map(duration)).toEqual(['4.3 s', '12.0 ms', '5 µs']);
});

test('the line below says what one should know', () => {
  const profile = recorded(4);
  const [thread] = profile.threads;
  const health = { resolution: 5000, paused: 2e6, probes: 1e6 };
  const first = { ...thread!, health, clock: 'observed' as const, elapsed: 3e9, notes: ['one', 'two'] };
  expect(healthLine({ ...profile, threads: [first] })).toBe(
    '3.0 s · clock observed, steps of 5 µs · tsprof 3.0 ms',
  );
  expect(healthLine({ ...profile, threads: [{ ...first, health: { ...health, windows: 2e9 } }] })).toBe(
    '3.0 s · clock observed, steps of 5 µs · tsprof 3.0 ms · 2.0 s to within some dozens of calls',
  );
  const second = {
    ...first,
    clock: 'exact' as const,
    health: { resolution: 1e5 },
    anomalies: { odd: 2 },
    notes: ['two'],
  };
  const both = { ...profile, threads: [first, second] };
  expect(healthLine(both)).toBe(
    '3.0 s · clock observed and exact, steps of 100 µs · 2 threads · tsprof 3.0 ms · anomalies 2: figures may be off',
  );
  expect(notes(both)).toEqual(['one', 'two']);
});
