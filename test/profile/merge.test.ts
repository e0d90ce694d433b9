import { awaitStats, mergeProfiles, parseProfile, profileStats } from '@tsprof/runtime/profile';
import type { ClockName, FunctionStats, Profile } from '@tsprof/runtime/profile';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { call, chain, profileOf, withThreads } from './support/build.ts';
import type { Call } from './support/build.ts';
import { pairs, rows } from './support/table.ts';

const merge = (...profiles: readonly Profile[]): Profile =>
  mergeProfiles(profiles.map((profile, at) => ({ name: `${at + 1}.tsprof`, profile })));

describe('functions add up', () => {
  const aabab = profileOf([chain(['a', 15], ['a', 14], ['b', 12], ['a', 10], ['b', 9])]);
  const aabbc = profileOf([chain(['a', 15], ['a', 14], ['b', 12], ['b', 9], ['c', 4])]);

  it('aabab + aabbc + aabbc', () => {
    expect(rows(merge(aabab, aabbc, aabbc))).toEqual(['a 7/3 45/10', 'b 6/3 36/27', 'c 2/2 8/8']);
  });

  it('nine deep, two runs and one', () => {
    const wall = { a: 15, b: 14, c: 12, d: 10, e: 9, f: 7, g: 6, h: 5, i: 1 };
    const run = chain(...Object.entries(wall));
    const merged = merge(profileOf([run, run]), profileOf([run]));
    expect(rows(merged)).toEqual([
      'a 3/3 45/3',
      'b 3/3 42/6',
      'c 3/3 36/6',
      'd 3/3 30/3',
      'e 3/3 27/6',
      'f 3/3 21/3',
      'g 3/3 18/3',
      'h 3/3 15/12',
      'i 3/3 3/3',
    ]);
    const h = profileStats(merged).functions.find(({ name }) => name === 'h');
    expect(h).toMatchObject({ tavg: 5, callees: [{ place: { name: 'i' }, ncall: 3, ttot: 3, tsub: 3 }] });
    expect(pairs(merged)).toContain('g>h 3/3 15,12');
  });

  it('the same name with another definition stays apart', () => {
    const run = [chain(['a', 5], ['b', 2])];
    const other = (definition: object): Profile => profileOf(run, { definitions: { b: definition } });
    const here = profileOf(run);
    expect(rows(merge(here, other({ file: 'other.ts', line: 2 })))).toEqual([
      'a 2/2 10/6',
      'b 1/1 2/2',
      'b 1/1 2/2',
    ]);
    for (const definition of [{ line: 3 }, { line: 2, column: 4 }, { line: 2, kind: 'generator' }]) {
      expect(rows(merge(here, other(definition)))).toContain('b 1/1 2/2');
    }
    expect(rows(merge(here, other({ line: 2 })))).toEqual(['a 2/2 10/6', 'b 2/2 4/4']);
  });

  it('a row of one profile may be missing in the other', () => {
    expect(rows(merge(profileOf([call('a', 1)]), profileOf([])))).toEqual(['a 1/1 1/1']);
  });
});

describe('threads stand side by side', () => {
  it('under ids of their own', () => {
    const run = profileOf([call('a', 1)]);
    const taken = withThreads(run, { id: '1.0#2' }, { id: '1.0' });
    const ids = merge(run, taken, run, run).threads.map(({ id }) => id);
    expect(ids).toEqual(['1.0', '1.0#2', '1.0#3', '1.0#4', '1.0#5']);
  });

  it('and keep all they had', () => {
    const thread = { notes: ['n'], anomalies: { x: 1 }, health: { gap: 2 }, name: 'worker', pid: 7 };
    const merged = merge(profileOf([call('b', 2)]), withThreads(profileOf([call('a', 1)]), thread));
    expect(merged.threads[1]).toMatchObject({ ...thread, nodes: { site: [-1, 1], parent: [-1, 0] } });
  });
});

describe('files', () => {
  const at = (cwd: string | null, ...files: readonly string[]): Profile =>
    profileOf(
      files.map((_, n) => call(`f${n}`, 1)),
      { cwd, definitions: Object.fromEntries(files.map((file, n) => [`f${n}`, { file, line: 1 }])) },
    );
  const merged = (...profiles: readonly Profile[]): [string | null, readonly string[]] => {
    const { cwd, files } = merge(...profiles);
    return [cwd, files];
  };

  it.each<[string, Profile[], string | null, string[]]>([
    ['the same directory', [at('/p', 'a.ts', 'b.ts'), at('/p', 'a.ts')], '/p', ['a.ts', 'b.ts']],
    [
      'one in the other',
      [at('/p/x', 'a.ts', '../b.ts'), at('/p', 'x/a.ts', 'b.ts')],
      '/p',
      ['x/a.ts', 'b.ts'],
    ],
    ['neighbours', [at('/p/x', 'a.ts'), at('/p/xy', 'a.ts')], '/p', ['x/a.ts', 'xy/a.ts']],
    ['strangers', [at('/p', 'a.ts'), at('/q', '/r/b.ts')], '/', ['p/a.ts', 'r/b.ts']],
    ['a page', [at('/p', 'a.ts'), at(null, 'https://x/a.js', 'a.ts')], '/p', ['a.ts', 'https://x/a.js']],
    ['pages', [at(null, 'https://x/a.js'), at(null, 'b.js')], null, ['https://x/a.js', 'b.js']],
    ['a drive', [at('C:\\p\\x', 'a.ts'), at('c:/p', 'x/a.ts')], 'c:/p', ['x/a.ts']],
    ['two drives', [at('C:\\p', 'a.ts'), at('D:\\p', 'a.ts')], 'c:/p', ['a.ts', 'd:/p/a.ts']],
    ['a directory of no known place', [at('p/x', 'a.ts', '../../b.ts')], 'p/x', ['a.ts', '../../b.ts']],
    ['dots', [at('/p', './a//b/../a.ts'), at('/p', '../../../c.ts')], '/p', ['a/a.ts', '../c.ts']],
  ])('%s', (_, profiles, cwd, files) => {
    expect(merged(...profiles)).toEqual([cwd, files]);
  });
});

describe('clocks', () => {
  const timed = (clock: ClockName, ...calls: readonly Call[]): Profile => profileOf(calls, { clock });
  const a = call('a', 1);

  it.each<[ClockName, ClockName]>([
    ['exact', 'cpu'],
    ['cpu', 'observed'],
    ['none', 'exact'],
  ])('%s and %s cannot be added', (first, second) => {
    expect(() => merge(timed(first, a), timed(second, a))).toThrow(
      `1.tsprof (clock ${first}) and 2.tsprof (clock ${second}) cannot be added up: different clocks`,
    );
  });

  it('unless one side is empty', () => {
    expect(rows(merge(timed('cpu'), timed('exact', a), timed('none')))).toEqual(['a 1/1 1/1']);
  });

  it('observed and exact both tell wall time', () => {
    expect(rows(merge(timed('observed', a), timed('exact', a)))).toEqual(['a 2/2 2/2']);
  });

  it('nothing cannot be merged', () => {
    expect(() => mergeProfiles([])).toThrow('there is no profile to merge');
  });
});

describe('any profiles', () => {
  const someCalls: fc.Memo<Call[]> = fc.memo((depth) =>
    fc.array(depth <= 1 ? someCall(fc.constant([])) : someCall(someCalls()), { maxLength: 3 }),
  );
  const someCall = (calls: fc.Arbitrary<Call[]>): fc.Arbitrary<Call> =>
    fc
      .record({ name: fc.constantFrom('a', 'b', 'c', 'd'), own: fc.nat(9), calls })
      .map(({ name, own, calls }) =>
        call(
          name,
          calls.reduce((sum, { wall }) => sum + wall, own),
          ...calls,
        ),
      );
  const line = fc.constantFrom(1, 2);
  const profile = fc
    .record({ calls: someCalls(5), a: line, b: line, cwd: fc.constantFrom('/p', '/p/q') })
    .map(({ calls, a, b, cwd }) => {
      const file = cwd === '/p' ? 'q/x.ts' : 'x.ts';
      const definitions = { a: { line: a }, b: { line: b, file }, c: { line: 3 }, d: { line: 4, file } };
      return profileOf(calls, { cwd, definitions });
    });

  /** Every figure of every row and pair, by where it is, under /p; those of several profiles added. */
  function figures(...profiles: readonly Profile[]): Record<string, number> {
    const sums: Record<string, number> = {};
    const add = (key: string, { ncall, nactualcall, tsub, ttot, twait }: Partial<FunctionStats>): void => {
      for (const [field, value] of Object.entries({ ncall, nactualcall, tsub, ttot, twait })) {
        sums[`${key} ${field}`] = (sums[`${key} ${field}`] ?? 0) + value!;
      }
    };
    for (const each of profiles) {
      const place = ({ name, file, line }: { name: string; file: string; line: number }): string =>
        name === '[root]' ? name : `${name} ${each.cwd === '/p/q' ? `q/${file}` : file}:${line}`;
      for (const row of profileStats(each).functions) {
        add(place(row), row);
        for (const caller of row.callers) add(`${place(caller.place)} > ${place(row)}`, caller);
        for (const callee of row.callees) add(`${place(row)} calls ${place(callee.place)}`, callee);
      }
    }
    return sums;
  }

  it('merged have the rows of each, added by hand', () => {
    fc.assert(
      fc.property(fc.array(profile, { minLength: 1, maxLength: 4 }), (profiles) => {
        expect(figures(merge(...profiles))).toEqual(figures(...profiles));
      }),
    );
  });

  it('merged in any grouping have the same rows, and can be read back', () => {
    fc.assert(
      fc.property(profile, profile, profile, (a, b, c) => {
        const merged = merge(merge(a, b), c);
        expect(figures(merged)).toEqual(figures(merge(a, merge(b, c))));
        expect(parseProfile(JSON.stringify(merged))).toEqual(merged);
      }),
    );
  });

  it('tell where every nanosecond went', () => {
    fc.assert(
      fc.property(profile, profile, (a, b) => {
        const { functions, threads } = profileStats(merge(a, b));
        const own = functions.reduce((sum, { tsub }) => sum + tsub, 0);
        const root = threads.reduce((sum, { rootSelf }) => sum + rootSelf, 0);
        expect(own + root).toBe(threads.reduce((sum, { thread }) => sum + thread.elapsed, 0));
      }),
    );
  });

  it('callers of a function make all its calls', () => {
    fc.assert(
      fc.property(profile, (any) => {
        for (const { callers, ncall, tsub } of profileStats(any).functions) {
          expect(callers.reduce((sum, caller) => sum + caller.ncall, 0)).toBe(ncall);
          expect(callers.reduce((sum, caller) => sum + caller.tsub, 0)).toBe(tsub);
        }
      }),
    );
  });
});

describe('where coroutines are suspended', () => {
  /** A profile of `a`, which awaits in two lines, the second of them `waits` times, for so long each. */
  function awaiting(waits: number, time: number, lines: readonly number[]): Profile {
    const profile = profileOf([call('b', 1), call('a', 100)]);
    const site = profile.sites.name.indexOf('a');
    const [thread] = profile.threads as [Profile['threads'][0]];
    const edge = thread.edges.to.findIndex((node) => thread.nodes.site[node] === site);
    const bin = 64 * 4 + 64;
    return {
      ...profile,
      places: { site: [site, site], line: lines, column: [4, 4], kind: ['await', 'await'] },
      threads: [
        {
          ...thread,
          suspensions: {
            ...{ edge: [edge], place: [1], parked: [0], count: [waits], pending: [0], rejected: [1] },
            ...{ time: [waits * time], longest: [time] },
          },
          lengths: { suspension: [0], bin: [bin], count: [waits] },
        },
      ],
    };
  }

  it('counts, times and histograms of one place add up', () => {
    const merged = merge(awaiting(3, 1500, [7, 8]), awaiting(1, 2000, [7, 8]), awaiting(5, 1000, [7, 9]));
    const [first, second, ...others] = awaitStats(merged);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      ...{ function: 'a', line: 8, count: 4, rejected: 2, wait: 6500, avg: 1625, max: 2000 },
    });
    expect(second).toMatchObject({ line: 9, count: 5, wait: 5000 });
    expect(parseProfile(JSON.stringify(merged))).toEqual(merged);
  });
});
