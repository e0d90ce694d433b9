import { profileStats } from '@tsprof/runtime/profile';
import { describe, expect, it } from 'vitest';
import { call, chain, profileOf, withThreads } from './support/build.ts';
import { pairs, rows } from './support/table.ts';

describe('function rows', () => {
  it('add up the edges of a function, recursion counted once (abcd)', () => {
    const profile = profileOf([chain(['a', 6], ['b', 5], ['c', 3], ['d', 1])]);
    expect(rows(profile)).toEqual(['a 1/1 6/1', 'b 1/1 5/2', 'c 1/1 3/2', 'd 1/1 1/1']);
    expect(pairs(profile)).toEqual(['[root]>a 1/1 6,1', 'a>b 1/1 5,2', 'b>c 1/1 3,2', 'c>d 1/1 1,1']);
  });

  it('abab: pairs count what is not nested in the same pair', () => {
    const profile = profileOf([chain(['a', 13], ['b', 10], ['a', 6], ['b', 1])]);
    expect(rows(profile)).toEqual(['a 2/1 13/8', 'b 2/1 10/5']);
    expect(pairs(profile)).toEqual(['[root]>a 1/1 13,3', 'a>b 2/1 10,5', 'b>a 1/1 6,5']);
  });

  it('a function under two callers is one row, with each caller apart', () => {
    const profile = profileOf([call('a', 5, call('c', 2)), call('b', 9, call('c', 4), call('c', 1))]);
    expect(rows(profile)).toEqual(['a 1/1 5/3', 'b 1/1 9/4', 'c 3/3 7/7']);
    expect(pairs(profile).filter((pair) => pair.includes('>c'))).toEqual(['a>c 1/1 2,2', 'b>c 2/2 5,5']);
  });

  it('divides ttot by nactualcall', () => {
    const [a] = profileStats(profileOf([chain(['a', 9], ['a', 7], ['a', 3]), call('a', 5)])).functions;
    expect(a).toMatchObject({ ncall: 4, nactualcall: 2, ttot: 14, tavg: 7, tmin: 3, tmax: 9 });
  });

  it('an edge without calls has no least time', () => {
    const profile = profileOf([call('a', 4, call('b', 3)), call('b', 2)]);
    const { edges } = profile.threads[0]!;
    const silent = { ...edges, ncall: [1, 0, 1], tmin: [4, 0, 2], tmax: [4, 0, 2] };
    const [, b] = profileStats(withThreads(profile, { edges: silent })).functions;
    expect(b).toMatchObject({ name: 'b', ncall: 1, tmin: 2, tmax: 2 });
  });

  it('leaves out what was not met', () => {
    const profile = profileOf([call('a', 4), call('b', 0)]);
    const { edges } = profile.threads[0]!;
    expect(rows(withThreads(profile, { edges: { ...edges, ncall: [1, 0] } }))).toEqual(['a 1/1 4/4']);
  });

  it('the same name with another definition is another row; twice the same definition is one', () => {
    const profile = profileOf([call('a', 4), call('b', 2), call('c', 1)]);
    const named = { ...profile, sites: { ...profile.sites, name: ['f', 'f', 'f'], line: [1, 7, 1] } };
    expect(rows(named)).toEqual(['f 1/1 2/2', 'f 2/2 5/5']);
  });
});

describe('selection', () => {
  const profile = profileOf([call('a', 4, call('b', 3))], { elapsed: 10 });
  const threads = withThreads(
    profile,
    { id: '0', name: 'main' },
    { id: '', name: '0', elapsed: 12, rootSelf: 8 },
    { id: '2', name: 'worker' },
  );

  it('takes all threads unless told', () => {
    expect(rows(threads)).toEqual(['a 3/3 12/3', 'b 3/3 9/9']);
  });

  it.each(['0', '', '2', 'worker', 'main'])('finds one thread by %j', (selector) => {
    expect(rows(threads, { threads: [selector] })).toEqual(['a 1/1 4/1', 'b 1/1 3/3']);
  });

  it('prefers the id to a name', () => {
    const { threads: found } = profileStats(threads, { threads: ['0'] });
    expect(found.map(({ thread }) => thread.name)).toEqual(['main']);
  });

  it('says which threads there are', () => {
    expect(() => rows(threads, { threads: ['3'] })).toThrow(
      'no thread has the id or name "3"; there are: 0 (main),  (0), 2 (worker)',
    );
  });

  it('keeps the own time of the root of each thread', () => {
    expect(profileStats(threads).threads.map(({ rootSelf }) => rootSelf)).toEqual([6, 8, 6]);
  });
});

describe('tags', () => {
  const tag = { kind: 'tag', line: 0 } as const;
  const tagged = profileOf(
    [
      call('a', 9, call('[tag 0]', 5, call('b', 4, call('c', 1)))),
      call('[tag ]', 3, call('b', 2)),
      call('b', 7),
    ],
    { definitions: { '[tag 0]': tag, '[tag ]': tag } },
  );

  it('selects the subtree below a tag, also of tag 0 and of an empty one', () => {
    expect(rows(tagged, { tag: '0' })).toEqual(['b 1/1 4/3', 'c 1/1 1/1']);
    expect(rows(tagged, { tag: '' })).toEqual(['b 1/1 2/2']);
    expect(rows(tagged).find((row) => row.startsWith('b'))).toBe('b 3/3 13/12');
  });

  it('puts the tag in the place of the root', () => {
    expect(pairs(tagged, { tag: '0' })).toEqual(['[root]>b 1/1 4,3', 'b>c 1/1 1,1']);
    expect(profileStats(tagged, { tag: '0' }).threads[0]!.rootSelf).toBe(1);
  });

  it('keeps calls that lead from the tag back to a function above it', () => {
    const back = profileOf([chain(['a', 9], ['[tag 0]', 7], ['a', 4])], { definitions: { '[tag 0]': tag } });
    expect(rows(back, { tag: '0' })).toEqual(['a 1/0 0/4']);
  });

  it('says which tags there are', () => {
    expect(() => rows(tagged, { tag: '1' })).toThrow('no tag is called "1"; there are: "0", ""');
    expect(() => rows(profileOf([call('a', 1)]), { tag: '1' })).toThrow('there are: none');
  });
});

describe('elapsed', () => {
  const profile = profileOf([call('a', 4)]);
  const elapsed = (...spans: [started: number, elapsed: number][]): number =>
    profileStats(
      withThreads(profile, ...spans.map(([started, span], at) => ({ id: `${at}`, started, elapsed: span }))),
    ).elapsed;

  it('counts what ran at the same time once, and adds up what did not', () => {
    const now = 1.7e12;
    expect(elapsed([now, 4])).toBe(4);
    expect(elapsed([now, 5e6], [now + 1, 2e6])).toBe(5e6);
    expect(elapsed([now + 1, 6e6], [now, 5e6])).toBe(7e6);
    expect(elapsed([now, 5e6], [now + 3_600_000, 2e6], [now, 0])).toBe(7e6);
    expect(elapsed()).toBe(0);
  });
});
