import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Profile } from '@tsprof/runtime/profile';
import { EXPORT_FORMATS, type ProfileFormat } from '../../../report/src/exports/formats.ts';
import { GRAPH_LIMITS } from '../../../report/src/exports/prune.ts';
import { call, profileOf, withThreads } from '../../profile/support/build.ts';
import type { Call } from '../../profile/support/build.ts';
import { coroutines, oddNames, recursion } from '../support/cases.ts';
import { lines, pairLines } from '../support/figures.ts';
import { importBytes } from '../support/imports.ts';

/** A profile as it is after it has been in another format. */
async function through(format: string, profile: Profile): Promise<Profile> {
  const found = EXPORT_FORMATS[format] as ProfileFormat;
  const write = await found.load();
  const content = await write(profile, GRAPH_LIMITS, { name: 'run.tsprof', sources: null, timelines: [] });
  const isWhole = typeof content === 'string' || content instanceof Uint8Array;
  return importBytes(isWhole ? content : [...(content as Iterable<string>)].join(''));
}

/** `name own running` of what has run. */
const ran = (profile: Profile): string[] =>
  lines(profile, (row) => (row.trun > 0 ? [row.name, row.tsub, row.trun] : [])).filter((line) => line !== '');

/** What each format holds: of functions, of pairs, and of the root. */
const HELD = {
  callgrind: {
    of: (profile: Profile) => lines(profile, (row) => [row.name, row.ncall, row.tsub, row.ttot, row.twait]),
  },
  pstats: {
    of: (profile: Profile) => [
      ...lines(profile, (row) => [row.name, row.ncall, row.nactualcall, row.tsub, row.ttot]),
      ...pairLines(profile),
    ],
  },
  pprof: {
    of: (profile: Profile) => [
      ...lines(profile, (row) => [row.name, row.ncall, row.tsub, row.trun, row.twait]),
      ...pairs(profile, ({ ncall, tsub }) => [ncall, tsub]),
    ],
  },
  speedscope: {
    of: (profile: Profile) => [...ran(profile), ...pairs(profile, ({ tsub }) => [tsub])],
  },
  cpuprofile: {
    of: (profile: Profile) => ran(profile),
  },
  collapsed: {
    of: (profile: Profile) => ran(profile),
  },
} as const;

function pairs(
  profile: Profile,
  of: (pair: { ncall: number; tsub: number }) => readonly number[],
): readonly string[] {
  return pairLines(profile).flatMap((line) => {
    const [names, ncall, tsub] = line.split(' ');
    const figures = of({ ncall: Number(ncall), tsub: Number(tsub) });
    return figures.some((figure) => figure > 0) ? [[names, ...figures].join(' ')] : [];
  });
}

const root = (profile: Profile) =>
  profile.threads.reduce(([own, elapsed], thread) => [own! + thread.rootSelf, elapsed! + thread.elapsed], [
    0, 0,
  ] as number[]);

/** As built-in functions are recorded. */
const noFile = (): Profile => {
  const profile = profileOf([call('a', 5000, call('Array.map', 4000, call('b', 3000)))], { elapsed: 6000 });
  const file = profile.sites.name.map((name) => (name === 'Array.map' ? -1 : 0));
  return { ...profile, sites: { ...profile.sites, file } };
};

interface Shape {
  readonly name: string;
  readonly own: number;
  readonly calls: readonly Shape[];
}

const shape: fc.Memo<Shape> = fc.memo<Shape>((depth) =>
  fc.record({
    name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    // Whole µs, as CPU profiles have them.
    own: fc.nat(20).map((own) => own * 1000),
    calls: depth <= 1 ? fc.constant([]) : fc.array(shape(depth - 1), { maxLength: 3 }),
  }),
);
const DEPTH = 6;

function callOf({ name, own, calls }: Shape): Call {
  const made = calls.map(callOf);
  return call(
    name,
    made.reduce((sum, { wall }) => sum + wall, own),
    ...made,
  );
}

/** Something has run: without that there is nothing to write. */
const program = fc
  .tuple(fc.array(shape(DEPTH), { minLength: 1, maxLength: 4 }), fc.nat(9))
  .map(([shapes, idle]) => {
    const calls = [call('main', 1000), ...shapes.map(callOf)];
    const busy = calls.reduce((sum, { wall }) => sum + wall, 0);
    return profileOf(calls, { elapsed: busy + idle * 1000 });
  });

describe.each(Object.entries(HELD))('%s, there and back', (format, { of }) => {
  test.each([
    ['recursion', recursion],
    ['coroutines', coroutines],
    ['functions in no file that call', noFile],
  ])('%s: keeps what the format holds', async (_, record) => {
    const profile = await record();
    const found = await through(format, profile);
    expect(of(found)).toEqual(of(profile));
    expect(root(found)).toEqual(root(profile));
  });

  test('any program', async () => {
    await fc.assert(
      fc.asyncProperty(program, async (profile) => {
        const found = await through(format, profile);
        expect(of(found)).toEqual(of(profile));
        expect(root(found)).toEqual(root(profile));
      }),
      { numRuns: 50 },
    );
  });

  test('several threads', async () => {
    const threads = [{ id: '1.0' }, { id: '1.1', name: 'worker', rootSelf: 5e6, elapsed: 15e6 }];
    const profile = withThreads(await recursion(), ...threads);
    const found = await through(format, profile);
    expect(of(found)).toEqual(of(profile));
    expect(root(found)).toEqual(root(profile));
    // Graphs are of all threads together.
    const names = { callgrind: ['main, worker'], pstats: ['main'] }[format as string] ?? ['main', 'worker'];
    expect(found.threads.map(({ name }) => name)).toEqual(names);
  });

  test('times stay with functions of odd names', async () => {
    const profile = await oddNames();
    const own = (from: Profile) => lines(from, ({ tsub }) => [tsub]).filter((time) => time !== '0');
    expect(own(await through(format, profile))).toEqual(own(profile));
  });
});

test('totals of trees that come back are what ran below', async () => {
  const profile = await coroutines();
  const found = await through('pprof', profile);
  expect(lines(found, ({ name, ttot }) => [name, ttot])).toEqual(
    lines(profile, ({ name, trun }) => [name, trun]),
  );
});
