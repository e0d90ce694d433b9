/** Runs that are added up: all tables, whatever is in them, say what those of the runs say together. */
import {
  ProfileSum,
  awaitStats,
  awaiterTree,
  blockingStats,
  coroutineStats,
  lineStats,
  memoryStats,
  mergeProfiles,
  parseProfile,
  profileStats,
  requestStats,
  resolvePath,
  withRawTimes,
} from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyProfiles } from './support/any-profile.ts';
import { call, profileOf, withThreads } from './support/build.ts';

const named = (profiles: readonly Profile[]) =>
  profiles.map((profile, at) => ({ name: `${at + 1}`, profile }));

function sum(...profiles: readonly Profile[]): Profile {
  const sums = new ProfileSum();
  for (const each of named(profiles)) sums.add(each);
  return sums.total();
}

/** The same whatever the order of lists, and of fields. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => sorted(item)).map((item) => [JSON.stringify(item), item] as const);
    return items.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, item]) => item);
  }
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, field]) => [name, sorted(field)] as const);
  return Object.fromEntries(fields.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** What reports say of a profile, with files from the root on. */
function told(profile: Profile): Record<string, unknown> {
  const whole = { ...profile, files: profile.files.map((file) => resolvePath(profile.cwd, file)) };
  const rows = (each: Profile) =>
    profileStats(each).functions.map((row) => ({ ...row, callers: row.callers, callees: row.callees }));
  const { functions, paths, outside, profiler } = memoryStats(whole);
  return sorted({
    rows: rows(whole),
    raw: rows(withRawTimes(whole)),
    root: profileStats(whole).threads.reduce((all, { rootSelf }) => all + rootSelf, 0),
    awaits: awaitStats(whole),
    coroutines: coroutineStats(whole),
    blocking: blockingStats(whole, 0),
    requests: requestStats(whole),
    underTag: whole.sites.kind.includes('tag') && profileStats(whole, { tag: 't' }).functions,
    lines: lineStats(whole),
    memory: { functions, paths, outside, profiler },
  }) as Record<string, unknown>;
}

/** Coroutines of several runs began at no common moments. */
const withoutMoments = (report: Record<string, unknown>): unknown =>
  JSON.parse(JSON.stringify(report), (name, value: unknown) =>
    name === 'slowest' ? sorted((value as { wall: number }[]).map(({ wall }) => wall)) : value,
  );

describe('any profiles', () => {
  it('say added up what they say side by side', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 4 }), (seed, count) => {
        const profiles = anyProfiles(seed, count);
        const together = told(mergeProfiles(named(profiles)));
        expect(withoutMoments(told(sum(...profiles)))).toEqual(withoutMoments(together));
      }),
      { numRuns: 40 },
    );
  });

  it('are the same in any order and in any groups, and can be read back', () => {
    const all = (profile: Profile): unknown => {
      const { created, generator, elapsed } = profile;
      const threads = profile.threads.map((thread) => {
        const { id, name, pid, started, idle, partial, health, notes, anomalies, memory, slowest } = thread;
        const facts = { id, name, pid, started, idle, partial, health, notes, anomalies };
        const sizes = Object.values(thread).map((table: object) => Object.values(table)[0]?.length as number);
        return { ...facts, elapsed: thread.elapsed, heap: memory?.heap, began: sorted(slowest.began), sizes };
      });
      const awaiters = sorted(awaiterTree(profile));
      return { created, generator, elapsed, threads, awaiters, told: told(profile) };
    };
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const [a, b, c] = anyProfiles(seed, 3) as [Profile, Profile, Profile];
        const whole = sum(a, b, c);
        expect(parseProfile(JSON.stringify(whole))).toEqual(JSON.parse(JSON.stringify(whole)));
        for (const other of [sum(c, a, b), sum(sum(a, b), c), sum(a, sum(c, b)), sum(sum(b), sum(sum(c), a))])
          expect(all(other)).toEqual(all(whole));
      }),
      { numRuns: 10 },
    );
  });

  it('are what a reader takes', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const [profile] = anyProfiles(seed, 1);
        expect(parseProfile(JSON.stringify(profile))).toEqual(JSON.parse(JSON.stringify(profile)));
      }),
    );
  });
});

describe('threads', () => {
  const run = profileOf([call('a', 4, call('b', 3))]);
  const names = (profile: Profile) => profile.threads.map(({ id, name, elapsed }) => [id, name, elapsed]);

  it('of one name are one, the first with the first; others stand beside them', () => {
    const one = withThreads(run, { id: '7.0', started: 3 }, { id: '7.1', name: 'worker', started: 4 });
    const two = withThreads(run, { id: '9.0' }, { id: '9.2', name: 'worker' }, { id: '9.1', name: 'worker' });
    expect(names(sum(two, one))).toEqual([
      ['7.0', 'main', 8],
      ['7.1', 'worker', 8],
      ['9.2', 'worker', 4],
    ]);
  });

  it('of one id and other names are told apart', () => {
    const other = withThreads(run, { name: 'child x.js', started: 5 });
    expect(names(sum(sum(run, other), other))).toEqual([
      ['1.0', 'child x.js', 8],
      ['1.0#2', 'main', 4],
    ]);
  });

  it('of a hundred runs take the rows of one', () => {
    const rows = ({ threads }: Profile) =>
      threads.map(({ nodes, edges }) => [nodes.site.length, edges.to.length]);
    const whole = sum(
      ...Array.from({ length: 100 }, (_, at) => withThreads(run, { id: `${at}.0`, started: at })),
    );
    expect(rows(whole)).toEqual(rows(run));
    expect(profileStats(whole).functions.map(({ name, ncall }) => [name, ncall])).toEqual([
      ['a', 100],
      ['b', 100],
    ]);
  });

  it('of other clocks stay apart', () => {
    expect(sum(run, withThreads(run, { clock: 'observed' })).threads.map(({ clock }) => clock)).toEqual([
      ...['exact', 'observed'],
    ]);
  });

  it('elapsed times are those of the runs, also of those at the same time', () => {
    const withWorker = withThreads(run, {}, { id: '1.1', name: 'worker' });
    const late = withThreads(run, { started: 9e9 }, { id: '1.1', name: 'late', started: 9e9 });
    expect(profileStats(sum(withWorker, late, run)).elapsed).toBe(12);
    expect(profileStats(sum(sum(withWorker, late), run), { threads: ['worker'] }).elapsed).toBe(4);
  });
});

it('as much is kept as a reader takes, and no more', () => {
  const long = (at: number): Profile => profileOf([call(`${at}${'x'.repeat(2 ** 24)}`, 1)]);
  const sums = new ProfileSum();
  expect(() => {
    for (let at = 0; at < 9; at++) sums.add({ name: `${at}.tsprof`, profile: long(at) });
  }).toThrow('3.tsprof: too large: more than 64 MiB of names and other texts are not read');
});
