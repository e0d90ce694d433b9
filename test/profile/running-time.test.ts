import { expect, test } from 'vitest';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { mergeProfiles } from '../../runtime/src/profile/merge.ts';
import { runningTimes } from '../../runtime/src/profile/running-time.ts';
import { BELOW } from '../../runtime/src/profile/selection.ts';
import type { Selection } from '../../runtime/src/profile/selection.ts';
import { profileStats } from '../../runtime/src/profile/stats.ts';
import { call, chain, profileOf } from './support/build.ts';

const TAG = { kind: 'tag', line: 0 } as const;

function running(profile: Profile, selection?: Selection): Record<string, number> {
  return Object.fromEntries(profileStats(profile, selection).functions.map(({ name, trun }) => [name, trun]));
}

test('a function in many places of the tree: the sum of its subtrees', () => {
  const profile = profileOf([
    call('a', 9, call('b', 4, call('c', 1)), call('c', 2)),
    call('b', 5, call('a', 3, call('c', 2))),
  ]);
  expect(running(profile)).toEqual({ a: 12, b: 9, c: 5 });
});

test('sites of one identity above each other: each node counts once', () => {
  const definitions = { 'f twice': { line: 1 }, f: { line: 1 } };
  const profile = profileOf([chain(['f', 9], ['g', 7], ['f twice', 4]), call('f twice', 5)], { definitions });
  const twice = { ...profile, sites: { ...profile.sites, name: ['f', 'g', 'f'] } };
  expect(running(twice)).toEqual({ f: 14, g: 7 });
});

test('threads, and profiles that are added up, each have theirs', () => {
  const one = { name: 'one', profile: profileOf([chain(['a', 9], ['b', 4])]) };
  expect(running(mergeProfiles([one, one]))).toEqual({ a: 18, b: 8 });
  expect(running(mergeProfiles([one, one]), { threads: ['1.0'] })).toEqual({ a: 9, b: 4 });
});

test('under a tag only what is below it counts', () => {
  const definitions = { '[tag x]': TAG, '[tag y]': TAG };
  const below = call('[tag x]', 6, call('b', 5, call('[tag y]', 3, call('c', 2))));
  const profile = profileOf([call('a', 9, below), call('b', 7)], { definitions });
  expect(running(profile)).toEqual({ a: 9, '[tag x]': 6, b: 12, '[tag y]': 3, c: 2 });
  expect(running(profile, { tag: 'x' })).toEqual({ b: 5, '[tag y]': 3, c: 2 });
  expect(running(profile, { tag: 'y' })).toEqual({ c: 2 });
});

test('a call from below a tag to a function above it: what was called, and nothing of what is above', () => {
  const profile = profileOf([chain(['a', 9], ['[tag x]', 7], ['b', 6], ['a', 4])], {
    definitions: { '[tag x]': TAG },
  });
  expect(running(profile, { tag: 'x' })).toEqual({ b: 6, a: 4 });
});

test('a tree of any depth', () => {
  const depth = 200_000;
  const [thread] = profileOf([call('f', 1)]).threads;
  const parent = Array.from({ length: depth }, (_, node) => node - 1);
  const site = parent.map((above) => (above < 0 ? -1 : 0));
  const edges = Object.entries(thread!.edges).map(([name, [value]]) => [name, Array(depth - 1).fill(value)]);
  const deep = {
    ...thread!,
    nodes: { parent, site },
    edges: {
      ...Object.fromEntries(edges),
      from: parent.slice(1),
      to: parent.slice(1).map((above) => above + 1),
    },
  };
  const callee = new Int32Array(depth - 1);
  const places = new Uint8Array(depth).fill(BELOW);
  expect([
    ...runningTimes([deep], [places], callee, { count: 1, ofThread: [new Int32Array(depth)] }),
  ]).toEqual([depth - 1]);
});
