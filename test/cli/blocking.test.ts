import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../cli/src/main.ts';
import { runFake } from '../support/fake-process.ts';
import type { Outcome } from '../support/fake-process.ts';
import { runProgram } from '../support/virtual-program.ts';

let scratch: string;
let file: string;
let page: string;
let odd: string;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'tsprof-blocking-'));
  const { profile } = await runProgram(
    `
    const ms = 1e6;
    function countPrimes() { burn(22 * ms); }
    async function report() { await sleep(5 * ms); countPrimes(); }
    async function getUser() { await sleep(7 * ms); }
    function index() { burn(60 * ms); }
    async function main() {
      index();
      for (let n = 0; n < 3; n++) await Promise.all([report(), getUser(), getUser()]);
      await tag('job', async () => { await sleep(ms); burn(12 * ms); });
    }`,
    { carriers: ['batch'] },
  );
  const write = (name: string, content: unknown) => {
    writeFileSync(join(scratch, name), JSON.stringify(content));
    return join(scratch, name);
  };
  file = write('profile.tsprof', { ...profile, cwd: scratch });
  page = write('page.tsprof', profile);
  const sites = { ...profile.sites, name: profile.sites.name.map((name) => `${name}\x1b[31m`) };
  odd = write('odd.tsprof', {
    ...profile,
    cwd: scratch,
    sites,
    files: profile.files.map((name) => `${name}\u202e`),
  });
});
afterAll(() => rmSync(scratch, { recursive: true }));

const blocking = (...args: readonly string[]): Promise<Outcome> =>
  runFake(main, ['blocking', ...args], { cwd: scratch });

interface Found {
  readonly threshold: number;
  readonly delay: object;
  readonly stretches: readonly { readonly name: string; readonly count: number }[];
  readonly delays: readonly object[];
}

async function json(...args: readonly string[]): Promise<Found> {
  const { stdout, stderr } = await blocking(...args, '--json');
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Found;
}

const shown = ({ stretches }: Found) => stretches.map(({ name, count }) => `${name} ${count}`);

describe('tsprof blocking', () => {
  it('prints who holds the thread, whom that delays, and what to look at first', async () => {
    const { stdout, stderr, exitCode } = await blocking(file);
    expect(stdout).toBe(`\
5 stretches of 10.0 ms or more
awaits delayed by up to 210 ms in all, p99 21.9 ms, at most 22.0 ms

held by          count    total      max  delayed  waits  file:line
countPrimes          3  66.0 ms  22.0 ms   198 ms      9  program:3
index                1  60.0 ms  60.0 ms        –      –  program:6
main/tag("job")      1  12.0 ms  12.0 ms  12.0 ms      1  program:10

delayed  by               times    up to  file:line
getUser  countPrimes          6   132 ms  program:5
main     countPrimes          3  66.0 ms  program:9
main     main/tag("job")      1  12.0 ms  program:10

look first at countPrimes (program:3), which holds the thread: 3 times, 66.0 ms in all, up to 22.0 ms; that delayed 9 waits by up to 198 ms in all
called by main > report
`);
    expect([stderr, exitCode]).toEqual(['', 0]);
  });

  it('prints JSON of the fixed shape', async () => {
    const { stretches, delays, ...rest } = await json(file);
    expect(rest).toEqual({
      ...{ unit: 's', threshold: 0.01 },
      // Of 14 waits; by the middle of its bin.
      delay: { total: 0.21, p99: 0.021889024, max: 0.022 },
    });
    expect(stretches[0]).toEqual({
      ...{ name: 'countPrimes', file: 'program', line: 3, path: ['main', 'report', 'countPrimes'] },
      ...{ count: 3, total: 0.066, max: 0.022, delayed: { waits: 9, time: 0.198 } },
    });
    expect(delays[0]).toEqual({
      victim: { name: 'getUser', file: 'program', line: 5, column: 31 },
      blocker: { name: 'countPrimes', file: 'program', line: 3 },
      ...{ count: 6, time: 0.132 },
    });
  });

  it('has another threshold for pages, and the one that is asked for', async () => {
    expect(shown(await json(page))).toEqual(['index 1']);
    expect(shown(await json(file, '--threshold', '50'))).toEqual(['index 1']);
    expect(shown(await json(file, '--threshold', '20.5'))).toEqual(['countPrimes 3', 'index 1']);
  });

  it('sorts, filters and limits', async () => {
    expect(shown(await json(file, '--sort', 'max', '--limit', '1'))).toEqual(['index 1']);
    expect(shown(await json(file, '--sort', 'delayed', '--limit', '1'))).toEqual(['countPrimes 3']);
    expect(shown(await json(file, '--filter', '^index$'))).toEqual(['index 1']);
    expect((await json(file, '--filter', '^index$')).delays).toEqual([]);
  });

  it('tells of what ran under a tag', async () => {
    const found = await json(file, '--tag', 'job');
    expect(shown(found)).toEqual(['main/tag("job") 1']);
    expect(found.delay).toEqual({ total: 0, p99: 0, max: 0 });
  });

  it('of a profile that says nothing of it', async () => {
    const { stdout } = await blocking(
      join(import.meta.dirname, '../../fixtures/profiles/yappi-document.tsprof'),
    );
    expect(stdout).toContain('nothing held the thread for so long\n');
  });

  it('shows names as text', async () => {
    const { stdout } = await blocking(odd);
    expect(stdout).toContain('countPrimes\\x1b[31m');
    // eslint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/[\u202e\x1b]/);
  });

  it.each([
    [['--threshold', '0'], /--threshold is "0", but a number of milliseconds, 1 or more, is expected/],
    [['--threshold', 'x'], /--threshold is "x"/],
    [['--sort', 'ncall'], /cannot sort by "ncall"/],
    [['--thread', 'x'], /no thread has the id or name "x"/],
  ])('%j: one line, exit 2', async (args, line) => {
    const { stdout, stderr, exitCode } = await blocking(file, ...args);
    expect(stderr).toMatch(line);
    expect([stdout, exitCode]).toEqual(['', 2]);
  });
});
