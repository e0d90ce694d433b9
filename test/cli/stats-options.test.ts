/** What `tsprof stats` shows of a profile, and how, besides the plain table. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../cli/src/main.ts';
import { call, profileOf, withThreads } from '../profile/support/build.ts';
import { runFake } from '../support/fake-process.ts';
import type { FakeOptions, Outcome } from '../support/fake-process.ts';
import { file, server } from './server-profile.ts';

const YAPPI = fileURLToPath(new URL('../../fixtures/profiles/yappi-document.tsprof', import.meta.url));
const CWD = '/project';

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'tsprof-stats-options-'));
});
afterAll(() => rmSync(scratch, { recursive: true }));

function save(name: string, profile: object): string {
  const file = join(scratch, name);
  writeFileSync(file, JSON.stringify(profile));
  return file;
}

function stats(args: readonly string[], options: FakeOptions = {}): Promise<Outcome> {
  return runFake(main, ['stats', ...args], { cwd: CWD, ...options });
}

/** The first column of the table. */
async function names(...args: readonly string[]): Promise<string[]> {
  const { stdout, stderr } = await stats(['--csv', '--columns', 'name', ...args]);
  expect(stderr).toBe('');
  return stdout.trimEnd().split('\n').slice(1);
}

describe('--restrict, as in pstats', () => {
  let file: string;
  beforeAll(() => {
    const letters = [...'abcdefghij'];
    file = save('letters', profileOf(letters.map((name, at) => call(name, 100 - at))));
  });

  it.each([
    [['3'], 'abc'],
    [['0'], ''],
    [['50%'], 'abcde'],
    [['0.5'], 'abcde'],
    [['.25'], 'abc'],
    [['12.5%'], 'a'],
    [['1.0'], 'abcdefghij'],
    [['100%'], 'abcdefghij'],
    [['main.ts:[2-4]\\('], 'bcd'],
    [['\\([a-c]\\)', '2'], 'ab'],
    [['5', '[b-z]\\)$', '50%'], 'bc'],
  ])('%j', async (restrictions, left) => {
    const args = restrictions.flatMap((restriction) => ['--restrict', restriction]);
    expect((await names(file, ...args)).join('')).toBe(left);
  });

  it('comes after the filter and before the limit', async () => {
    const args = ['--filter', '^[c-j]$', '--restrict', '50%', '--limit', '3'];
    expect(await names(file, ...args)).toEqual(['c', 'd', 'e']);
  });

  it.each([
    ['[', '--restrict is "[", neither a count, a percentage nor a regular expression'],
    ['101%', '--restrict is "101%", but 100% is all there is'],
    ['1.5', '--restrict is "1.5", but 100% is all there is'],
  ])('refuses %j', async (restriction, line) => {
    expect(await stats([file, '--restrict', restriction])).toEqual({
      stdout: '',
      stderr: `tsprof: ${line}\n`,
      exitCode: 2,
    });
  });
});

describe('p99', () => {
  const many = profileOf([...Array.from({ length: 100 }, () => call('often', 5)), call('once', 7)]);

  it('is the longest of fewer than a hundred calls, else not known', async () => {
    const { stdout } = await stats([save('p99', many), '--columns', 'name,ncall,tmax,p99']);
    expect(stdout.split('\n').slice(2, 5)).toEqual([
      'name   ncall     tmax      p99',
      'often    100  5.00 ns        –',
      'once       1  7.00 ns  7.00 ns',
    ]);
  });

  it('of an async function is known from the lives of its coroutines, by bins', async () => {
    const calls = Array.from({ length: 200 }, (_, at) => call('load', at < 197 ? 10 : 100));
    const plain = profileOf(calls, { definitions: { load: { kind: 'async function' } } });
    const coroutines = {
      edge: [0],
      fulfilled: [200],
      rejected: [0],
      returned: [0],
      life: [2270],
      longest: [100],
    };
    const lives = { coroutine: [0, 0], bin: [10, 100], count: [197, 3] };
    const shown = async (fields: object): Promise<string | undefined> => {
      const { stdout } = await stats([save('lives', withThreads(plain, fields)), '--columns', 'p99']);
      return stdout.split('\n')[3]?.trim();
    };
    expect(await shown({ coroutines, lives })).toBe('100 ns');
    expect(await shown({ coroutines, lives: { ...lives, count: [199, 1] } })).toBe('10.0 ns');
    expect(await shown({ coroutines, lives: { ...lives, count: [150, 3] } })).toBe('–');
    expect(await shown({})).toBe('–');
  });

  it('is known by the clock exact of every function, unless under a tag or where a profile of a sum does not say', async () => {
    const counted = {
      ...many,
      sites: { ...many.sites, kind: many.sites.kind.map(() => 'generator' as const) },
    };
    const callLengths = { site: [0, 0, 1], bin: [4, 6, 7], count: [99, 1, 1] };
    const exact = save('exact', withThreads(counted, { callLengths }));
    const p99 = async (...options: string[]) => {
      const { stdout } = await stats([...options, '--columns', 'name,p99']);
      return stdout.split('\n').slice(3, 5);
    };
    expect(await p99(exact)).toEqual(['often  4.00 ns', 'once   7.00 ns']);
    expect(await p99(exact, exact)).toEqual(['often  4.00 ns', 'once   7.00 ns']);
    expect(await p99(exact, save('observed', counted))).toEqual(['often        –', 'once   7.00 ns']);
    const { stdout } = await stats([exact, '--json']);
    const { functions } = JSON.parse(stdout) as { functions: { p99?: number }[] };
    expect(functions.map((row) => row.p99)).toEqual([4e-9, 7e-9]);
  });

  it('what is not known comes last', async () => {
    expect(await names(save('p99', many), '--sort', 'p99')).toEqual(['once', 'often']);
  });
});

describe('--columns', () => {
  it('are shown in that order, whatever room there is', async () => {
    const chosen = ['--columns', 'ttot%, name,kind,nsuspend,twait%,trun,tmin', '--limit', '2'];
    const { stdout } = await stats([YAPPI, ...chosen], { columns: 20, env: { NO_COLOR: '1' } });
    expect(stdout.split('\n').slice(2, 5)).toEqual([
      'ttot%  name      kind      nsuspend  twait%    trun    tmin',
      '25.0%  burn_cpu  function         0    0.0%  1.00 s  1.00 s',
      '25.0%  burn_io   function         0    0.0%  1.00 s  1.00 s',
    ]);
  });

  it('refuses others, and lists what it knows', async () => {
    const { stderr, exitCode } = await stats([YAPPI, '--columns', 'name,time']);
    expect(stderr).toBe(
      'tsprof: there is no column "time". Use one or more of name, kind, ncall, nactualcall, tsub, tsub%, ttot, ttot%, ' +
        'tavg, twait, twait%, trun, trun%, tprobes, tmin, tmax, p99, nsuspend, nyield, pending, file, line, column, file:line.\n',
    );
    expect(exitCode).toBe(2);
  });
});

describe('for other programs', () => {
  it('--raw-numbers has plain numbers, times in seconds, and no name that is cut', async () => {
    const long = 'n'.repeat(300);
    const profile = profileOf([call(long, 42, call(long, 2))], { elapsed: 84 });
    const { stdout } = await stats([save('raw', profile), '--raw-numbers'], {
      columns: 80,
      env: { NO_COLOR: '1' },
    });
    expect(stdout.split('\n')[3]!.split(/ +/)).toEqual([
      ...[long, '2', '0.000000042', '50.000000'],
      ...['0.000000042', 'main.ts:1'],
    ]);
  });

  it('--csv has all columns, a line each function', async () => {
    const { stdout } = await stats([YAPPI, '--csv', '--filter', 'foo'], { cwd: '/home/me/yappi' });
    expect(stdout).toBe(
      'name,kind,ncall,nactualcall,tsub,tsub%,ttot,ttot%,tavg,twait,twait%,trun,trun%,tprobes,tmin,tmax,p99,' +
        'nsuspend,nyield,pending,file,line,column\n' +
        'foo,async function,1,1,0.000000000,0.000000,4.000000000,100.000000,4.000000000,2.000000000,50.000000,' +
        '2.000000000,50.000000,0.000000000,4.000000000,4.000000000,4.000000000,2,0,0,doc.ts,18,0\n',
    );
  });

  it('--csv quotes what has commas and quotes, and leaves out what is not known', async () => {
    const odd = profileOf([call('a,"b"', 1), call('–', 1)], { clock: 'none' });
    const { stdout } = await stats([save('odd', odd), '--csv', '--columns', 'name,tsub,file:line']);
    expect(stdout).toBe('name,tsub,file:line\n"a,""b""",,main.ts:1\n–,,main.ts:2\n');
  });

  it('--csv keeps a name on its line', async () => {
    const { stdout } = await stats([
      save('lines', profileOf([call('a\nb', 1)])),
      '--csv',
      '--columns',
      'name',
    ]);
    expect(stdout).toBe('name\na\\x0ab\n');
  });
});

it.each([
  [['--csv', '--json'], '--csv', '--json'],
  [['--callers', '--csv'], '--callers', '--csv'],
  [['--by', 'file', '--callees'], '--callees', '--by <what>'],
])('%s: one of them would say nothing', async (args, one, other) => {
  const { stdout, stderr, exitCode } = await stats([YAPPI, ...args]);
  const complaint = `option '${one}' cannot be used with option '${other}'`;
  expect([stdout, stderr, exitCode]).toEqual(['', `tsprof: ${complaint}. Try tsprof stats --help.\n`, 2]);
});

describe('-', () => {
  const bytes = readFileSync(YAPPI);

  it.each([
    ['as it is', [bytes]],
    ['gzipped', [gzipSync(bytes)]],
    ['gzipped, byte by byte at first', [...gzipSync(bytes)].map((byte) => Uint8Array.of(byte))],
  ])('is standard input: %s', async (_, stdin) => {
    const { stdout, stderr, exitCode } = await stats(['-', '--json'], { stdin });
    expect([stderr, exitCode]).toEqual(['', 0]);
    expect(stdout).toBe((await stats([YAPPI, '--json'])).stdout);
  });

  it('may stand among files, but once', async () => {
    const { stdout } = await stats([YAPPI, '-', '--json'], { stdin: [bytes] });
    const alone = await stats(['-', '--json'], { stdin: [bytes] });
    const calls = (json: string): number[] =>
      (JSON.parse(json) as { functions: { ncall: number }[] }).functions.map(({ ncall }) => ncall);
    expect(calls(stdout)).toEqual(calls(alone.stdout).map((ncall) => 2 * ncall));
    expect(await stats(['-', '-'])).toMatchObject({
      stderr: 'tsprof: standard input (-) can be read but once\n',
      exitCode: 2,
    });
  });

  it('is for awaits and merge, too', async () => {
    const sum = join(scratch, 'sum.tsprof');
    const merged = await runFake(main, ['merge', '-', YAPPI, '-o', sum], { stdin: [bytes] });
    expect(merged).toEqual({ stdout: '', stderr: '', exitCode: 0 });
    expect((JSON.parse(readFileSync(sum, 'utf8')) as { threads: object[] }).threads).toHaveLength(1);
    const awaits = await runFake(main, ['awaits', '-'], { stdin: [bytes] });
    expect([awaits.stderr, awaits.exitCode]).toEqual(['', 0]);
  });

  it.each([
    ['nothing', [], 'standard input: the file is empty'],
    ['no profile', [Buffer.from('{}')], 'standard input: '],
  ])('with %s is told of in a line', async (_, stdin, message) => {
    const { stderr, exitCode } = await stats(['-'], { stdin });
    expect(stderr).toMatch(/^tsprof: [^\n]+\n$/);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });
});

describe('--only-mine and --strip-dirs', () => {
  it('leave out packages, and directories', async () => {
    const file = save('server', server);
    expect((await names(file, '--sort', 'name')).join(' ')).toBe('handler match parse route serve');
    expect((await names(file, '--sort', 'name', '--only-mine')).join(' ')).toBe('handler serve');
    const stripped = await stats([file, '--strip-dirs', '--sort', 'name', '--csv', '--columns', 'file,line']);
    expect(stripped.stdout).toBe(
      'file,line\nindex.ts,10\nmatch.js,5\nindex.js,7\nindex.js,10\nserver.ts,1\n',
    );
  });

  it('together, too', async () => {
    const args = ['--only-mine', '--strip-dirs', '--csv', '--columns', 'name,file'];
    const { stdout } = await stats([save('server', server), ...args]);
    expect(stdout).toBe('name,file\nhandler,index.ts\nserve,server.ts\n');
  });

  it('functions that are the same without their directories are added up', async () => {
    const same = profileOf([call('a', 5), call('b', 7)], {
      definitions: { a: file('one/x.ts', 3), b: file('two/x.ts', 3) },
    });
    const twice = { ...same, sites: { ...same.sites, name: ['f', 'f'] } };
    const { stdout } = await stats([
      save('same', twice),
      '--strip-dirs',
      '--csv',
      '--columns',
      'name,ncall,file',
    ]);
    expect(stdout).toBe('name,ncall,file\nf,2,x.ts\n');
  });
});

describe('--by', () => {
  const tag = { kind: 'tag', line: 0 } as const;
  const by = async (profile: object, ...args: string[]): Promise<string[][]> => {
    const columns = ['--csv', '--columns', 'name,ncall,nactualcall,tsub,ttot,trun'];
    const { stdout, stderr } = await stats([save('by', profile), ...columns, ...args]);
    expect(stderr).toBe('');
    const ms = (text: string) => String(Math.round(Number(text) * 1e3));
    return stdout
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').map((cell, at) => (at >= 3 ? ms(cell) : cell)));
  };

  it('file: calls from outside of it, their total time, and the running time below them', async () => {
    expect(await by(server, '--by', 'file')).toEqual([
      ['src/routes/index.ts', '1', '1', '40', '60', '60'],
      ['src/server.ts', '2', '2', '40', '120', '120'],
      ['node_modules/a/node_modules/@b/parse/index.js', '1', '1', '20', '20', '20'],
      ['node_modules/router/lib/index.js', '1', '1', '10', '80', '80'],
      ['node_modules/router/lib/match.js', '1', '1', '10', '10', '10'],
    ]);
  });

  it('package: a call back into the own code is no new one', async () => {
    expect(await by(server, '--by', 'package')).toEqual([
      ['[own code]', '3', '2', '80', '120', '120'],
      ['@b/parse', '1', '1', '20', '20', '20'],
      ['router', '2', '1', '20', '80', '80'],
    ]);
    expect(await by(server, '--by', 'package', '--strip-dirs', '--filter', '^@b')).toHaveLength(1);
  });

  it('package: recursion counts once', async () => {
    const recursive = profileOf([call('a', 10e6, call('b', 7e6, call('a', 3e6)))]);
    expect(await by(recursive, '--by', 'package')).toEqual([['[own code]', '3', '1', '10', '10', '10']]);
  });

  it('thread', async () => {
    const two = withThreads(
      profileOf([call('a', 3e6, call('b', 1e6))]),
      { id: '1.0' },
      { id: '1.1', name: 'worker' },
    );
    expect(await by(two, '--by', 'thread')).toEqual([
      ['1.0 main', '2', '1', '3', '3', '3'],
      ['1.1 worker', '2', '1', '3', '3', '3'],
    ]);
  });

  it('tag: the innermost one', async () => {
    const calls = [
      call('a', 20e6, call('[tag x]', 12e6, call('b', 9e6, call('[tag y]', 4e6, call('c', 4e6))))),
    ];
    const tagged = profileOf(calls, { definitions: { '[tag x]': tag, '[tag y]': tag } });
    expect(await by(tagged, '--by', 'tag')).toEqual([
      ['[no tag]', '1', '1', '8', '20', '20'],
      ['[tag x]', '2', '1', '8', '12', '12'],
      ['[tag y]', '2', '1', '4', '4', '4'],
    ]);
  });

  it('function is as without it', async () => {
    expect((await stats([YAPPI, '--by', 'function'])).stdout).toBe((await stats([YAPPI])).stdout);
  });

  it('is a table of its own, and JSON', async () => {
    const { stdout } = await stats([save('server', server), '--by', 'package', '--limit', '1']);
    expect(stdout.split('\n').slice(2, -1)).toEqual([
      'name        ncall     tsub  tsub%    ttot     tavg  twait    tmax     p99',
      '[own code]    3/2  80.0 ms  40.0%  120 ms  60.0 ms      0  100 ms  100 ms',
      '',
      '[root] 80.0 ms (40.0%) idle, collecting garbage, or in code without probes',
      '1 of 3 packages shown',
      expect.stringMatching(/^next: /),
    ]);
    const json = await stats([save('server', server), '--by', 'package', '--json', '--filter', 'router']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      by: 'package',
      groups: [{ name: 'router', ncall: 2, nactualcall: 1, tsub: 0.02, ttot: 0.08, tavg: 0.08, trun: 0.08 }],
    });
  });

  it('own times and the root’s add up to the elapsed time, whatever they are added up by', async () => {
    for (const what of ['file', 'package', 'thread', 'tag']) {
      const rows = await by(server, '--by', what);
      expect(rows.reduce((sum, [, , , tsub]) => sum + Number(tsub), 80)).toBe(200);
    }
  });

  it.each([
    [['--by', 'x'], 'functions cannot be added up by "x". Use one of function, file, package, thread, tag.'],
    [
      ['--by', 'thread', '--only-mine'],
      '--only-mine leaves out functions, but those of a thread are shown as one',
    ],
  ])('%j is refused', async (args, line) => {
    expect(await stats([YAPPI, ...args])).toEqual({ stdout: '', stderr: `tsprof: ${line}\n`, exitCode: 2 });
  });
});
