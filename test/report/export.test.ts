import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../report/src/main.ts';
import { call, profileOf, withThreads } from '../profile/support/build.ts';
import { runFake } from '../support/fake-process.ts';
import type { FakeOptions, Outcome } from '../support/fake-process.ts';
import { readPprof } from './support/pprof-reader.ts';

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'tsprof-export-'));
  const definitions = { '[tag x]': { kind: 'tag' as const }, a: { file: 'src/a.ts' } };
  const profile = profileOf([call('a', 9e6, call('[tag x]', 6e6, call('b', 5e6)))], {
    ...{ definitions, cwd: join(scratch, 'project') },
  });
  const { edges } = profile.threads[0]!;
  const raw = { rootSelf: 0, tsub: edges.tsub.map((time) => 2 * time), ttot: edges.ttot };
  const threads = withThreads(profile, { raw }, { id: '1.1', name: 'worker', rootSelf: 7 });
  writeFileSync(join(scratch, 'run.tsprof'), JSON.stringify(threads));
});
afterAll(() => rmSync(scratch, { recursive: true }));

const run = (args: readonly string[], options: FakeOptions = {}): Promise<Outcome> =>
  runFake(main, ['export', ...args], { cwd: scratch, ...options });

const printed = async (...args: readonly string[]): Promise<string> => {
  const { stdout, stderr, exitCode } = await run(['run.tsprof', '-o', '-', '--format', 'collapsed', ...args]);
  expect([stderr, exitCode]).toEqual(['', 0]);
  return stdout;
};

describe('tsprof export', () => {
  it('writes to standard output', async () => {
    expect(await printed('--thread', 'main')).toBe('a 3000000\na;[tag x] 1000000\na;[tag x];b 5000000\n');
  });

  it('exports a part', async () => {
    expect(await printed('--tag', 'x', '--thread', '1.0')).toBe('[root] 1000000\nb 5000000\n');
  });

  it('exports times as measured', async () => {
    expect(await printed('--raw', '--thread', 'main')).toBe(
      'a 6000000\na;[tag x] 2000000\na;[tag x];b 10000000\n',
    );
  });

  it('adds profiles up', async () => {
    const { stdout } = await run(['run.tsprof', 'run.tsprof', '-o', '-', '--format', 'csv']);
    expect(stdout).toMatch(/^a,function,4,4,0.012000000,[^\n]*,project\/src\/a.ts,1,0$/m);
  });

  it.each([
    ['callgrind', 'callgrind.out.run', /^# callgrind format\n/],
    ['pprof', 'run.pb.gz', /^\x1f\x8b/], // eslint-disable-line no-control-regex
    ['speedscope', 'run.speedscope.json', /^\{"\$schema"/],
    ['cpuprofile', 'run.cpuprofile', /^\{"nodes"/],
    ['collapsed', 'run.collapsed', /^\[thread main\];a /],
    ['dot', 'run.dot', /^digraph /],
    ['svg', 'run.svg', /^<\?xml /],
    ['png', 'run.png', /^\x89PNG/],
    ['pstats', 'run.pstats', /^\{\(/],
    ['csv', 'run.csv', /^name,kind,ncall,/],
    ['html', 'run.html', /^<!doctype html>/],
  ])('%s: a file with a name of its own', async (format, name, beginning) => {
    const outcome = await run(['run.tsprof', '--format', format]);
    expect(outcome).toEqual({ stdout: '', stderr: `tsprof: wrote ${name}\n`, exitCode: 0 });
    expect(readFileSync(join(scratch, name), 'latin1')).toMatch(beginning);
    rmSync(join(scratch, name));
  });

  it('writes bytes to a pipe as they are, and none to a terminal', async () => {
    const args = ['run.tsprof', '--format', 'pprof', '-o', '-'];
    const { stdout } = await run(args);
    expect(readPprof(Buffer.from(stdout, 'latin1')).samples).toHaveLength(8);
    expect(gunzipSync(Buffer.from(stdout, 'latin1')).length).toBeGreaterThan(100);
    expect(await run(args, { columns: 80 })).toEqual({
      stdout: '',
      stderr: 'tsprof-report: this format is no text for a terminal. Name a file with -o.\n',
      exitCode: 2,
    });
  });

  it('draws as much of a graph as is asked for', async () => {
    const graph = async (...args: string[]) =>
      (await run(['run.tsprof', '-o', '-', '--format', 'dot', ...args])).stdout.match(
        /^n\d+ (?:-> n\d+ )?(?=\[)/gm,
      );
    expect(await graph()).toEqual(['n0 ', 'n1 ', 'n2 ', 'n3 ', 'n0 -> n1 ', 'n1 -> n2 ', 'n2 -> n3 ']);
    expect(await graph('--nodes', '2')).toEqual(['n0 ', 'n1 ', 'n0 -> n1 ']);
    expect(await graph('--node-threshold', '60')).toEqual(['n0 ', 'n1 ', 'n2 ', 'n0 -> n1 ', 'n1 -> n2 ']);
    expect(await graph('--edge-threshold', '70')).toEqual(['n0 ', 'n1 ', 'n2 ', 'n3 ', 'n0 -> n1 ']);
  });

  it('lists the formats in its help', async () => {
    const { stdout } = await run(['--help']);
    expect(stdout).toContain(
      '  callgrind   KCacheGrind, QCacheGrind, callgrind_annotate: callgrind.out.NAME\n',
    );
  });

  it.each([
    [['run.tsprof'], /required option '--format <format>' not specified/],
    [
      ['run.tsprof', '--format', 'flame'],
      /argument 'flame' is invalid. Allowed choices are callgrind, pprof,/,
    ],
    [
      ['run.tsprof', '--format', 'chrome'],
      /run.tsprof has no timeline \(run.tsprof.timeline\). Record one by tsprof run --timeline./,
    ],
    [['run.tsprof', '--format', 'dot', '--nodes', '0'], /--nodes is "0", but a whole number of 1 or more/],
    [
      ['run.tsprof', '--format', 'dot', '--node-threshold', 'x'],
      /--node-threshold is "x", but a number from 0/,
    ],
    [['run.tsprof', '--format', 'dot', '--edge-threshold', '101'], /--edge-threshold is "101", but a number/],
    [['run.tsprof', '--format', 'csv', '--tag', 'y'], /no tag is called "y"; there are: "x"/],
    [['run.tsprof', '--format', 'csv', '-o', 'no/where'], /cannot write no\/where: there is no such file/],
    [['nothing', '--format', 'csv'], /cannot read nothing: there is no such file or directory/],
  ])('%j: one line, exit 2', async (args, line) => {
    const { stdout, stderr, exitCode } = await run(args);
    expect(stderr).toMatch(line);
    expect(stderr).toMatch(/^tsprof-report: [^\n]+\n$/);
    expect([stdout, exitCode]).toEqual(['', 2]);
    expect(readdirSync(scratch)).toEqual(['run.tsprof']);
  });

  it('leaves nothing behind where a format cannot be written', async () => {
    const profile = JSON.parse(readFileSync(join(scratch, 'run.tsprof'), 'utf8')) as { threads: object[] };
    const threads = profile.threads.map((thread) => ({ ...thread, clock: 'none' }));
    writeFileSync(join(scratch, 'untimed.tsprof'), JSON.stringify({ ...profile, threads }));
    const { stderr, exitCode } = await run(['untimed.tsprof', '--format', 'speedscope']);
    expect([stderr, exitCode]).toEqual([
      'tsprof-report: the profile has no times (clock none), and this format has nothing else: export callgrind, ' +
        'pstats, pprof or csv\n',
      2,
    ]);
    expect(existsSync(join(scratch, 'untimed.speedscope.json'))).toBe(false);
  });
});
