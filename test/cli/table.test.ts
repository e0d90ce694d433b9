import { printable } from '@tsprof/runtime/profile';
import { mergeProfiles } from '@tsprof/runtime/profile';
import type { Profile, ThreadProfile } from '@tsprof/runtime/profile';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { inColour } from '../../report/src/command-line/colours.ts';
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
    expect(table(profile)[3]).toBe(
      'a       3/1  9.00 ms  100.0%  9.00 ms  9.00 ms      0  9.00 ms  9.00 ms  main.ts:1',
    );
  });

  it('have three significant digits, in the unit that suits them', () => {
    const profile = profileOf([
      call('long', 2_500_000),
      ...Array.from({ length: 20 }, () => call('short', 42)),
    ]);
    expect(table(profile).slice(2, 5)).toEqual([
      'name   ncall     tsub   tsub%     ttot     tavg  twait     tmax      p99  file:line',
      'long       1  2.50 ms  100.0%  2.50 ms  2.50 ms      0  2.50 ms  2.50 ms  main.ts:1',
      'short     20   840 ns    0.0%   840 ns  42.0 ns      0  42.0 ns  42.0 ns  main.ts:2',
    ]);
  });

  it('without a clock there are no times', () => {
    expect(table(profileOf([call('a', 0, call('b', 0))], { clock: 'none' })).slice(0, 5)).toEqual([
      'elapsed 0, 1 thread, clock none, sorted by tsub',
      '',
      'name  ncall  tsub  tsub%  ttot  tavg  twait  tmax  p99  file:line',
      'a         1     –      –     –     –      –     –    –  main.ts:1',
      'b         1     –      –     –     –      –     –    –  main.ts:2',
    ]);
  });

  it('nothing at all is a table too', () => {
    expect(table({ ...profileOf([]), threads: [] })).toEqual([
      'elapsed 0, 0 threads, clock none, sorted by tsub',
      '',
      'name  ncall  tsub  tsub%  ttot  tavg  twait  tmax  p99  file:line',
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
    const figures = '1  5.00 ns  100.0%  5.00 ns  5.00 ns      0  5.00 ns  5.00 ns';
    const full = `${long}      ${figures}  ${file}:120`;
    expect(table(profile)[3]).toBe(full);
    expect(table(profile, { width: full.length })[3]).toBe(full);
  });

  const own = ['1', '5.00 ns', '100.0%', '5.00 ns'];
  const all = [...own, '5.00 ns', '0', '5.00 ns', '5.00 ns'];
  it.each([
    [140, long, all, 'package…/src/routes/checkout.ts:120'],
    [120, 'outer/middle/…most/handler', all, 'packa…tes/checkout.ts:120'],
    // Nothing has waited; then the columns that say least go: p99, tavg, and at last tmax.
    [100, 'outer/middle…ost/handler', [...own, '5.00 ns', '5.00 ns'], 'packa…s/checkout.ts:120'],
    [80, 'outer/middl…ost/handler', own, 'packa…/checkout.ts:120'],
  ])('are cut to fit %i characters, and some figures left out', (width, name, figures, place) => {
    const line = table(profile, { width })[3]!;
    expect(line).toHaveLength(width);
    expect(line.split(/ {2,}/)).toEqual([name, ...figures, place]);
  });

  it('are not cut to nothing', () => {
    expect(table(profile, { width: 10 })[3]).toBe(
      'outer/…ndler      1  5.00 ns  100.0%  5.00 ns  pac…t.ts:120',
    );
  });

  it('never lose the line', () => {
    const at = (column: number) => ({ file: 'dist/assets/bundle.min.js', line: 12_345, column });
    const definitions = { a: at(1_234_567), b: at(7) };
    const rows = table(profileOf([call('a', 2), call('b', 1)], { definitions }), { width: 10 }).slice(3, 5);
    expect(rows.map((row) => row.split(/ {2,}/).at(-1))).toEqual([
      'dis…:12345:1234568',
      'dist…in.js:12345:8',
    ]);
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

describe('places', () => {
  const at = (column: number) => ({ file: 'a.ts', line: 7, column });
  const definitions = {
    '<arrow:7>': at(4),
    'outer/<arrow:7>': at(30),
    alone: { file: 'a.ts', line: 8, column: 2 },
    '<module>': { file: 'a.ts', line: 1, kind: 'module' as const },
    first: { file: 'a.ts', line: 1, column: 9 },
  };

  it('have a column, from 1, where several functions begin on the line', () => {
    const names = Object.keys(definitions);
    const rows = table(
      profileOf(
        names.map((name, at) => call(name, 9 - at)),
        { definitions },
      ),
    ).slice(3, 8);
    expect(rows.map((row) => row.split(/ {2,}/).at(-1))).toEqual([
      'a.ts:7:5',
      'a.ts:7:31',
      'a.ts:8',
      'a.ts:1',
      'a.ts:1',
    ]);
  });

  it('have it also where the others are not shown', () => {
    const profile = profileOf([call('<arrow:7>', 2), call('outer/<arrow:7>', 1)], { definitions });
    expect(table(profile, { filter: /outer/ })[3]).toMatch(/ {2}a\.ts:7:31$/);
  });
});

describe('the height of a terminal', () => {
  const names = Array.from({ length: 200 }, (_, at) => `f${at}`);
  const many = profileOf(names.map((name) => call(name, 1000)));
  const shown = (options: Partial<TableOptions>) => {
    const lines = table(many, options);
    return [lines.filter((line) => /^f\d+ /.test(line)).length, lines.at(-2)];
  };

  it.each([
    // Of 24 lines five frame the table, and one says what is left out.
    [{ height: 24 }, 18, '18 of 200 functions shown, all of them with --all'],
    [{ height: 60 }, 54, '54 of 200 functions shown, all of them with --all'],
    [{ height: 3 }, 5, '5 of 200 functions shown, all of them with --all'],
    [{}, 44, '44 of 200 functions shown, all of them with --all'],
    [{ height: 24, limit: 7 }, 7, '7 of 200 functions shown'],
    [{ height: 24, limit: 150 }, 150, '150 of 200 functions shown'],
  ])('%j', (options, count, line) => {
    expect(shown(options)).toEqual([count, line]);
  });

  it('does not count where all are asked for', () => {
    expect(shown({ height: 24, all: true })[0]).toBe(200);
  });

  it('has room for the lines of callers, too', () => {
    const called = profileOf([call('a', 9, ...names.map((name) => call(name, 0)))]);
    const lines = table(called, { height: 24, callers: true });
    expect(lines.filter((line) => / <- /.test(line))).toHaveLength(9);
    expect(lines.at(-2)).toBe('9 of 201 functions shown, all of them with --all');
  });

  it('is that of lines, so that nothing scrolls', () => {
    expect(table(many, { height: 24 })).toHaveLength(24);
  });
});

describe('colours', () => {
  const profile = profileOf([call('hot', 50e6), call('warm', 10e6), call('cold', 1e6)], { elapsed: 100e6 });
  const paint: TableOptions['paint'] = (style, text) => `{${style} ${text}}`;

  it('tell what takes much from what does not', () => {
    expect(table(profile, { paint }).slice(0, 6)).toEqual([
      '{heading elapsed 100 ms, 1 thread, clock exact, sorted by tsub}',
      '',
      '{heading name}  {heading ncall}     {heading tsub}  {heading tsub%}     {heading ttot}     {heading tavg}  {heading twait}     {heading tmax}      {heading p99}  {heading file:line}',
      'hot       1  {hot 50.0 ms}  {hot 50.0%}  50.0 ms  50.0 ms      0  50.0 ms  50.0 ms  {faint main.ts:1}',
      'warm      1  {warm 10.0 ms}  {warm 10.0%}  10.0 ms  10.0 ms      0  10.0 ms  10.0 ms  {faint main.ts:2}',
      'cold      1  1.00 ms   1.0%  1.00 ms  1.00 ms      0  1.00 ms  1.00 ms  {faint main.ts:3}',
    ]);
  });

  it('change no text and no width', () => {
    const painted = table(profile, { paint: inColour, width: 80 });
    expect(painted.map((line) => stripVTControlCharacters(line))).toEqual(table(profile, { width: 80 }));
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
      'elapsed 5.00 s, 2 threads, clock observed and exact, sorted by tsub',
      '',
      'name  ncall    tsub   tsub%    ttot    tavg  twait    tmax     p99  file:line',
      'a         3  5.00 s  100.0%  5.00 s  1.67 s      0  3.00 s  3.00 s  main.ts:1',
      '',
      'thread  name    ncall  elapsed  [root]  clock',
      '7.0     main        1   5.00 s  2.00 s  observed',
      '7.1     worker      2   2.00 s       0  exact',
      '',
      '[root] 2.00 s idle, collecting garbage, or in code without probes',
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
    const elapsed = 4e9;
    expect(below({ elapsed, rootSelf: 2e9 })).toEqual([
      '[root] 2.00 s (50.0%) idle, collecting garbage, or in code without probes',
    ]);
    expect(below({ elapsed, rootSelf: 2e9, health: { paused: 5e8, marks: 3 } })).toEqual([
      "[root] 1.50 s (42.9%) idle, collecting garbage, or in code without probes, 500 ms (in no percentage) tsprof's own",
    ]);
  });

  it('what probes took of others is the root’s, too', () => {
    expect(below({ elapsed: 4e9, rootSelf: 2e9, health: { paused: 5e8, probes: 1e9 } })).toEqual([
      "[root] 500 ms (20.0%) idle, collecting garbage, or in code without probes, 1.50 s (in no percentage) tsprof's own",
    ]);
  });

  it('what was tsprof’s own is in no percentage', () => {
    const half = withThreads(profileOf([call('serve', 1e9)]), {
      ...{ elapsed: 4e9, rootSelf: 3e9 },
      health: { paused: 2e9 },
    });
    expect(table(half)[3]).toBe(
      'serve      1  1.00 s  50.0%  1.00 s  1.00 s      0  1.00 s  1.00 s  main.ts:1',
    );
  });

  it('what makes times less sure, when it matters', () => {
    const { elapsed } = thread(profile);
    expect(below({ health: { gap: elapsed / 20, waited: elapsed / 20 } })).toEqual([]);
    expect(below({ clock: 'observed', elapsed: 1e9, health: { gap: 6e7, waited: 3e8 } })).toEqual([
      'times are less sure, no core was idle: for up to 60.0 ms nobody saw where the program was; it stood still for 300 ms until its log was read (--clock exact needs none)',
    ]);
    expect(below({ clock: 'exact', elapsed: 1e9, health: { waited: 3e8 } })).toEqual([]);
  });

  it('how much time is known of windows alone', () => {
    expect(below({ elapsed: 1e9, health: { windows: 8e8 } })).toEqual([
      'of 800 ms (80.0%) it is known to within some dozens of calls who took it: dense code of a page that is not isolated',
    ]);
  });

  it("a tag's own time, where the tag is selected", () => {
    const tagged = profileOf([call('[tag 0]', 7e6, call('a', 3e6))], {
      definitions: { '[tag 0]': { kind: 'tag', line: 0 } },
    });
    expect(table(tagged, { tag: '0' }).at(-2)).toBe('[tag 0] 4.00 ms of its own');
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
    expect(table({ ...wide, sites: names }, { all: true })).toHaveLength(
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
