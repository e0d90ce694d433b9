import { describe, expect, it } from 'vitest';
import type { Profile } from '@tsprof/runtime/profile';
import { callgrind } from '../../../report/src/exports/callgrind.ts';
import { withThreads } from '../../profile/support/build.ts';
import { readCallgrind } from '../support/callgrind-reader.ts';
import { coroutines, oddNames, recursion } from '../support/cases.ts';
import { graphLines } from '../support/figures.ts';

const textOf = (profile: Profile): string => [...callgrind(profile)].join('');

/** `name calls own total wait`, as our own tables have it. */
function clientLines(profile: Profile): string[] {
  const { functions } = readCallgrind(textOf(profile));
  return functions
    .filter(({ file }) => file !== '[tsprof]')
    .map(({ name, calls, own, total }) => `${name} ${calls} ${own[0]} ${total[0]} ${total[1]}`)
    .sort();
}

describe('callgrind', () => {
  it('is what the format says', async () => {
    expect(textOf(await recursion())).toBe(`\
# callgrind format
version: 1
creator: tsprof
positions: line
events: Time Wait
summary: 10000000 0

fl=(1) [tsprof]
fn=(1) [thread main]
0 0 0
cfi=(1)
cfn=(2) [root]
calls=1 0
0 10000000 0

fl=(1)
fn=(2)
0 0 0
cfi=(2) program
cfn=(3) main
calls=1 2
0 10000000 0

fl=(2)
fn=(3)
2 1000000 0
cfi=(2)
cfn=(4) f
calls=1 3
2 9000000 0

fl=(2)
fn=(4)
3 5000000 0
cfi=(2)
cfn=(5) g
calls=1 4
3 7000000 0

fl=(2)
fn=(5)
4 4000000 0
cfi=(2)
cfn=(4)
calls=1 3
4 0 0
`);
  });

  it.each([
    ['recursion', recursion],
    ['coroutines', coroutines],
  ])('%s: calls, own, total and wait are ours', async (_, record) => {
    const profile = await record();
    expect(clientLines(profile)).toEqual(graphLines(profile));
  });

  it('the root has all time, also where coroutines take longer', async () => {
    const { functions, summary } = readCallgrind(textOf(await coroutines()));
    const root = functions.find(({ name }) => name === '[root]');
    expect(root).toMatchObject({ calls: 1, own: [10e6, 0], total: [15e6, 0] });
    expect(summary).toEqual([15e6, 40e6]);
  });

  it('each thread calls the root', async () => {
    const profile = await recursion();
    const threads = withThreads(profile, { id: '1.0' }, { id: '1.1' }, { id: '1.2', name: 'worker' });
    const { functions, summary } = readCallgrind(textOf(threads));
    expect(functions.filter(({ file }) => file === '[tsprof]').map(({ name }) => name)).toEqual([
      ...['[thread main 1.0]', '[root]', '[thread main 1.1]', '[thread worker]'],
    ]);
    expect(functions.find(({ name }) => name === '[root]')).toMatchObject({ calls: 3, total: [30e6, 0] });
    expect(summary).toEqual([30e6, 0]);
  });

  it('tells functions of one name apart, and writes each name on one line', async () => {
    const { functions } = readCallgrind(textOf(await oddNames()));
    const names = functions.filter(({ file }) => file === 'program').map(({ name }) => name);
    expect(names).toEqual([
      ...['main', 'a:1:0', 'a:2:0', 'x 12', '<arrow:3>:3:12', '<arrow:3>:3:30', 'semi;colon', '(7) b'],
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

  it('writes times of any size as whole numbers', async () => {
    const profile = await recursion();
    const [thread] = profile.threads;
    const edges = { ...thread!.edges, tsub: [1e22, 2 ** 60, 0.4, 0] };
    const { summary } = readCallgrind(textOf(withThreads(profile, { edges })));
    expect(summary).toEqual([1e22 + 2 ** 60, 0]);
  });
});
