import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseProfile } from '@tsprof/runtime/profile';
import { main } from '../../report/src/main.ts';
import { runFake } from '../support/fake-process.ts';
import type { FakeOptions, Outcome } from '../support/fake-process.ts';
import { foreign } from './support/foreign.ts';

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'tsprof-import-'));
});
afterAll(() => rmSync(scratch, { recursive: true }));

const run = (args: readonly string[], options: FakeOptions = {}): Promise<Outcome> =>
  runFake(main, ['import', ...args], { cwd: scratch, ...options });

/** Puts a file into the working directory, for as long as `act` takes. */
async function withFile<T>(name: string, bytes: Uint8Array | string, act: () => Promise<T>): Promise<T> {
  writeFileSync(join(scratch, name), bytes);
  try {
    return await act();
  } finally {
    for (const left of readdirSync(scratch)) rmSync(join(scratch, left));
  }
}

const FILES = [
  ['v8.cpuprofile', 'cpuprofile', 'v8.tsprof', 'listOnTimeout'],
  ['valgrind.callgrind', 'callgrind', 'valgrind.tsprof', "fib'2"],
  ['python.pstats', 'pstats', 'python.tsprof', 'fib'],
  ['perf.collapsed', 'collapsed', 'perf.tsprof', 'memchr'],
  ['small.speedscope.json', 'speedscope', 'small.tsprof', 'g'],
  ['go.pb.gz', 'pprof', 'go.tsprof', 'main.fib'],
] as const;

describe('tsprof import', () => {
  it.each(FILES)(
    '%s: knows what it is, and writes a profile named after it',
    async (name, _, output, site) => {
      await withFile(name, foreign(name), async () => {
        expect(await run([name])).toEqual({ stdout: '', stderr: `tsprof: wrote ${output}\n`, exitCode: 0 });
        const { sites, generator, cwd } = parseProfile(readFileSync(join(scratch, output)));
        expect(sites.name).toContain(site);
        expect([generator, cwd]).toEqual(['tsprof/0.1.0', scratch]);
      });
    },
  );

  it.each(FILES)('%s: is read as what it is said to be, whatever its name', async (name, format, _, site) => {
    await withFile('some', foreign(name), async () => {
      const { stdout, stderr, exitCode } = await run(['some', '--format', format, '-o', '-']);
      expect([stderr, exitCode]).toEqual(['', 0]);
      expect(parseProfile(stdout).sites.name).toContain(site);
    });
  });

  it('reads standard input, zipped or not', async () => {
    const { stdout } = await run(['-', '-o', '-'], { stdin: [gzipSync('a;b 3\n')] });
    expect(parseProfile(stdout).sites.name).toEqual(['a', 'b']);
    await withFile('x', '', async () => {
      expect(await run(['-'], { stdin: [Buffer.from('a 3\n')] })).toMatchObject({
        stderr: 'tsprof: wrote imported.tsprof\n',
      });
    });
  });

  it('takes numbers for the unit that is said', async () => {
    const { stdout } = await run(['-', '-o', '-', '--unit', 'ms'], { stdin: [Buffer.from('a;b 3\n')] });
    expect(parseProfile(stdout).threads[0]!.elapsed).toBe(3e6);
  });

  it('zips the profile where its name says so', async () => {
    await withFile('a.collapsed', 'a 3\n', async () => {
      await run(['a.collapsed', '-o', 'b.tsprof.gz']);
      expect(readFileSync(join(scratch, 'b.tsprof.gz')).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
    });
  });

  it.each([
    ['callgrind.out.4711', '4711.tsprof'],
    ['a.speedscope.json.gz', 'a.tsprof'],
    ['a.b.txt', 'a.b.tsprof'],
    // Whatever it is called, it is not replaced.
    ['a.tsprof', 'a.tsprof.tsprof'],
  ])('%s becomes %s', async (name, output) => {
    await withFile(name, 'a 3\n', async () => {
      expect((await run([name])).stderr).toBe(`tsprof: wrote ${output}\n`);
    });
  });

  it.each([
    [
      'missing',
      [],
      /cannot read missing: there is no such file or directory. Name a file in one of the formats/,
    ],
    ['a', ['--format', 'x'], /argument 'x' is invalid. Allowed choices are cpuprofile, callgrind,/],
    ['a', ['--unit', 'h'], /argument 'h' is invalid. Allowed choices are ns, us, ms, s/],
    ['a', ['-o', 'no/where'], /cannot write no\/where: there is no such file or directory/],
    ['a', ['--format', 'pstats'], /a: no profile of Python's: at byte 1, the file is cut short/],
    ['empty', [], /empty: the file is empty/],
  ] as const)('%s %j: one line, exit 2', async (name, args, line) => {
    for (const [file, text] of [
      ['a', 'a 3\n'],
      ['empty', ''],
    ] as const)
      writeFileSync(join(scratch, file), text);
    const { stdout, stderr, exitCode } = await run([name, ...args]);
    expect(stderr).toMatch(line);
    expect(stderr).toMatch(/^tsprof-report: [^\n]+\n$/);
    expect([stdout, exitCode, readdirSync(scratch)]).toEqual(['', 2, ['a', 'empty']]);
  });
});
