import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../cli/src/main.ts';
import { runFake } from '../support/fake-process.ts';
import type { Outcome } from '../support/fake-process.ts';
import { runProgram } from '../support/virtual-program.ts';

let scratch: string;
let file: string;
let odd: string;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'tsprof-awaits-'));
  // A unit of the program's clock is a nanosecond: these are milliseconds.
  const { profile } = await runProgram(
    `
    async function query(n) { await sleep(n * 1e6); burn(2e6); }
    async function* numbers() { yield 1; yield 2; }
    async function work() {
      for (const n of [5, 5, 90]) await query(n);
      for await (const n of numbers()) burn(1e6);
      try { await fail(2e6, 'no'); } catch {}
    }
    async function main() { await tag('job', () => work()); query(60); await sleep(10e6); stop(); }`,
    { carriers: ['batch'] },
  );
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

const awaits = (...args: readonly string[]): Promise<Outcome> =>
  runFake(main, ['awaits', ...args], { cwd: scratch });

interface Row {
  readonly function: string;
  readonly line: number;
  readonly kind: string;
}

async function rows(...args: readonly string[]): Promise<Row[]> {
  const { stdout, stderr } = await awaits(file, '--json', ...args);
  expect(stderr).toBe('');
  return (JSON.parse(stdout) as { awaits: Row[] }).awaits;
}

const shown = (found: readonly Row[]) =>
  found.map(({ function: name, line, kind }) => `${name}:${line} ${kind}`);

describe('tsprof awaits', () => {
  it('prints a table, and what to look at first', async () => {
    const { stdout, stderr, exitCode } = await awaits(file);
    expect(stdout).toBe(`\
13 suspensions at 6 places, sorted by wait

await in                     count     wait  run  ready  busy  idle      avg      p99      max  file:line
query                            4   110 ms                    100%  27.5 ms  89.7 ms  90.0 ms  program:2
main                             1   110 ms                    100%   110 ms   110 ms   110 ms  program:9:29
work -> query                    3   106 ms   6%                94%  35.3 ms  91.8 ms  92.0 ms  program:5
main                             1  10.0 ms                    100%  10.0 ms  10.0 ms  10.0 ms  program:9:72
work                             1  2.00 ms                    100%  2.00 ms  2.00 ms  2.00 ms  program:7
work (for await) -> numbers      3        0                                0        0        0  program:6

look first at query (program:2), which waits for the outside: 110 ms, 4 times, up to 90.0 ms
1 suspension ended by throwing: work (program:7) 1
1 suspension not over yet: query (program:2) 1
`);
    expect([stderr, exitCode]).toEqual(['', 0]);
  });

  it('prints JSON of the fixed shape', async () => {
    const [first] = await rows('--filter', '^query$');
    expect(first).toEqual({
      ...{ function: 'query', file: 'program', line: 2, column: 30, kind: 'await' },
      ...{ count: 4, pending: 1, rejected: 0, wait: 0.11, avg: 0.0275 },
      ...{ running: 0, ready: 0, busy: 0, idle: 0.11, awaited: [] },
      // By the middles of bins, which are off by 0.8 % at most.
      ...{ p50: 0.005013504, p90: 0.089653248, p99: 0.089653248, max: 0.09 },
    });
  });

  it('says what was awaited, and what part of the wait it ran', async () => {
    const [first] = await rows('--filter', '^work$', '--limit', '1');
    expect(first).toMatchObject({
      ...{ count: 3, wait: 0.106, running: 0.006, ready: 0, busy: 0, idle: 0.1 },
      awaited: [{ name: 'query', file: 'program', line: 2, count: 3, wait: 0.106 }],
    });
  });

  it('names what was delayed most, in lines that fit the terminal', async () => {
    const { profile } = await runProgram(
      `
      async function readSettings() { await sleep(5e6); }
      async function main() {
        const read = readSettings();
        await sleep(2e6);
        burn(40e6);
        await read;
      }`,
      { carriers: ['batch'] },
    );
    const late = join(scratch, 'late.tsprof');
    writeFileSync(late, JSON.stringify(profile));
    const { stdout } = await awaits(late);
    expect(stdout).toContain(
      'most delayed: readSettings (program:2), up to 40.0 ms of 42.0 ms, while the thread was busy with something else\n',
    );
    const narrow = await runFake(main, ['awaits', late], {
      cwd: scratch,
      columns: 80,
      env: { NO_COLOR: '1' },
    });
    const table = narrow.stdout.split('\n').slice(2, 6);
    expect(table).toEqual([
      'await in      count     wait  run  ready  busy  idle      p99      max  file:line',
      'readSettings      1  42.0 ms               95%    5%  42.0 ms  42.0 ms  program:2',
      'main              1  2.00 ms                    100%  2.00 ms  2.00 ms  program:5',
      'main              1        0                                0        0  program:7',
    ]);
  });

  it('shows the line of source to look at first, if it is a script below the working directory', async () => {
    const source = readFileSync(file, 'utf8');
    const withSource = join(scratch, 'source.tsprof');
    const name = (files: readonly string[]) =>
      writeFileSync(withSource, JSON.stringify({ ...JSON.parse(source), files, cwd: scratch }));
    writeFileSync(join(scratch, 'program.js'), '\n  await db.query(\x1b[31m`select`);\n');
    name(['program.js']);
    const { stdout } = await awaits(withSource);
    expect(stdout).toContain(
      'look first at query (program.js:2), which waits for the outside: 110 ms, 4 times, up to 90.0 ms\n' +
        '  await db.query(\\x1b[31m`select`);\n',
    );
    const outside = mkdtempSync(join(tmpdir(), 'tsprof-outside-'));
    writeFileSync(join(outside, 'program.js'), '\nsecret\n');
    for (const file of [join(outside, 'program.js'), '../program.js', '/dev/zero', 'missing.js']) {
      name([file]);
      expect((await awaits(withSource)).stdout).toMatch(/look first at query .*\n1 suspension ended/);
    }
    rmSync(outside, { recursive: true });
  });

  it('has yields where they are asked for', async () => {
    expect(shown(await rows('--yields', '--filter', 'numbers'))).toEqual([
      'numbers:3 yield',
      'numbers:3 yield',
    ]);
    expect(shown(await rows('--filter', 'numbers'))).toEqual([]);
  });

  it('shows as many as the terminal has lines for, in colour', async () => {
    const terminal = { cwd: scratch, columns: 140, rows: 12, env: { NO_COLOR: '1' } };
    const { stdout } = await runFake(main, ['awaits', file], terminal);
    expect(stdout.split('\n').slice(-5, -3)).toEqual([
      expect.stringMatching(/^look first at query/),
      '5 of 6 places shown, all of them with --all',
    ]);
    const all = await runFake(main, ['awaits', file, '--all'], terminal);
    expect(all.stdout).toBe((await awaits(file)).stdout);
    const coloured = await runFake(main, ['awaits', file, '--all'], { ...terminal, env: {} });
    expect(coloured.stdout).not.toBe(all.stdout);
    expect(stripVTControlCharacters(coloured.stdout)).toBe(all.stdout);
  });

  it('sorts and limits', async () => {
    expect(shown(await rows('--sort', 'count,line:desc', '--limit', '2'))).toEqual([
      'query:2 await',
      'work:6 for await',
    ]);
    expect(shown(await rows('--sort', 'rejected', '--limit', '1'))).toEqual(['work:7 await']);
  });

  it('tells of what ran under a tag', async () => {
    const found = await rows('--tag', 'job');
    expect(shown(found)).not.toContain('main:9 await');
    expect(found.find(({ function: name }) => name === 'query')).toMatchObject({ count: 3, wait: 0.1 });
  });

  it('of a profile that says nothing of suspensions', async () => {
    const { stdout } = await awaits(
      join(import.meta.dirname, '../../fixtures/profiles/yappi-document.tsprof'),
    );
    expect(stdout).toContain('no coroutine has been suspended\n');
  });

  it('shows names as text', async () => {
    const { stdout } = await awaits(odd);
    expect(stdout).toContain('query\\x1b[31m');
    // eslint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/[\u202e\x1b]/);
  });

  it.each([
    [['--sort', 'ncall'], /cannot sort by "ncall"/],
    [['--thread', 'x'], /no thread has the id or name "x"/],
    [['--tag', 'x'], /no tag is called "x"; there are: "job"/],
    [['--limit', '-1'], /--limit is "-1", but a whole number of awaits is expected/],
  ])('%j: one line, exit 2', async (args, line) => {
    const { stdout, stderr, exitCode } = await awaits(file, ...args);
    expect(stderr).toMatch(line);
    expect([stdout, exitCode]).toEqual(['', 2]);
  });
});
