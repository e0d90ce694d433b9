import { printable } from '@tsprof/runtime/profile';
import { mergeProfiles } from '@tsprof/runtime/profile';
import type { Profile, ThreadProfile } from '@tsprof/runtime/profile';
import { describe, expect, it } from 'vitest';
import { renderTable } from '../../report/src/tables/function-table.ts';
import type { TableOptions } from '../../report/src/tables/function-table.ts';
import { elide } from '../../report/src/tables/text.ts';
import { call, chain, profileOf, withThreads } from '../profile/support/build.ts';

const table = (profile: Profile, options: Partial<TableOptions> = {}): string[] =>
  renderTable(profile, { cwd: '/project', ...options }).split('\n');

const thread = (profile: Profile): ThreadProfile => profile.threads[0]!;

describe('figures', () => {
  it('recursive calls read 9/1', () => {
    const profile = profileOf([chain(['a', 9e6], ['a', 7e6], ['a', 3e6])]);
    expect(table(profile)[3]).toBe('a       3/1  0.009000  0.009000  0.009000  0.000000  main.ts:1');
  });

  it('averages below a microsecond are shown in nanoseconds', () => {
    const profile = profileOf([
      call('long', 2_500_000),
      ...Array.from({ length: 20 }, () => call('short', 42)),
    ]);
    expect(table(profile).slice(2, 5)).toEqual([
      'name   ncall      tsub      ttot         tavg     twait  file:line',
      'long       1  0.002500  0.002500  0.002500000  0.000000  main.ts:1',
      'short     20  0.000001  0.000001  0.000000042  0.000000  main.ts:2',
    ]);
  });

  it('without a clock there are no times', () => {
    expect(table(profileOf([call('a', 0, call('b', 0))], { clock: 'none' })).slice(0, 5)).toEqual([
      'elapsed 0.000000 s, 1 thread, clock none, sorted by tsub',
      '',
      'name  ncall  tsub  ttot  tavg  twait  file:line',
      'a         1     -     -     -      -  main.ts:1',
      'b         1     -     -     -      -  main.ts:2',
    ]);
  });

  it('nothing at all is a table too', () => {
    expect(table({ ...profileOf([]), threads: [] })).toEqual([
      'elapsed 0.000000 s, 0 threads, clock none, sorted by tsub',
      '',
      'name  ncall  tsub  ttot  tavg  twait  file:line',
      '',
      '',
    ]);
  });
});

describe('names', () => {
  const long = 'outer/middle/inner/innermost/handler';
  const file = 'packages/server/src/routes/checkout.ts';
  const profile = profileOf([call(long, 5)], { definitions: { [long]: { file, line: 120 } } });

  it('are in full where there is no terminal, or room for them', () => {
    const full = `${long}      1  0.000000  0.000000  0.000000005  0.000000  ${file}:120`;
    expect(table(profile)[3]).toBe(full);
    expect(table(profile, { width: full.length })[3]).toBe(full);
  });

  it.each([
    [120, 'outer/middle/inne…nnermost/handler', 'package…src/routes/checkout.ts:120'],
    [100, 'outer/middle…ost/handler', 'packa…es/checkout.ts:120'],
    [80, 'outer/m…andler', 'pac…out.ts:120'],
  ])('are cut to fit %i characters', (width, name, place) => {
    const line = table(profile, { width })[3]!;
    expect(line).toHaveLength(width);
    expect(line.split(/ {2,}/)).toEqual([
      name,
      '1',
      '0.000000',
      '0.000000',
      '0.000000005',
      '0.000000',
      place,
    ]);
  });

  it('are not cut to nothing', () => {
    expect(table(profile, { width: 10 })[3]).toBe(
      'outer/…ndler      1  0.000000  0.000000  0.000000005  0.000000  pac…t.ts:120',
    );
  });

  it('may be hostile', () => {
    const evil = '\x1b[2J\nf\u202e\u0000\x9b\ud800\u{e0001}é名';
    const [, , , line, ...rest] = table(
      profileOf([call(evil, 5)], { definitions: { [evil]: { file: 'a\rb', line: 1 } } }),
    );
    expect(line).toMatch(/^\\x1b\[2J\\x0af\\u202e\\x00\\x9b\\ud800\\u\{e0001\}é名 {2}/);
    expect(line).toMatch(/ {2}a\\x0db:1$/);
    expect(rest).toEqual(['', '']);
  });

  it('printable text stays', () => {
    expect(printable('Class.method <arrow:12> [tag 1] \\ ü 🙂')).toBe(
      'Class.method <arrow:12> [tag 1] \\ ü 🙂',
    );
  });

  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'ab…ef'],
    ['abcdef', 4, 'ab…f'],
    ['abcdef', 1, '…'],
    ['🙂🙂🙂🙂', 5, '🙂…🙂'],
  ])('%s in %i is %s', (text, width, expected) => {
    expect(elide(text, width)).toBe(expected);
  });
});

describe('threads', () => {
  it('have a row each where there are several', () => {
    const main = profileOf([call('a', 3e9)], { id: '7.0', elapsed: 5e9, clock: 'observed' });
    const worker = profileOf([call('a', 1e9), call('a', 1e9)], {
      id: '7.1',
      threadName: 'worker',
      started: 2000,
    });
    const merged = mergeProfiles([
      { name: '1', profile: main },
      { name: '2', profile: worker },
    ]);
    expect(table(merged)).toEqual([
      'elapsed 5.000000 s, 2 threads, clock observed and exact, sorted by tsub',
      '',
      'name  ncall      tsub      ttot      tavg     twait  file:line',
      'a         3  5.000000  5.000000  1.666667  0.000000  main.ts:1',
      '',
      'thread  name    ncall   elapsed    [root]  clock',
      '7.0     main        1  5.000000  2.000000  observed',
      '7.1     worker      2  2.000000  0.000000  exact',
      '',
      '[root] 2.000000 s: event loop and uninstrumented code',
      '',
    ]);
  });
});

describe('below the table', () => {
  const profile = profileOf([call('serve', 4), call('poll', 3), call('serve', 1)]);
  const { edges } = thread(profile);
  const below = (fields: Partial<ThreadProfile>, options: Partial<TableOptions> = {}): string[] =>
    table(withThreads(profile, fields), options).slice(6, -1);

  it('nothing where there is nothing to say', () => {
    expect(below({})).toEqual([]);
  });

  it("the root's own time, and how much of it was the profiler's", () => {
    expect(below({ rootSelf: 2e9 })).toEqual(['[root] 2.000000 s: event loop and uninstrumented code']);
    expect(below({ rootSelf: 2e9, health: { paused: 5e8, marks: 3 } })).toEqual([
      "[root] 2.000000 s: event loop and uninstrumented code, 0.500000 s of it tsprof's own work",
    ]);
  });

  it('what probes took of others is the root’s, too', () => {
    expect(below({ rootSelf: 2e9, health: { paused: 5e8, probes: 25e7 } })).toEqual([
      "[root] 2.000000 s: event loop and uninstrumented code, 0.750000 s of it tsprof's own work",
    ]);
  });

  it('what makes times less sure, when it matters', () => {
    const { elapsed } = thread(profile);
    expect(below({ health: { gap: elapsed / 20, waited: elapsed / 20 } })).toEqual([]);
    expect(below({ elapsed: 1e9, health: { gap: 6e7, waited: 3e8 } })).toEqual([
      'times are less sure, no core was idle: for up to 0.060000 s nobody saw where the program was; it stood still for 0.300000 s until its log was read (--clock exact needs none)',
    ]);
  });

  it("a tag's own time, where the tag is selected", () => {
    const tagged = profileOf([call('[tag 0]', 7e6, call('a', 3e6))], {
      definitions: { '[tag 0]': { kind: 'tag', line: 0 } },
    });
    expect(table(tagged, { tag: '0' }).at(-2)).toBe('[tag 0] 0.004000 s of its own');
  });

  it('calls that had not ended, or were there before', () => {
    expect(below({ edges: { ...edges, pending: [2, 1], late: [0, 1] } })).toEqual([
      '3 calls not ended yet: serve 2 (main.ts:1), poll 1 (main.ts:2)',
      '1 call running before profiling started: poll 1 (main.ts:2)',
    ]);
  });

  it('also of functions that are not shown', () => {
    expect(below({ edges: { ...edges, pending: [2, 0] } }, { filter: /poll/ }).at(-1)).toBe(
      '2 calls not ended yet: serve 2 (main.ts:1)',
    );
  });

  it('anomalies and notes', () => {
    const anomalies = { leaveWithoutEnter: 3, other: 0 };
    expect(below({ anomalies, notes: ['the ring was full', 'the ring was full', 'b\nc'] })).toEqual([
      'anomalies, figures may be off: leaveWithoutEnter 3',
      'note: the ring was full',
      'note: b\\x0ac',
    ]);
  });

  it('at most five of a kind by name', () => {
    const names = Array.from({ length: 8 }, (_, n) => `f${n}`);
    const many = profileOf(names.map((name) => call(name, 1)));
    const pending = names.map(() => 1);
    const notes = names.map((name) => `note of ${name}`);
    const lines = table(withThreads(many, { edges: { ...thread(many).edges, pending }, notes }));
    expect(lines.find((line) => line.includes('not ended'))).toMatch(
      /^8 calls not ended yet: f0 1 .*f4 1 .* and 3 more$/,
    );
    expect(lines.at(-2)).toBe('3 more notes in the profile');
  });

  it('has room above it for as many functions as a compiler has', () => {
    const size = 20_000;
    const sites = Array.from({ length: size }, (_, site) => site);
    const ones = Object.fromEntries(Object.keys(edges).map((column) => [column, sites.map(() => 1)]));
    const zeros = sites.map(() => 0);
    const wide = withThreads(profile, {
      nodes: { site: [-1, ...sites], parent: [-1, ...zeros] },
      edges: {
        ...edges,
        ...ones,
        from: zeros,
        to: sites.map((site) => site + 1),
        late: zeros,
        pending: zeros,
      },
    });
    const kind = sites.map(() => 'function' as const);
    const names = { name: sites.map((site) => `f${site}`), file: zeros, line: sites, column: sites, kind };
    expect(table({ ...wide, sites: names })).toHaveLength(
      'heading, empty, titles'.split(', ').length + size + 2,
    );
  });
});

describe('long and wide names', () => {
  it('one long name does not make all rows as long, also where there is no terminal', () => {
    const [, , headings, ...rows] = table(profileOf([call('x'.repeat(1e6), 2), call('b', 1)]));
    expect(headings!.length).toBeLessThan(300);
    expect(rows[0]).toMatch(/^x{100}…x{99} +1 /);
  });

  it('characters of wide scripts take two columns, marks none', () => {
    const rows = table(profileOf([call('名前', 3), call('e\u0301', 2), call('four', 1)])).slice(3, 6);
    expect(rows.map((row) => row.slice(0, row.indexOf('1')))).toEqual([
      '名前      ',
      'e\u0301         ',
      'four      ',
    ]);
    expect(elide('名前名前名前', 6)).toBe('名…前');
  });
});
