import { describe, expect, it } from 'vitest';
import { pprof } from '../../../report/src/exports/pprof.ts';
import { call, profileOf, withThreads } from '../../profile/support/build.ts';
import { coroutines, oddNames, recursion } from '../support/cases.ts';
import { lines, treeLines } from '../support/figures.ts';
import { readPprof, topLines } from '../support/pprof-reader.ts';

const [CALLS, RUN, WAIT] = [0, 1, 2];

describe('pprof, read by pprof-format', () => {
  it('says what its values are, and that running time comes first', async () => {
    const { types, defaultType, duration, started } = readPprof(pprof(await coroutines()));
    expect(types).toEqual(['calls/count', 'run/nanoseconds', 'wait/nanoseconds']);
    expect([defaultType, duration, started]).toEqual(['run', 15_000_000n, 0n]);
  });

  it('has a sample for each edge of the tree, the folded ones too', async () => {
    const { samples } = readPprof(pprof(await recursion()));
    expect(samples.map(({ frames, values }) => [frames.join(' < '), ...values])).toEqual([
      ['[root]', 0, 0, 0],
      ['main < [root]', 1, 1e6, 0],
      ['f < main < [root]', 1, 2e6, 0],
      ['g < f < main < [root]', 1, 4e6, 0],
      ['f < g < f < main < [root]', 1, 3e6, 0],
    ]);
  });

  it.each([
    ['recursion', recursion],
    ['coroutines', coroutines],
  ])('%s: own times and calls are ours, totals what runs below', async (_, record) => {
    const profile = await record();
    const { rootSelf, elapsed } = profile.threads[0]!;
    const { samples } = readPprof(pprof(profile));
    expect(topLines(samples, RUN)).toEqual([`[root] ${rootSelf} ${elapsed}`, ...treeLines(profile)]);
    const flat = (value: number) => topLines(samples, value).map((line) => line.replace(/ \d+$/, ''));
    expect(flat(CALLS)).toEqual(['[root] 0', ...lines(profile, ({ name, ncall }) => [name, ncall])]);
    expect(flat(WAIT)).toEqual(['[root] 0', ...lines(profile, ({ name, twait }) => [name, twait])]);
  });

  it('labels threads, and the innermost tag', async () => {
    const definitions = { '[tag x]': { kind: 'tag' as const } };
    const calls = [call('a', 9, call('[tag x]', 6, call('b', 5))), call('c', 1)];
    const profile = profileOf(calls, { definitions });
    const threads = withThreads(profile, { id: '1.0' }, { id: '1.1', name: 'worker\x1b' });
    const { samples } = readPprof(pprof(threads));
    expect(samples.slice(0, 5).map(({ frames, labels }) => [frames[0], labels])).toEqual([
      ['[root]', { thread: 'main' }],
      ['a', { thread: 'main' }],
      ['[tag x]', { thread: 'main', tag: 'x' }],
      ['b', { thread: 'main', tag: 'x' }],
      ['c', { thread: 'main' }],
    ]);
    expect(samples.at(-1)!.labels).toEqual({ thread: 'worker\\x1b' });
  });

  it('holds figures of 64 bits', async () => {
    const profile = await recursion();
    const edges = {
      ...profile.threads[0]!.edges,
      ncall: [Number.MAX_SAFE_INTEGER, 1, 1, 1],
      tsub: [2 ** 53 + 2, 2 ** 62, 1e24, 0],
    };
    const { samples } = readPprof(pprof(withThreads(profile, { edges })));
    // What is more than 64 bits is the most that they hold.
    expect(samples.map(({ values }) => values[RUN])).toEqual([0, 2 ** 53 + 2, 2 ** 62, 2 ** 63 - 1024, 0]);
    expect(samples[1]!.values[CALLS]).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('tells functions of one name apart, and keeps the name beside', async () => {
    const { functions } = readPprof(pprof(await oddNames()));
    expect(functions.slice(0, 7)).toEqual([
      '[root] |  | :0',
      'main |  | program:21',
      'a (program:1) | a | program:1',
      'a (program:2) | a | program:2',
      'x 12 |  | program:3',
      '<arrow:3> (program:3:12) | <arrow:3> | program:3',
      '<arrow:3> (program:3:30) | <arrow:3> | program:3',
    ]);
    expect(functions).toContain('esc\\x1b[31m |  | program:12');
  });
});
