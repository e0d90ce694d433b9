import { expect, test } from 'vitest';
import { checkProfile, profileStats } from '@tsprof/runtime/profile';
import type { Profile, Selection } from '@tsprof/runtime/profile';
import { partOf } from '../../report/src/processors/part.ts';
import { call, chain, profileOf, withThreads } from '../profile/support/build.ts';
import { pairs, rows } from '../profile/support/table.ts';

const TAG = { kind: 'tag', line: 0 } as const;
const definitions = { '[tag x]': TAG, '[tag y]': TAG };

/** A part is a profile, in which everything is as in the report on that part. */
function checkPart(profile: Profile, selection: Selection): Profile {
  const part = partOf(profile, selection);
  expect(checkProfile(JSON.parse(JSON.stringify(part)))).toEqual(part);
  expect(rows(part)).toEqual(rows(profile, selection));
  expect(pairs(part)).toEqual(pairs(profile, selection));
  const own = (stats: ReturnType<typeof profileStats>) => stats.threads.map(({ rootSelf }) => rootSelf);
  expect(own(profileStats(part))).toEqual(own(profileStats(profile, selection)));
  for (const { elapsed, rootSelf, edges } of part.threads)
    expect(edges.tsub.reduce((sum, time) => sum + time, rootSelf)).toBe(elapsed);
  return part;
}

test('what ran under a tag, other tags below it', () => {
  const below = call('[tag x]', 6, call('b', 5, call('[tag y]', 3, call('c', 2))));
  const profile = profileOf([call('a', 9, below), call('b', 7)], { definitions });
  const part = checkPart(profile, { tag: 'x' });
  expect(part.threads[0]!.nodes).toEqual({ site: [-1, 2, 3, 4], parent: [-1, 0, 1, 2] });
  checkPart(profile, { tag: 'y' });
});

test('a tag in several places of the tree', () => {
  const tagged = (time: number) => call('[tag x]', time, call('b', time - 1));
  checkPart(profileOf([call('a', 9, tagged(3)), tagged(4)], { definitions }), { tag: 'x' });
});

test('a function that stands above the tag, and is called below it', () => {
  const profile = profileOf([chain(['a', 9], ['[tag x]', 7], ['b', 6], ['a', 4])], { definitions });
  const part = checkPart(profile, { tag: 'x' });
  expect(part.threads[0]!.nodes).toEqual({ site: [-1, 2, 0], parent: [-1, 0, 1] });
});

test('threads, by id or name', () => {
  const profile = withThreads(profileOf([chain(['a', 5])]), { id: '1.0' }, { id: '1.1', name: 'worker' });
  expect(checkPart(profile, { threads: ['worker'] }).threads.map(({ id }) => id)).toEqual(['1.1']);
  expect(partOf(profile, {})).toEqual(profile);
  expect(() => partOf(profile, { threads: ['x'] })).toThrow(/^no thread has the id or name "x"/);
});
