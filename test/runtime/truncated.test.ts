import { expect, test } from 'vitest';
import { FIRST_LINE } from '../../runtime/src/events.ts';
import { profileStats } from '../../runtime/src/profile/stats.ts';
import { printedPairs, printedTable } from '../support/printed-table.ts';
import { startRecording } from '../support/recording.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Every function calls every other one that is not on the stack yet: hundreds of paths, none of which comes twice. */
function record(mostEdges: number) {
  const recording = startRecording();
  const { probes, site, pass, batch } = recording;
  batch.state.tree.mostEdges = mostEdges;
  const sites = NAMES.map((name) => site(name));
  const visit = (left: number[]): void => {
    for (const each of left) {
      probes.enter(each);
      pass(1);
      visit(left.filter((other) => other !== each));
      probes.leave(each);
    }
  };
  visit(sites);
  const [one, two] = sites as [number, number];
  for (const each of [one, two, one, two]) probes.enter(each);
  pass(1);
  for (const each of [two, one, two, one]) probes.leave(each);
  return { profile: recording.profile(), tree: batch.state.tree };
}

test('a tree that gets too large goes on by function, with the same figures', () => {
  const whole = record(2 ** 20);
  const cut = record(100);
  expect(whole.tree.edges).toBeGreaterThan(1900);
  expect(cut.tree.edges).toBeLessThan(100 + 2 * NAMES.length ** 2);
  expect(printedTable(cut.profile)).toBe(printedTable(whole.profile));
  expect(printedPairs(cut.profile)).toBe(printedPairs(whole.profile));
  expect(cut.profile.threads[0]!.anomalies).toEqual({});
});

test('a function with the last number there is goes by its own name', () => {
  const recording = startRecording();
  recording.register('all.ts', '', new Array<number>(2 * (FIRST_LINE - 2)).fill(0));
  const last = recording.site('last');
  expect(last).toBe(FIRST_LINE - 1);
  recording.probes.enter(last);
  recording.probes.leave(last);
  const profile = recording.profile();
  expect(profileStats(profile).functions.map(({ name, ncall }) => [name, ncall])).toEqual([['last', 1]]);
  expect(profile.threads[0]!.notes).toEqual([]);
});

test('… and says so', () => {
  const { profile } = record(100);
  expect(profile.sites.name).toContain('[truncated]');
  expect(profile.threads[0]!.notes).toEqual([expect.stringContaining('[truncated]')]);
  expect(profileStats(profile).functions.map(({ name }) => name)).not.toContain('[truncated]');
  expect(record(2 ** 20).profile.threads[0]!.notes).toEqual([]);
});
