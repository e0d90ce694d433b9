import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../cli/src/main.ts';
import { call, chain, profileOf, withThreads } from '../profile/support/build.ts';
import { runFake } from '../support/fake-process.ts';
import type { Outcome } from '../support/fake-process.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/profiles/', import.meta.url));
const YAPPI = join(fixtures, 'yappi-document.tsprof');
const CWD = '/home/me/yappi';

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'tsprof-stats-'));
});
afterAll(() => rmSync(scratch, { recursive: true }));

/** Runs `tsprof stats` and takes apart what it printed. */
async function stats(...args: readonly string[]): Promise<Outcome & { lines: string[] }> {
  const outcome = await runFake(main, ['stats', ...args], { cwd: CWD });
  return { ...outcome, lines: outcome.stdout.split('\n') };
}

async function names(...args: readonly string[]): Promise<string[]> {
  const { stdout, stderr } = await stats('--json', ...args);
  expect(stderr).toBe('');
  return (JSON.parse(stdout) as { functions: { name: string }[] }).functions.map(({ name }) => name);
}

function save(name: string, profile: object): string {
  const file = join(scratch, name);
  writeFileSync(file, JSON.stringify(profile));
  return file;
}

describe('tsprof stats', () => {
  it("prints the Yappi document's table", async () => {
    const { stdout, stderr, exitCode } = await stats(YAPPI, '--sort', 'ttot');
    expect(stdout).toBe(`\
elapsed 4.00 s, 1 thread, clock exact, sorted by ttot

name           ncall    tsub  tsub%    ttot    tavg   twait    tmax     p99  file:line
foo                1       0   0.0%  4.00 s  4.00 s  2.00 s  4.00 s  4.00 s  doc.ts:18
burn_async_io      2       0   0.0%  2.00 s  1.00 s  2.00 s  1.00 s  1.00 s  doc.ts:9
burn_cpu           1  1.00 s  25.0%  1.00 s  1.00 s       0  1.00 s  1.00 s  doc.ts:1
burn_io            1  1.00 s  25.0%  1.00 s  1.00 s       0  1.00 s  1.00 s  doc.ts:13
<module>           1       0   0.0%       0       0       0       0       0  doc.ts:1

[root] 2.00 s (50.0%) idle, collecting garbage, or in code without probes
next: tsprof stats ${YAPPI} --callers --filter '^burn_cpu$' (the longest stretch, 1.00 s in one piece, was mostly burn_cpu (doc.ts:1))
`);
    expect([stderr, exitCode]).toEqual(['', 0]);
  });

  it.each(['stats', 'awaits', 'blocking', 'coroutines', 'requests', 'lines'])(
    '%s reads profile.tsprof where no profile is named',
    async (command) => {
      const cwd = join(scratch, command);
      mkdirSync(cwd);
      const missing = await runFake(main, [command], { cwd });
      expect(missing.stderr).toMatch(
        /^tsprof: cannot read profile\.tsprof: there is no such file or directory\./,
      );
      expect(missing.exitCode).toBe(2);
      copyFileSync(YAPPI, join(cwd, 'profile.tsprof'));
      const named = await runFake(main, [command, '--json', 'profile.tsprof'], { cwd });
      expect(await runFake(main, [command, '--json'], { cwd })).toEqual(named);
      expect(named.stdout).toMatch(/^{/);
    },
  );

  it('prints JSON of the fixed shape', async () => {
    const { stdout } = await stats(YAPPI, '--json', '--filter', '^foo$');
    expect(JSON.parse(stdout)).toEqual({
      unit: 's',
      elapsed: 4,
      threads: [{ id: '4711.0', name: 'main', pid: 4711, elapsed: 4, root_tsub: 2 }],
      functions: [
        {
          ...{ name: 'foo', file: 'doc.ts', line: 18, column: 0, kind: 'async function' },
          ...{
            ncall: 1,
            nactualcall: 1,
            tsub: 0,
            ttot: 4,
            tavg: 4,
            twait: 2,
            trun: 2,
            nsuspend: 2,
            nyield: 0,
          },
          ...{ tmin: 4, tmax: 4, pending: 0 },
          callers: [{ name: '<module>', file: 'doc.ts', line: 1, ncall: 1, tsub: 0, ttot: 4 }],
          callees: [
            { name: 'burn_cpu', file: 'doc.ts', line: 1, ncall: 1, tsub: 1, ttot: 1 },
            { name: 'burn_async_io', file: 'doc.ts', line: 9, ncall: 2, tsub: 0, ttot: 2 },
            { name: 'burn_io', file: 'doc.ts', line: 13, ncall: 1, tsub: 1, ttot: 1 },
          ],
        },
      ],
    });
  });

  it('gives its fields in the order that is written down', async () => {
    const { stdout } = await stats(YAPPI, '--json');
    const report = JSON.parse(stdout) as {
      threads: [object];
      functions: { callers: object[]; callees: object[] }[];
    };
    const fields = (objects: readonly object[]) => [
      ...new Set(objects.map((each) => Object.keys(each).join(' '))),
    ];
    expect(Object.keys(report).join(' ')).toBe('unit elapsed threads functions');
    expect(fields(report.threads)).toEqual(['id name pid elapsed root_tsub']);
    expect(fields(report.functions)).toEqual([
      'name file line column kind ncall nactualcall tsub ttot tavg twait trun nsuspend nyield tmin tmax pending callers callees',
    ]);
    expect(fields(report.functions.flatMap(({ callers }) => callers))).toEqual([
      'name file line ncall tsub ttot',
    ]);
    expect(fields(report.functions.flatMap(({ callees }) => callees))).toEqual([
      'name file line ncall tsub ttot',
    ]);
  });

  it('sorts by running time of subtrees and by the longest call, too', async () => {
    expect((await names(YAPPI, '--sort', 'trun')).slice(0, 2)).toEqual(['<module>', 'foo']);
    expect((await names(YAPPI, '--sort', 'tmax')).slice(0, 1)).toEqual(['foo']);
  });

  it('reads gzip by content, whatever the name', async () => {
    const file = join(scratch, 'zipped.tsprof');
    copyFileSync(`${YAPPI}.gz`, file);
    const json = ['--json'];
    expect((await stats(file, ...json)).stdout).toBe((await stats(YAPPI, ...json)).stdout);
  });

  it('adds several profiles up, threads of one name together', async () => {
    const { lines } = await stats(YAPPI, `${YAPPI}.gz`, '--filter', 'async');
    expect(lines.slice(2)).toEqual([
      'name           ncall  tsub  tsub%    ttot    tavg   twait    tmax     p99  file:line',
      'burn_async_io      4     0   0.0%  4.00 s  1.00 s  4.00 s  1.00 s  1.00 s  doc.ts:9',
      '',
      '[root] 4.00 s (50.0%) idle, collecting garbage, or in code without probes',
      '1 of 5 functions shown',
      expect.stringMatching(/^next: tsprof stats \S+ \S+ --callers --filter '\^burn_cpu\$' \(the longest/),
      '',
    ]);
  });

  it('shows callers and callees below their function', async () => {
    const { lines } = await stats(YAPPI, '--callers', '--callees', '--filter', 'foo');
    expect(lines.slice(2, 8)).toEqual([
      'name                ncall    tsub  tsub%    ttot    tavg   twait    tmax     p99  file:line',
      'foo                     1       0   0.0%  4.00 s  4.00 s  2.00 s  4.00 s  4.00 s  doc.ts:18',
      '  <- <module>           1       0   0.0%  4.00 s  4.00 s  2.00 s  4.00 s  4.00 s  doc.ts:1',
      '  -> burn_async_io      2       0   0.0%  2.00 s  1.00 s  2.00 s  1.00 s  1.00 s  doc.ts:9',
      '  -> burn_cpu           1  1.00 s  25.0%  1.00 s  1.00 s       0  1.00 s  1.00 s  doc.ts:1',
      '  -> burn_io            1  1.00 s  25.0%  1.00 s  1.00 s       0  1.00 s  1.00 s  doc.ts:13',
    ]);
  });

  it('limits, also to nothing', async () => {
    expect(await names(YAPPI, '--limit', '2')).toEqual(['burn_cpu', 'burn_io']);
    expect(await names(YAPPI, '--limit', '0')).toEqual([]);
    expect(await names(YAPPI, '--limit', '99')).toHaveLength(5);
  });

  it('filters by name or file', async () => {
    expect(await names(YAPPI, '--filter', 'burn_(cpu|io)')).toEqual(['burn_cpu', 'burn_io']);
    expect(await names(YAPPI, '--filter', '\\.ts$')).toHaveLength(5);
    expect(await names(YAPPI, '--filter', 'nothing')).toEqual([]);
  });
});

describe('files', () => {
  it('are relative to where the command runs; in tables the shorter path is shown', async () => {
    const read = async (cwd: string): Promise<string[]> => {
      const json = await runFake(main, ['stats', YAPPI, '--json', '--filter', 'foo'], { cwd });
      const table = await runFake(main, ['stats', YAPPI, '--filter', 'foo'], { cwd });
      const place = table.stdout.split('\n')[3]!.split('  ').at(-1)!;
      return [(JSON.parse(json.stdout) as { functions: { file: string }[] }).functions[0]!.file, place];
    };
    expect(await read('/home/me')).toEqual(['yappi/doc.ts', 'yappi/doc.ts:18']);
    expect(await read('/home/me/x')).toEqual(['../yappi/doc.ts', '../yappi/doc.ts:18']);
    expect(await read('/a/b/c')).toEqual(['../../../home/me/yappi/doc.ts', '/home/me/yappi/doc.ts:18']);
  });
});

describe('--sort', () => {
  const definitions = {
    zebra: { file: 'a.ts', line: 10 },
    ant: { file: 'b.ts', line: 9 },
    cow: { file: 'b.ts', line: 10 },
  };
  let file: string;
  beforeAll(() => {
    const calls = [call('zebra', 5), call('ant', 9, call('cow', 7), call('cow', 1)), call('zebra', 6)];
    const profile = profileOf([...calls, call('zebra', 0)], { definitions });
    const [{ edges }] = profile.threads as [(typeof profile.threads)[0]];
    file = save('sort', withThreads(profile, { edges: { ...edges, twait: [1, 2, 3] } }));
  });

  it.each([
    ['tsub', 'zebra cow ant'],
    ['ttot', 'zebra ant cow'],
    ['ncall', 'zebra cow ant'],
    ['tavg', 'ant cow zebra'],
    ['twait', 'cow ant zebra'],
    ['name', 'ant cow zebra'],
    ['file', 'zebra ant cow'],
    ['line', 'ant cow zebra'],
    ['nfl', 'ant cow zebra'],
    ['std', 'zebra cow ant'],
    ['tsub:asc', 'ant cow zebra'],
    ['ttot:asc', 'cow ant zebra'],
    ['ncall:asc', 'ant cow zebra'],
    ['tavg:asc', 'zebra cow ant'],
    ['twait:asc', 'zebra ant cow'],
    ['name:desc', 'zebra cow ant'],
    ['file:desc', 'ant cow zebra'],
    ['line:desc', 'cow zebra ant'],
    ['nfl:desc', 'zebra cow ant'],
    ['std:desc', 'ant cow zebra'],
    ['line,ttot', 'ant zebra cow'],
    ['file:desc, tsub', 'cow ant zebra'],
  ])('%s', async (keys, order) => {
    expect(await names(file, '--sort', keys)).toEqual(order.split(' '));
  });

  it('is by tsub unless told', async () => {
    expect(await names(file)).toEqual(await names(file, '--sort', 'tsub'));
  });

  it.each([
    ['time', 'cannot sort by "time"'],
    ['', 'cannot sort by ""'],
    ['ttot,', 'cannot sort by ""'],
    ['toString', 'cannot sort by "toString"'],
  ])('refuses %j and lists what it knows', async (keys, message) => {
    const { stderr, exitCode } = await stats(file, '--sort', keys);
    expect(stderr).toBe(
      `tsprof: ${message}. Use one or more of tsub, ttot, ncall, tavg, twait, trun, tmax, p99, name, file, line, nfl, std.\n`,
    );
    expect(exitCode).toBe(2);
  });

  it('refuses a bad direction', async () => {
    const { stderr, exitCode } = await stats(file, '--sort', 'ttot:up');
    expect([stderr, exitCode]).toEqual([
      'tsprof: cannot sort by "ttot:up". Use :asc or :desc after the key.\n',
      2,
    ]);
  });
});

describe('selections', () => {
  const tag = { kind: 'tag', line: 0 } as const;
  let file: string;
  beforeAll(() => {
    const calls = [call('serve', 9, call('[tag 0]', 4, chain(['query', 3], ['parse', 1])))];
    const profile = profileOf(calls, { definitions: { '[tag 0]': tag } });
    file = save('threads', withThreads(profile, { id: '0', name: 'main' }, { id: '0.1', name: '' }));
  });

  it.each(['0', '0.1', '', 'main'])('--thread %j', async (id) => {
    const { stdout } = await stats(file, '--json', '--thread', id);
    expect((JSON.parse(stdout) as { threads: object[] }).threads).toHaveLength(1);
  });

  it('--thread, twice', async () => {
    const { lines } = await stats(file, '--thread', '0', '--thread', '');
    expect(lines[0]).toContain('2 threads');
  });

  it('--thread, as messages list them', async () => {
    const { lines } = await stats(file, '--thread', '0 (main)');
    expect(lines[0]).toContain('1 thread');
  });

  it.each(['0', '[tag 0]'])('--tag %s is a tag like any other', async (tag) => {
    expect(await names(file, '--tag', tag)).toEqual(['query', 'parse']);
    expect((await stats(file, '--tag', '0')).lines[0]).toContain(', tag 0, ');
  });

  it.each([
    [['--thread', '7'], 'tsprof: no thread has the id or name "7"; there are: 0 (main), 0.1 ()\n'],
    [['--tag', '7'], 'tsprof: no tag is called "7"; there are: "0"\n'],
  ])('%j finds nothing', async (args, line) => {
    const { stdout, stderr, exitCode } = await stats(file, ...args);
    expect([stdout, stderr, exitCode]).toEqual(['', line, 2]);
  });
});

describe('bad usage is one line, exit code 2', () => {
  it.each([
    [
      ['nowhere'],
      'cannot read nowhere: there is no such file or directory. Name a profile that tsprof run wrote.',
    ],
    [
      [import.meta.dirname],
      `no profile is in ${import.meta.dirname}. Name profiles (*.tsprof, *.tsprof.gz), or where there are some.`,
    ],
    [
      [join(fixtures, 'cut-short.tsprof')],
      `${fixtures}cut-short.tsprof: the file is cut short: its JSON has no end`,
    ],
    [
      [join(fixtures, 'cut-short.tsprof.gz')],
      `${fixtures}cut-short.tsprof.gz: the file is cut short: its gzip data has no end`,
    ],
    [['x', '--limit', '-1'], '--limit is "-1", but a whole number of functions is expected'],
    [['x', '--limit', ''], '--limit is "", but a whole number of functions is expected'],
    [['x', '--limit', '1e3'], '--limit is "1e3", but a whole number of functions is expected'],
    [['x', '--filter', '['], '--filter is no regular expression: /[/: Unterminated character class'],
    [['x', '--sorted'], "unknown option '--sorted' (Did you mean --sort?). Try tsprof stats --help."],
  ])('stats %j', async (args, line) => {
    const { stdout, stderr, exitCode } = await stats(...args);
    expect([stdout, stderr, exitCode]).toEqual(['', `tsprof: ${line}\n`, 2]);
  });

  it('a profile that is hostile', async () => {
    const profile = profileOf([call('a', 1)]);
    const [{ edges }] = profile.threads as [(typeof profile.threads)[0]];
    const file = save('hostile', withThreads(profile, { edges: { ...edges, to: [40] } }));
    const { stderr, exitCode } = await stats(file);
    expect([stderr, exitCode]).toEqual([
      `tsprof: ${file}: threads[0].edges.to[0] is 40, but there are 2 nodes\n`,
      2,
    ]);
  });

  it('gzip that is damaged', async () => {
    const file = join(scratch, 'damaged.gz');
    writeFileSync(file, Uint8Array.of(0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13));
    const { stderr, exitCode } = await stats(file);
    expect(stderr).toMatch(new RegExp(`^tsprof: ${file}: damaged gzip data \\([^\n]+\\)\n$`));
    expect(exitCode).toBe(2);
  });

  it('gzip that becomes too much', async () => {
    const file = join(scratch, 'bomb.gz');
    writeFileSync(file, gzipSync(`{"later":${'['.repeat(2 ** 22)}`));
    const { stderr, exitCode } = await stats(file);
    expect([stderr, exitCode]).toEqual([
      `tsprof: ${file}: too large: more than 64 lists and objects within each other are not read\n`,
      2,
    ]);
  });

  it('names with control characters do not reach the terminal', async () => {
    const { stderr } = await stats('no\x1b[2Jwhere\n');
    expect(stderr).toBe(
      'tsprof: cannot read no\\x1b[2Jwhere : there is no such file or directory. Name a profile that tsprof run wrote.\n',
    );
  });
});
