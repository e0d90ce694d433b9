import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../cli/src/main.ts';
import { coroutineEnds } from '../report/support/cases.ts';
import { runFake } from '../support/fake-process.ts';
import type { Outcome } from '../support/fake-process.ts';

let scratch: string;
let file: string;
let odd: string;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'tsprof-coroutines-'));
  const profile = await coroutineEnds();
  file = join(scratch, 'profile.tsprof');
  writeFileSync(file, JSON.stringify(profile));
  odd = join(scratch, 'odd.tsprof');
  const sites = { ...profile.sites, name: profile.sites.name.map((name) => `${name}\x1b[31m`) };
  writeFileSync(
    odd,
    JSON.stringify({ ...profile, sites, files: profile.files.map((name) => `${name}\u202e`) }),
  );
});
afterAll(() => rmSync(scratch, { recursive: true }));

const coroutines = (...args: readonly string[]): Promise<Outcome> =>
  runFake(main, ['coroutines', ...args], { cwd: scratch });

interface Row {
  readonly name: string;
  readonly path: readonly string[];
  readonly started: number;
}

async function rows(...args: readonly string[]): Promise<Row[]> {
  const { stdout, stderr } = await coroutines(file, '--json', ...args);
  expect(stderr).toBe('');
  return (JSON.parse(stdout) as { coroutines: Row[] }).coroutines;
}

describe('tsprof coroutines', () => {
  it('prints a table, who waits for whom, and what to look at first', async () => {
    const { stdout, stderr, exitCode } = await coroutines(file);
    expect(stdout).toBe(`\
11 coroutines: 4 fulfilled, 1 rejected, 1 returned, 5 pending; sorted by wall

coroutine               started     wall      own     wait      p50      p99      max  file:line
main                          1   123 ms        0   120 ms        –        –   123 ms  program:9
work > query                  4   111 ms  4.00 ms   107 ms  6.00 ms  90.7 ms  91.0 ms  program:2
main/tag("job") > work        1   111 ms        0   107 ms   111 ms   111 ms   111 ms  program:4
load > query                  2  23.0 ms  2.00 ms  21.0 ms        –        –  12.0 ms  program:2
main > load                   2  23.0 ms        0  21.0 ms        –        –  12.0 ms  program:8
work > numbers                1        0        0        0        0        0        0  program:3

suspended when the profile was taken, and what they wait for:
  2 x load (program:8, since 11.0 ms)
    2 x query (program:2, since 11.0 ms)

look first at query (program:2): the slowest of 4 took 91.0 ms, half of them no longer than 6.00 ms
it started 12.0 ms after profiling did, and was fulfilled; it waited 90.0 ms of that, most at line 2
1 coroutine threw: query (program:2) 1
1 coroutine ended early by a return(): numbers (program:3) 1
`);
    expect([stderr, exitCode]).toEqual(['', 0]);
  });

  it('prints JSON of the fixed shape', async () => {
    const [first] = await rows('--filter', '^query$', '--sort', 'fulfilled');
    expect(first).toEqual({
      ...{ name: 'query', file: 'program', line: 2, kind: 'async function' },
      path: ['main', '[tag job]', 'main/tag("job")', 'work', 'query'],
      ...{ started: 4, fulfilled: 3, rejected: 1, returned: 0, pending: 0 },
      ...{ wall: 0.111, tsub: 0.004, twait: 0.107, parked: 0, nsuspend: 4 },
      // By the middles of bins, which are off by 0.8 % at most.
      ...{ p50: 0.005996544, p90: 0.090701824, p99: 0.090701824, max: 0.091 },
      slowest: [
        { at: 0.012, wall: 0.091, tsub: 0.001, twait: 0.09, state: 'fulfilled' },
        { at: 0.103, wall: 0.008, tsub: 0.001, twait: 0.007, state: 'rejected' },
        { at: 0, wall: 0.006, tsub: 0.001, twait: 0.005, state: 'fulfilled' },
        { at: 0.006, wall: 0.006, tsub: 0.001, twait: 0.005, state: 'fulfilled' },
      ],
      suspended: [],
    });
  });

  it('says where pending ones are, and what they wait for', async () => {
    const [first] = await rows('--filter', '^load$');
    expect(first).toMatchObject({
      ...{ started: 2, pending: 2, wall: 0.023, max: 0.012 },
      suspended: [
        {
          ...{ file: 'program', line: 8, column: 29, count: 2, longest: 0.011 },
          waitsFor: { name: 'query', file: 'program', line: 2 },
        },
      ],
    });
  });

  it('sorts, limits and selects', async () => {
    const names = (found: readonly Row[]) => found.map(({ name, started }) => `${name} ${started}`);
    expect(names(await rows('--sort', 'started', '--limit', '1'))).toEqual(['query 4']);
    expect(names(await rows('--sort', 'returned', '--limit', '1'))).toEqual(['numbers 1']);
    expect(names(await rows('--tag', 'job', '--sort', 'name'))).toEqual(['numbers 1', 'query 4', 'work 1']);
  });

  it('of a profile that says nothing of coroutines', async () => {
    const { stdout } = await coroutines(
      join(import.meta.dirname, '../../fixtures/profiles/yappi-document.tsprof'),
    );
    expect(stdout).toBe('no coroutine was started, or the profile is of an earlier version\n');
  });

  it('shows names as text', async () => {
    const { stdout } = await coroutines(odd);
    expect(stdout).toContain('query\\x1b[31m');
    // eslint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/[\u202e\x1b]/);
  });

  it.each([
    [['--sort', 'ncall'], /cannot sort by "ncall"/],
    [['--thread', 'x'], /no thread has the id or name "x"/],
    [['--tag', 'x'], /no tag is called "x"; there are: "job"/],
    [['--limit', '-1'], /--limit is "-1", but a whole number of rows is expected/],
  ])('%j: one line, exit 2', async (args, line) => {
    const { stdout, stderr, exitCode } = await coroutines(file, ...args);
    expect(stderr).toMatch(line);
    expect([stdout, exitCode]).toEqual(['', 2]);
  });
});
