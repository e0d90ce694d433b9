import { expect, test } from 'vitest';
import type { Profile } from '@tsprof/runtime/profile';
import { collapsed } from '../../../report/src/exports/collapsed.ts';
import { chain, profileOf, withThreads } from '../../profile/support/build.ts';
import { ODD_NAMES, coroutines, oddNames, recursion } from '../support/cases.ts';

const textOf = (profile: Profile): string => [...collapsed(profile)].join('');

test('own time of each path, in ns', async () => {
  expect(textOf(await recursion())).toBe(`\
main 1000000
main;f 2000000
main;f;g 4000000
main;f;g;f 3000000
`);
  expect(textOf(await coroutines())).toBe(`\
[root] 10000000
fire 1000000
fire;a 1000000
both 1000000
both;a 2000000
`);
});

test('each of several threads has a frame of its own', () => {
  const profile = profileOf([chain(['a', 5])]);
  const threads = withThreads(profile, { id: '1.0' }, { id: '1.1', name: 'worker; 2', rootSelf: 3 });
  expect(textOf(threads)).toBe(`\
[thread main];a 5
[thread worker, 2];[root] 3
[thread worker, 2];a 5
`);
});

test('flamegraph.pl finds one number behind each stack, and as many frames as there are', async () => {
  const lines = textOf(await oddNames())
    .trimEnd()
    .split('\n');
  expect(lines).toHaveLength(ODD_NAMES.length);
  for (const [at, line] of lines.entries()) {
    // Its own expressions: a second number would make the file one of differences.
    const [, stack, own] = /^(.*)\s+?(\d+(?:\.\d*)?)$/.exec(line)!;
    expect(Number(own)).toBe((at + 1) * 1e6);
    expect(stack).not.toMatch(/^(.*)\s+?(\d+(?:\.\d*)?)$/);
    expect(stack!.split(';')).toHaveLength(at + 2);
  }
});

test('a tree that is too deep to be written in full is refused', () => {
  const nodes = Array.from({ length: 20_000 }, (_, node) => node);
  const [thread] = profileOf([chain(['a', 1])]).threads;
  const deep = {
    ...thread!,
    nodes: { site: nodes.map((node) => (node === 0 ? -1 : 0)), parent: nodes.map((node) => node - 1) },
    edges: {
      ...Object.fromEntries(Object.keys(thread!.edges).map((name) => [name, nodes.slice(1).map(() => 1)])),
      from: nodes.slice(0, -1),
      to: nodes.slice(1),
    } as never,
  };
  expect(() => textOf({ ...profileOf([chain(['a', 1])]), threads: [deep] })).toThrow(
    /^the call tree is too deep for a format that writes each stack in full \(199990000 frames\)/,
  );
});

test('a profile without times is refused', async () => {
  const profile = withThreads(await recursion(), { clock: 'none' });
  expect(() => textOf(profile)).toThrow(/^the profile has no times \(clock none\)/);
});
