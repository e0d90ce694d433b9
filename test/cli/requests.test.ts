import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Profile } from '@tsprof/runtime/profile';
import { main } from '../../cli/src/main.ts';
import { requestKinds } from '../report/support/cases.ts';
import { runFake } from '../support/fake-process.ts';
import type { Outcome } from '../support/fake-process.ts';
import { runProgram } from '../support/virtual-program.ts';

let scratch: string;
let file: string;
let untagged: string;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'tsprof-requests-'));
  const profile = await requestKinds();
  file = join(scratch, 'profile.tsprof');
  writeFileSync(file, JSON.stringify(profile));
  untagged = join(scratch, 'untagged.tsprof');
  const { profile: plain } = await runProgram('async function main() { await sleep(1); }', {
    carriers: ['batch'],
  });
  writeFileSync(untagged, JSON.stringify(plain));
});
afterAll(() => rmSync(scratch, { recursive: true }));

const requests = (...args: readonly string[]): Promise<Outcome> =>
  runFake(main, ['requests', ...args], { cwd: scratch });

async function tags(...args: readonly string[]): Promise<string[]> {
  const { stdout } = await requests(file, '--json', ...args);
  return (JSON.parse(stdout) as { requests: { tag: string }[] }).requests.map(({ tag }) => tag);
}

describe('tsprof requests', () => {
  it('tells apart what waits, what blocks and what was blocked', async () => {
    const { stdout, stderr, exitCode } = await requests(file);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(stripVTControlCharacters(stdout)).toBe(TABLE);
  });

  it('prints JSON as other programs expect it', async () => {
    const { stdout } = await requests(file, '--json', '--filter', 'report');
    expect(JSON.parse(stdout)).toEqual({
      unit: 's',
      requests: [
        {
          ...{ tag: 'GET /report', count: 1, errors: 0, wall: 0.065, tsub: 0.06, twait: 0.005, ready: 0 },
          ...{ busy: 0, p50: MIDDLE, p90: MIDDLE, p99: MIDDLE, max: 0.065 },
        },
      ],
    });
  });

  it('sorts, filters and limits', async () => {
    expect(await tags('--sort', 'errors,tag', '--limit', '2')).toEqual(['GET /broken', 'GET /health']);
    expect(await tags('--filter', 'users|health', '--sort', 'tag')).toEqual([
      'GET /health',
      'GET /users/:id',
    ]);
    expect(await tags('--tag', 'GET /report')).toEqual(['GET /report']);
    expect((await requests(file, '--tag', 'none')).stderr).toMatch(
      /^tsprof: no tag is called "none"; there are: /,
    );
  });

  it('says how to get some where there are none', async () => {
    const { stdout, exitCode } = await requests(untagged);
    expect(stdout).toBe(
      'no requests: tsprof run --tag-requests tells those of HTTP servers apart, tag(name, fn) whatever else there is\n',
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse((await requests(untagged, '--json')).stdout)).toEqual({ unit: 's', requests: [] });
  });

  it('fits 80 columns, and shows odd names as text', async () => {
    const odd = join(scratch, 'odd.tsprof');
    const profile = JSON.parse(readFileSync(file, 'utf8')) as Profile;
    const name = profile.sites.name.map((text) => text.replace('users', '\x1b[31m\u202e users'.repeat(3)));
    writeFileSync(odd, JSON.stringify({ ...profile, sites: { ...profile.sites, name } }));
    const { stdout } = await runFake(main, ['requests', odd], { cwd: scratch, columns: 80, rows: 40 });
    for (const odd of ['\x1b[31m', '\u202e']) expect(stdout).not.toContain(odd);
    const table = stripVTControlCharacters(stdout).split('\n').slice(0, 7);
    expect(table[2]).toBe('request        count  err   own  wait  delay      p50      p99      max  which');
    expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

/** Of the bin of a histogram that 65 ms are in. */
const MIDDLE = 0.064749568;

const TABLE = `5 requests of 4 kinds, sorted by wall

request         count  err     wall   own  wait  ready  busy      p50      p90      p99      max  which
GET /users/:id      2       73.0 ms    4%   96%          82%  66.8 ms  66.8 ms  66.8 ms  67.0 ms  blocked
GET /report         1       65.0 ms   92%    8%               64.7 ms  64.7 ms  64.7 ms  65.0 ms  blocks
GET /broken         1    1  1.00 ms        100%               1.00 ms  1.00 ms  1.00 ms  1.00 ms  waits
GET /health         1       1.00 ms  100%                     1.00 ms  1.00 ms  1.00 ms  1.00 ms  runs

look first at GET /report, which blocks the thread: 3 awaits delayed by up to 180 ms in all
  most by compute (program:5)
GET /users/:id, which waits for the outside: 10.0 ms of 73.0 ms
  most at query (program:3)
  which waits 70.0 ms, 2 times, up to 65.0 ms
GET /users/:id was blocked most: by up to 60.0 ms of 73.0 ms
  most by compute (program:5)
1 request not over yet
`;
