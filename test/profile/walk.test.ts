import { nodeFigures, walkTree } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { describe, expect, it } from 'vitest';
import { call, chain, profileOf, withThreads } from './support/build.ts';

/** The tree as one would draw it: a line a node, `total self` behind its name. */
function drawn({ sites, threads }: Profile): string[] {
  const lines: string[] = [];
  const open: number[] = [];
  walkTree(
    threads[0]!,
    ({ node, site, depth, total, self, ncall }) => {
      open.push(node);
      lines.push(`${'  '.repeat(depth)}${sites.name[site] ?? '[root]'} ${total} ${self} ${ncall}`);
    },
    ({ node }) => expect(open.pop()).toBe(node),
  );
  expect(open).toEqual([]);
  return lines;
}

describe('the walk over the calling context tree', () => {
  it('goes by total time, then by who came first', () => {
    const calls = [call('a', 2), call('b', 5, call('d', 1), call('c', 3), call('e', 1)), call('f', 2)];
    expect(drawn(profileOf(calls, { elapsed: 10 }))).toEqual([
      '[root] 10 1 0',
      '  b 5 0 1',
      '    c 3 3 1',
      '    d 1 1 1',
      '    e 1 1 1',
      '  a 2 2 1',
      '  f 2 2 1',
    ]);
  });

  it('shows recursion where it was folded', () => {
    const profile = profileOf([chain(['a', 13], ['b', 10], ['a', 6], ['b', 1])]);
    expect(drawn(profile)).toEqual(['[root] 13 0 0', '  a 13 8 2', '    b 5 5 2']);
  });

  it('keeps contexts apart that pairs alone mix up', () => {
    const a = (c: number, d: number) => call('a', c + d, call('c', c), call('d', d));
    const profile = profileOf([call('m', 10, a(4, 1), call('b', 5, a(1, 4)))]);
    expect(drawn(profile)).toEqual([
      '[root] 10 0 0',
      '  m 10 0 1',
      '    a 5 0 1',
      '      c 4 4 1',
      '      d 1 1 1',
      '    b 5 0 1',
      '      a 5 0 1',
      '        d 4 4 1',
      '        c 1 1 1',
    ]);
  });

  it('walks a tree of any depth', () => {
    const depth = 200_000;
    const [thread] = profileOf([call('a', 1)]).threads;
    const parent = Array.from({ length: depth }, (_, node) => node - 1);
    const nodes = { parent, site: parent.map((above) => (above < 0 ? -1 : 0)) };
    let closed = 0;
    walkTree(
      { ...thread!, nodes },
      () => undefined,
      () => closed++,
    );
    expect(closed).toBe(depth);
  });

  it('gives the root what the thread says is its own', () => {
    const profile = profileOf([call('a', 4, call('b', 3))], { elapsed: 10 });
    const { self, total } = nodeFigures(withThreads(profile, { rootSelf: 6 }).threads[0]!);
    expect([...self]).toEqual([6, 1, 3]);
    expect([...total]).toEqual([10, 4, 3]);
  });
});
