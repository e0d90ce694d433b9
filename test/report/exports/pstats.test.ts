import { describe, expect, it, test } from 'vitest';
import type { Profile } from '@tsprof/runtime/profile';
import { Float, marshal } from '../../../report/src/exports/marshal.ts';
import type { Marshalled } from '../../../report/src/exports/marshal.ts';
import { pstats } from '../../../report/src/exports/pstats.ts';
import { withThreads } from '../../profile/support/build.ts';
import { coroutines, oddNames, recursion } from '../support/cases.ts';
import { lines, pairLines } from '../support/figures.ts';
import { loadPstats, printPstats, runMarshal } from '../support/python.ts';

const nanoseconds = (seconds: number): number => Math.round(seconds * 1e9);

/** `name calls/primitive own total`, in ns. */
const clientLines = (profile: Profile): string[] =>
  loadPstats(pstats(profile))
    .functions.filter(({ place }) => place[2] !== '[root]')
    .map(({ place, calls, primitive, own, total }) =>
      [place[2], `${calls}/${primitive}`, nanoseconds(own), nanoseconds(total)].join(' '),
    )
    .sort();

const ourLines = (profile: Profile): string[] =>
  lines(profile, ({ name, ncall, nactualcall, tsub, ttot }) => [name, `${ncall}/${nactualcall}`, tsub, ttot]);

const clientPairs = (profile: Profile): string[] =>
  loadPstats(pstats(profile))
    .functions.flatMap(({ place: [, , name], callers }) =>
      callers.map(({ place, calls, own, total }) =>
        [`${place[2]}>${name}`, calls, nanoseconds(own), nanoseconds(total)].join(' '),
      ),
    )
    .sort();

describe('pstats, read by Python', () => {
  it.each([
    ['recursion', recursion],
    ['coroutines', coroutines],
  ])('%s: calls, own and total are ours, and those of callers', async (_, record) => {
    const profile = await record();
    expect(clientLines(profile)).toEqual(ourLines(profile));
    expect(clientPairs(profile)).toEqual(pairLines(profile));
  });

  it('the root is a function that was called once, and all times are elapsed time', async () => {
    const { totals, functions } = loadPstats(pstats(await coroutines()));
    expect(functions[0]).toEqual({
      ...{ place: ['~', 0, '[root]'], calls: 1, primitive: 1, own: 0.01, total: 0.015 },
      callers: [],
    });
    expect(totals).toEqual({ calls: 7, primitive: 7, time: 0.015 });
  });

  it('adds threads up', async () => {
    const profile = withThreads(await recursion(), { id: '1.0' }, { id: '1.1' });
    expect(clientLines(profile)).toEqual(ourLines(profile));
    expect(loadPstats(pstats(profile)).totals).toEqual({ calls: 10, primitive: 8, time: 0.02 });
  });

  it('prints recursion as Python does', async () => {
    expect(printPstats(pstats(await recursion()), 'print_stats')).toContain(
      '      2/1    0.005    0.003    0.009    0.009 program:3(f)\n',
    );
  });

  it('tells functions on a line apart, and hides what a terminal would obey', async () => {
    const { functions } = loadPstats(pstats(await oddNames()));
    expect(functions.map(({ place }) => place[2])).toEqual([
      ...['[root]', 'main', 'a', 'a', 'x 12', '<arrow:3>:12', '<arrow:3>:30', 'semi;colon', '(7) b'],
      ...[
        'quote"\\back',
        '<b>&amp;</b>',
        '=1+1',
        'new\\x0aline',
        'esc\\x1b[31m',
        'turn\\u202e',
        '(anonymous)',
      ],
      ...['déjà 宽 😀', '__proto__', "a'b", 'tab\\x09name', '*', 'cfn=(1)'],
    ]);
  });

  it('holds any number of calls', async () => {
    const profile = await recursion();
    const [thread] = profile.threads;
    const edges = { ...thread!.edges, ncall: [1, 3e9, 2 ** 31, Number.MAX_SAFE_INTEGER] };
    const { functions } = loadPstats(pstats(withThreads(profile, { edges })));
    expect(functions.map(({ calls }) => calls)).toEqual([1, 1, 3e9 + Number.MAX_SAFE_INTEGER, 2 ** 31]);
  });
});

/** A value, and how Python shows it. */
const VALUES: readonly (readonly [Marshalled, string])[] = [
  [0, '0'],
  [2 ** 31 - 1, '2147483647'],
  [2 ** 31, '2147483648'],
  [2 ** 45, '35184372088832'],
  [Number.MAX_SAFE_INTEGER, '9007199254740991'],
  [new Float(3), '3.0'],
  [new Float(1e-9), '1e-09'],
  ['', "''"],
  ['déjà 😀', "'déjà 😀'"],
  [[], '()'],
  [['a', [1, new Float(0.5)]], "('a', (1, 0.5))"],
  [new Map<string, number>(), '{}'],
  [new Map([[['a', 1], new Map([['b', 2]])]]), "{('a', 1): {'b': 2}}"],
  // Longer than what there is room for at first.
  ['x'.repeat(200_000), `'${'x'.repeat(200_000)}'`],
];

test('what is marshalled is what Python loads', () => {
  const shown = runMarshal(VALUES.map(([value]) => marshal(value)));
  expect(shown).toEqual(VALUES.map(([, expected]) => expected));
});
