import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Profile } from '@tsprof/runtime/profile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../cli/src/main.ts';
import { call, profileOf, withThreads } from '../profile/support/build.ts';
import type { Call, Definition } from '../profile/support/build.ts';
import { runFake } from '../support/fake-process.ts';
import type { Outcome } from '../support/fake-process.ts';

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'tsprof-diff-'));
});
afterAll(() => rmSync(scratch, { recursive: true }));

function save(name: string, profile: Profile): string {
  mkdirSync(join(scratch, name, '..'), { recursive: true });
  writeFileSync(join(scratch, name), JSON.stringify(profile));
  return name;
}

const diff = (...args: readonly string[]): Promise<Outcome> =>
  runFake(main, ['diff', ...args], { cwd: scratch });

type Definitions = Readonly<Record<string, Definition>>;
type Figure = { readonly before: number; readonly after: number; readonly change: number };

interface Row {
  readonly name: string;
  readonly line: number;
  readonly status: string;
  readonly was?: { readonly name: string; readonly file: string };
  readonly chance?: number;
  readonly ncall: Figure;
  readonly tsub: Figure;
}

/** What JSON says of two profiles of these calls. */
async function compared(
  before: readonly Call[],
  after: readonly Call[],
  definitions: readonly [Definitions, Definitions] = [{}, {}],
  ...args: readonly string[]
): Promise<Row[]> {
  const [one, other] = definitions;
  save('before.tsprof', profileOf(before, { definitions: one }));
  save('after.tsprof', profileOf(after, { definitions: other }));
  const { stdout, stderr } = await diff('before.tsprof', 'after.tsprof', '--json', ...args);
  expect(stderr).toBe('');
  return (JSON.parse(stdout) as { functions: Row[] }).functions;
}

/** Each function in short: `name`, `+new`, `-gone`, or `name<was`. */
const inShort = (rows: readonly Row[]): string[] =>
  rows
    .map(({ name, status, was }) => {
      if (status !== 'kept') return `${status === 'new' ? '+' : '-'}${name}`;
      return was === undefined ? name : `${name}<${was.name}`;
    })
    .sort();

describe('tsprof diff', () => {
  it('prints what has changed, the largest change first', async () => {
    const b = [call('a', 100e6), call('b', 20e6), call('same', 5e6)];
    const a = [call('a', 110e6, call('c', 4e6)), call('a', 10e6), call('same', 5e6)];
    save('b.tsprof', profileOf(b, { definitions: { same: { line: 9 }, b: { line: 2 } } }));
    save('a.tsprof', profileOf(a, { definitions: { same: { line: 9 }, c: { file: 'c.ts' } } }));
    expect(await diff('b.tsprof', 'a.tsprof')).toEqual({
      stdout: `\
elapsed 125 ms to 125 ms (0, 0%), 1 run and 1 run, by the change of tsub

name  tsub before    after    change       %  ncall      ttot  twait  file:line
b         20.0 ms        0  -20.0 ms    gone     -1  -20.0 ms      0  /project/main.ts:2
a          100 ms   116 ms  +16.0 ms  +16.0%     +1  +20.0 ms      0  /project/main.ts:1
c               0  4.00 ms  +4.00 ms     new     +1  +4.00 ms      0  /project/c.ts:2

of one run each nobody can tell whether times have changed or differ by chance; counts are exact
`,
      stderr: '',
      exitCode: 0,
    });
  });

  it('of a profile with itself says that nothing has changed', async () => {
    save('x.tsprof', profileOf([call('a', 5)]));
    const { stdout } = await diff('x.tsprof', 'x.tsprof');
    expect(stdout.split('\n').slice(2)).toEqual(['nothing has changed', '']);
  });

  it('sorts, filters and limits', async () => {
    save('x.tsprof', profileOf([call('a', 50), call('b', 1), call('c', 9)]));
    save('y.tsprof', profileOf([call('a', 90), call('b', 1), call('b', 1), call('b', 3), call('c', 3)]));
    const names = async (...args: string[]) => {
      const { stdout } = await diff('x.tsprof', 'y.tsprof', '--json', ...args);
      return (JSON.parse(stdout) as { functions: Row[] }).functions.map(({ name }) => name).join('');
    };
    expect(await names()).toBe('acb');
    expect(await names('--sort', 'ncall')).toBe('bac');
    expect(await names('--limit', '2')).toBe('ac');
    expect(await names('--filter', '^[bc]$')).toBe('cb');
    const { stdout } = await diff('x.tsprof', 'y.tsprof', '--limit', '1');
    expect(stdout).toContain('1 of 3 changes shown\n');
  });

  it('JSON has all figures, times in seconds', async () => {
    const [row] = await compared([call('a', 1e9)], [call('a', 3e9), call('a', 1e9)]);
    expect(row).toMatchObject({
      ...{ name: 'a', file: '/project/main.ts', line: 1, column: 0, kind: 'function', status: 'kept' },
      ncall: { before: 1, after: 2, change: 1 },
      tsub: { before: 1, after: 4, change: 3 },
      tavg: { before: 1, after: 2, change: 1 },
      tmax: { before: 1, after: 3, change: 2 },
    });
    expect(row).not.toHaveProperty('chance');
  });
});

describe('functions', () => {
  const at = (line: number, column = 0, file = 'a.ts'): Definition => ({ file, line, column });

  it('are found by name where lines have moved', async () => {
    const rows = await compared(
      [call('f', 1), call('g', 1)],
      [call('f', 3), call('g', 4)],
      [
        { f: at(1), g: at(5) },
        { f: at(11), g: at(25) },
      ],
    );
    expect(inShort(rows)).toEqual(['f', 'g']);
    expect(rows.map(({ line }) => line)).toEqual([25, 11]);
  });

  it('without a name are found by how far the functions before them have moved', async () => {
    const before = { f: at(1), '<arrow:3>': at(3, 4), g: at(9), '<arrow:12>': at(12, 4) };
    // A new one has come before either of them.
    const after = {
      f: at(3),
      '<arrow:5>': at(5, 4),
      g: at(14),
      '<arrow:15>': at(15, 4),
      '<arrow:17>': at(17, 4),
    };
    const calls = (names: object, first: number) =>
      Object.keys(names).map((name, n) => call(name, first + n));
    const rows = await compared(calls(before, 1), calls(after, 10), [before, after]);
    expect(inShort(rows)).toEqual(['+<arrow:15>', '<arrow:17>', '<arrow:5>', 'f', 'g']);
    const change = (name: string) => rows.find((row) => row.name === name)!.tsub;
    expect(Math.round(change('<arrow:17>').before * 1e9)).toBe(4);
    expect(Math.round(change('<arrow:5>').before * 1e9)).toBe(2);
  });

  it('that have another name, or file, are told of', async () => {
    const before = { f: at(1), old: at(5), moved: at(9) };
    const after = { f: at(2), renamed: at(6), moved: at(1, 0, 'b.ts') };
    const calls = (names: object, first: number) =>
      Object.keys(names).map((name, n) => call(name, first + n));
    const rows = await compared(calls(before, 1), calls(after, 10), [before, after]);
    expect(inShort(rows)).toEqual(['f', 'moved<moved', 'renamed<old']);
    const { stdout } = await diff('before.tsprof', 'after.tsprof');
    expect(stdout).toContain('renamed [was old] ');
    expect(stdout).toContain('moved [was moved in /project/a.ts] ');
  });

  it('named for what they are passed to are found where lines have moved, and where its argument is another one', async () => {
    const before = {
      f: at(1),
      'app.get("/users")': at(3, 18),
      'app.get("/users")/rows.map()': at(4, 20),
      'app.get("/posts")': at(8, 18),
      'app.get("/gone")': at(12, 18),
    };
    const after = {
      f: at(2),
      'app.get("/people")': at(4, 19),
      'app.get("/people")/rows.map()': at(5, 20),
      'app.get("/posts")': at(9, 18),
      'app.get("/new")': at(30, 18),
    };
    const calls = (names: object, first: number) =>
      Object.keys(names).map((name, n) => call(name, first + n));
    const rows = await compared(calls(before, 1), calls(after, 10), [before, after]);
    expect(inShort(rows)).toEqual([
      '+app.get("/new")',
      '-app.get("/gone")',
      'app.get("/people")/rows.map()<app.get("/users")/rows.map()',
      'app.get("/people")<app.get("/users")',
      'app.get("/posts")',
      'f',
    ]);
  });

  it('are not taken for others just because they are all that is left', async () => {
    const rows = await compared(
      [call('f', 1), call('x', 1)],
      [call('f', 2), call('y', 1)],
      [
        { f: at(1), x: at(5) },
        { f: at(1), y: at(50) },
      ],
    );
    expect(inShort(rows)).toEqual(['+y', '-x', 'f']);
  });

  it('of two checkouts are the same by their paths within them', async () => {
    save('one.tsprof', profileOf([call('f', 1)], { cwd: '/home/a' }));
    save('two.tsprof', profileOf([call('f', 2)], { cwd: '/home/b' }));
    const { stdout } = await diff('one.tsprof', 'two.tsprof', '--json');
    expect((JSON.parse(stdout) as { functions: Row[] }).functions).toMatchObject([
      { name: 'f', file: 'main.ts', status: 'kept' },
    ]);
  });
});

describe('--paths', () => {
  it('leaves out a path along which nothing was called', async () => {
    const withUnusedNode = (name: string, profile: Profile): string => {
      const [thread] = profile.threads as [Profile['threads'][number]];
      const nodes = { site: [...thread.nodes.site, 0], parent: [...thread.nodes.parent, 2] };
      return save(name, { ...profile, threads: [{ ...thread, nodes }] });
    };
    const before = withUnusedNode('one.tsprof', profileOf([call('a', 4, call('b', 1))]));
    const after = withUnusedNode('two.tsprof', profileOf([call('a', 9, call('b', 3))]));
    const { stdout, stderr, exitCode } = await diff('--paths', '--json', before, after);
    const { functions } = JSON.parse(stdout) as { functions: readonly { readonly name: string }[] };
    expect(functions.map(({ name }) => name).sort()).toEqual(['a', 'a > b']);
    expect([stderr, exitCode]).toEqual(['', 0]);
  });

  it('tells the same function by who called it', async () => {
    const before = [call('a', 10, call('x', 4)), call('b', 10, call('x', 4))];
    const after = [call('a', 10, call('x', 4)), call('b', 16, call('x', 5), call('x', 5))];
    const rows = await compared(before, after, [{}, {}], '--paths');
    expect(rows.map(({ name, ncall, tsub }) => [name, ncall.change, Math.round(tsub.change * 1e9)])).toEqual([
      ['b > x', 1, 6],
      ['b', 0, 0],
    ]);
  });

  it('goes by what functions are called now, however they were', async () => {
    const at = (line: number): Definition => ({ file: 'a.ts', line });
    const definitions: [Definitions, Definitions] = [{ old: at(3) }, { renamed: at(3) }];
    const rows = await compared(
      [call('old', 9, call('x', 1))],
      [call('renamed', 9, call('x', 2))],
      definitions,
      '--paths',
    );
    expect(inShort(rows)).toEqual(['renamed > x<old > x', 'renamed<old']);
  });
});

describe('several runs', () => {
  const runs = (folder: string, times: readonly number[], counts: readonly number[] = []) => {
    for (const [at, time] of times.entries()) {
      const calls = Array.from({ length: counts[at] ?? 1 }, () => call('g', 1));
      save(`${folder}/${at}.tsprof`, profileOf([call('f', time), ...calls]));
    }
    return folder;
  };

  it('say how likely a change is by chance, and what so many can show at best', async () => {
    runs('slow', [10e6, 11e6, 12e6, 11e6, 10e6]);
    runs('fast', [20e6, 21e6, 22e6, 21e6, 20e6]);
    const { stdout } = await diff('slow', 'fast');
    const lines = stdout.split('\n');
    expect(lines[0]).toContain('5 runs and 5 runs');
    expect(lines[2]).toMatch(/^name +tsub before +after +change +% +chance +ncall/);
    expect(lines[3]).toMatch(/^f +10\.8 ms +20\.8 ms +\+10\.0 ms +\+92\.6% +0\.00\d+ /);
    expect(lines.at(-2)).toBe(
      'chance: how likely the change is if nothing has changed; so many runs can show 0.0079 at best, below 0.05 it is hardly noise',
    );
  });

  it('always say the same of the same runs', async () => {
    runs(
      'one',
      [10, 11, 14, 13, 12].map((n) => n * 1e6),
    );
    runs(
      'two',
      [12, 11, 15, 14, 16].map((n) => n * 1e6),
    );
    const [once, again] = [await diff('one', 'two'), await diff('one', 'two')];
    expect(once.stdout).toBe(again.stdout);
  });

  it('are too few to be sure below four', async () => {
    runs('three', [1, 2, 3]);
    runs('more', [5, 6, 7]);
    const { stdout } = await diff('three', 'more');
    expect(stdout).toContain('so many runs can show 0.10 at best, which is too few to be sure\n');
  });

  it('may be named one by one', async () => {
    runs('many', [1, 2, 3]);
    const named = ['many/0.tsprof', 'many/1.tsprof', 'many/2.tsprof'];
    const { stdout } = await diff('--before', ...named, '--after', ...named.slice(1));
    expect(stdout).toContain('3 runs and 2 runs');
  });

  it('counts that are the same in all runs are exact', async () => {
    runs('few', [5, 5, 5], [2, 2, 2]);
    runs('lots', [5, 5, 5], [3, 3, 3]);
    const { stdout } = await diff('few', 'lots', '--sort', 'ncall');
    expect(stdout.split('\n')[3]).toMatch(/^g +2 +3 +\+1 +\+50\.0% +exact /);
  });
});

describe('--fail-on', () => {
  beforeAll(() => {
    const before = [call('parse', 100e6), call('read', 10e6)];
    const after = [call('parse', 100e6), call('parse', 20e6), call('read', 9e6), call('more', 1e6)];
    save('was.tsprof', profileOf(before));
    save('is.tsprof', profileOf(after));
  });

  it.each([
    [
      ['ncall>0'],
      [
        'ncall>0: ncall of parse (/project/main.ts:1) has grown from 1 to 2 (+1, +100.0%)',
        'ncall>0: ncall of more (/project/main.ts:3) has grown from 0 to 1 (+1)',
      ],
    ],
    [['ncall>1'], []],
    [['function:parse ncall>100%'], []],
    [
      ['function:parse ncall > 99.9%'],
      [
        'function:parse ncall > 99.9%: ncall of parse (/project/main.ts:1) has grown from 1 to 2 (+1, +100.0%)',
      ],
    ],
    [
      ['function:parse ttot>19ms'],
      [
        'function:parse ttot>19ms: ttot of parse (/project/main.ts:1) has grown from 100 ms to 120 ms (+20.0 ms, +20.0%)',
      ],
    ],
    [
      [
        'function:parse ttot>20ms',
        'function:parse ttot>20%',
        'function:parse ttot>0.02',
        'function:parse ttot>20000us',
      ],
      [],
    ],
    [['function:read ttot>0', 'function:read tsub>0%'], []],
    [
      ['function:more tsub>1000%'],
      ['function:more tsub>1000%: tsub of more (/project/main.ts:3) has grown from 0 to 1.00 ms (+1.00 ms)'],
    ],
  ])('%j', async (conditions, lines) => {
    const { stderr, exitCode } = await diff('was.tsprof', 'is.tsprof', '--fail-on', ...conditions);
    expect(stderr.split('\n').filter(Boolean)).toEqual(lines.map((line) => `tsprof: ${line}`));
    expect(exitCode).toBe(lines.length === 0 ? 0 : 1);
  });

  it('is in JSON and Markdown, too', async () => {
    const condition = ['--fail-on', 'function:parse ncall>0'];
    const json = await diff('was.tsprof', 'is.tsprof', '--json', ...condition);
    const message =
      'function:parse ncall>0: ncall of parse (/project/main.ts:1) has grown from 1 to 2 (+1, +100.0%)';
    expect(JSON.parse(json.stdout)).toMatchObject({
      violations: [{ condition: 'function:parse ncall>0', message }],
    });
    const markdown = await diff('was.tsprof', 'is.tsprof', '--markdown', ...condition);
    expect(markdown.stdout.split('\n')[0]).toBe(`- :x: \`${message}\``);
    expect([json.exitCode, markdown.exitCode]).toEqual([1, 1]);
  });

  it('times of several runs must be beyond the noise, if there are enough to tell', async () => {
    for (const [at, time] of [10, 30, 11, 29, 12].entries())
      save(`noisy/${at}.tsprof`, profileOf([call('f', time * 1e6)]));
    for (const [at, time] of [31, 12, 30, 13, 29].entries())
      save(`noisier/${at}.tsprof`, profileOf([call('f', time * 1e6)]));
    for (const [at, time] of [40, 41, 42, 43, 44].entries())
      save(`slower/${at}.tsprof`, profileOf([call('f', time * 1e6)]));
    expect((await diff('noisy', 'noisier', '--fail-on', 'ttot>10%')).exitCode).toBe(0);
    expect((await diff('noisy', 'slower', '--fail-on', 'ttot>10%')).exitCode).toBe(1);
  });

  it.each([
    [
      'ncall',
      "--fail-on is \"ncall\", but expected is [function:NAME ]FIGURE>CHANGE, such as 'ncall>0', 'ttot>10%' or 'tsub>5ms'",
    ],
    [
      'ncall>-1',
      "--fail-on is \"ncall>-1\", but expected is [function:NAME ]FIGURE>CHANGE, such as 'ncall>0', 'ttot>10%' or 'tsub>5ms'",
    ],
    ['ncall>5ms', '--fail-on is "ncall>5ms", but ncall is a count'],
    [
      'time>5',
      '--fail-on: there is no figure "time" to compare. Use one of ncall, nactualcall, tsub, ttot, tavg, twait, trun, tmax, nsuspend, nyield, pending.',
    ],
    ['function:nobody ncall>0', '--fail-on function:nobody ncall>0: no profile has a function of that name'],
  ])('refuses %j', async (condition, line) => {
    expect(await diff('was.tsprof', 'is.tsprof', '--fail-on', condition)).toEqual({
      ...{ stdout: '', stderr: `tsprof: ${line}\n`, exitCode: 2 },
    });
  });

  it('without a clock has counts to go by, and no times', async () => {
    save('none.tsprof', profileOf([call('f', 0)], { clock: 'none' }));
    save('none-too.tsprof', profileOf([call('f', 0), call('f', 0)], { clock: 'none' }));
    const counts = await diff('none.tsprof', 'none-too.tsprof', '--fail-on', 'ncall>0');
    expect(counts.exitCode).toBe(1);
    expect(counts.stdout).toContain('counts alone are compared: a profile has no times (clock none)\n');
    expect(await diff('none.tsprof', 'none-too.tsprof', '--fail-on', 'ttot>1%')).toMatchObject({
      stderr: 'tsprof: --fail-on ttot>1%: a profile has no times (clock none)\n',
      exitCode: 2,
    });
  });
});

describe('names', () => {
  const evil = '\x1b[2J`|<img src=x>|\n@all';
  beforeAll(() => {
    save('calm.tsprof', profileOf([call('f', 1)]));
    const profile = profileOf([call('f', 1), call(evil, 5)], { definitions: { [evil]: { file: evil } } });
    save('evil.tsprof', withThreads(profile, { name: evil }));
  });

  it('are text in Markdown', async () => {
    const { stdout } = await diff('calm.tsprof', 'evil.tsprof', '--markdown');
    const row = stdout.split('\n').find((line) => line.includes('img'))!;
    expect(row).toMatch(/^\| `\\x1b\[2J'¦<img src=x>¦\\x0a@all` \| 0 \| /);
    expect(row).toMatch(/ \| `[^`]*` \|$/);
  });

  it('are safe for terminals', async () => {
    const { stdout, stderr } = await diff('calm.tsprof', 'evil.tsprof', '--fail-on', 'ncall>0');
    expect(stdout + stderr).not.toContain('\x1b');
    expect(stderr.split('\n')).toHaveLength(2);
  });
});

describe('bad usage', () => {
  it.each([
    [[], 'one profile or several from before the change are expected, but none is given'],
    [['x.tsprof'], 'cannot read x.tsprof'],
    [['b.tsprof', 'a.tsprof', '--sort', 'name'], 'cannot sort by "name". Use one of ncall, '],
    [
      ['b.tsprof', 'a.tsprof', '--json', '--markdown'],
      "option '--markdown' cannot be used with option '--json'.",
    ],
    [
      ['b.tsprof', 'empty'],
      'no profile is in empty. Name profiles (*.tsprof, *.tsprof.gz), or where there are some.',
    ],
  ])('%j is one line, exit 2', async (args, message) => {
    mkdirSync(join(scratch, 'empty'), { recursive: true });
    rmSync(join(scratch, 'x.tsprof'), { force: true });
    const { stdout, stderr, exitCode } = await diff(...args);
    expect(stderr).toMatch(/^tsprof: [^\n]+\n$/);
    expect(stderr).toContain(message);
    expect([stdout, exitCode]).toEqual(['', 2]);
  });
});
