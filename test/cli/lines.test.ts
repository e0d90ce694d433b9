import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../cli/src/main.ts';
import { withLinesOfAll, linesOption } from '../../cli/src/sources/selection-options.ts';
import { Command, Option } from 'commander';
import { runFake } from '../support/fake-process.ts';
import { runProgram } from '../support/virtual-program.ts';

const SOURCE = `
async function query(n) {
  await sleep(n * 1e6); burn(2e6);
}
const twice = (x) => { burn(x); burn(x); };
async function main() {
  for (let i = 0; i < 3; i++)
    await query(5);
  [1e6, 2e6].map((x) => twice(x));
}
`;

let scratch: string;
let file: string;
let bare: string;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'tsprof-lines-'));
  // A unit of the program's clock is a nanosecond: these are milliseconds.
  const { profile } = await runProgram(SOURCE, { carriers: ['batch'], lines: true });
  const located = { ...profile, cwd: scratch, files: ['program.js'] };
  file = join(scratch, 'profile.tsprof');
  writeFileSync(file, JSON.stringify(located));
  writeFileSync(join(scratch, 'program.js'), SOURCE);
  bare = join(scratch, 'bare.tsprof');
  const threads = located.threads.map(({ lines: _, ...thread }) => thread);
  writeFileSync(bare, JSON.stringify({ ...located, threads }));
});
afterAll(() => rmSync(scratch, { recursive: true }));

const lines = (...args: readonly string[]) => runFake(main, ['lines', ...args], { cwd: scratch });

describe('tsprof lines', () => {
  it('prints the source with figures beside it, and what to look at first', async () => {
    const { stdout, stderr, exitCode } = await lines(file);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(stdout).toBe(`\
8 lines of 1 file, own time 12.0 ms, sorted by line

program.js
line  hits      own  per hit  share  waits     wait
   2     3        0        0                         async function query(n) {
   3     3  6.00 ms  2.00 ms  50.0%      3  15.0 ms    await sleep(n * 1e6); burn(2e6);
   4                                                 }
   5     2  6.00 ms  3.00 ms  50.0%                  const twice = (x) => { burn(x); burn(x); };
   6     1        0        0                         async function main() {
   7     4        0        0                           for (let i = 0; i < 3; i++)
   8     3        0        0             3  21.0 ms      await query(5);
   9     1        0        0                           [1e6, 2e6].map((x) => twice(x));
   9     2        0        0                         … in main/map()

look first at program.js:3 (query): 50.0% of own time, 3 hits of 2.00 ms
  await sleep(n * 1e6); burn(2e6);
waits most for the outside: program.js:3 (query), 15.0 ms in 3 waits
  await sleep(n * 1e6); burn(2e6);
`);
  });

  it('has the same as JSON, and of some files and functions alone', async () => {
    const { stdout } = await lines(file, '--json', '--function', 'main', '--file', 'prog*', '--limit', '2');
    expect(JSON.parse(stdout)).toEqual({
      unit: 's',
      files: [
        {
          file: 'program.js',
          lines: [
            { line: 7, hits: 4, tsub: 0, avg: 0, share: 0, waits: 0, twait: 0, function: 'main' },
            { line: 8, hits: 3, tsub: 0, avg: 0, share: 0, waits: 3, twait: 0.021, function: 'main' },
          ],
        },
      ],
    });
    expect(JSON.parse((await lines(file, '--json', '--file', '*.ts')).stdout)).toEqual({
      unit: 's',
      files: [],
    });
  });

  it('prints a table in any other order, of as many lines as asked for', async () => {
    const { stdout } = await lines(file, '--sort', 'hits', '--limit', '2');
    expect(stdout.split('\n').slice(2, 5)).toEqual([
      'line  hits      own  per hit  share  waits     wait',
      '   3     3  6.00 ms  2.00 ms  50.0%      3  15.0 ms  program.js:3  query: await sleep(n * 1e6); burn(2e6);',
      '   8     3        0        0             3  21.0 ms  program.js:8  main: await query(5);',
    ]);
    expect(stdout).toContain('2 of 8 lines shown');
  });

  it('adds profiles up', async () => {
    const { stdout } = await lines(file, file, '--json', '--function', 'twice');
    expect(JSON.parse(stdout)).toMatchObject({
      files: [{ lines: [{ line: 5, hits: 4, tsub: 0.012, avg: 0.003 }] }],
    });
  });

  it('shows lines without their source where that is not at hand', async () => {
    const { stdout } = await runFake(main, ['lines', '-'], {
      cwd: tmpdir(),
      stdin: [Buffer.from(readFileSync(file, 'utf8').replace(JSON.stringify(scratch), '"/nowhere"'))],
    });
    expect(stdout).toContain('50.0%      3  15.0 ms  … in query');
  });

  it('says what to do where a profile has no lines', async () => {
    expect((await lines(bare)).stdout).toBe(
      'no lines: tsprof run --lines counts and times those of all files, --lines=GLOB those of some\n',
    );
    expect((await lines(file, '--sort', 'sun')).stderr).toMatch(/^tsprof: cannot sort by "sun"/);
    expect((await lines(file, '--thread', 'none')).stderr).toMatch(/no thread has the id or name "none"/);
  });
});

describe('--lines', () => {
  const command = new Command().addOption(linesOption()).addOption(new Option('-o, --output <file>'));
  const rows: readonly [given: string, words: string][] = [
    ['--lines app.js --lines', '--lines=** app.js --lines'],
    ['--lines src/** app.js', '--lines src/** app.js'],
    ['--lines=src/a.js app.js', '--lines=src/a.js app.js'],
    ['-o --lines --lines app.js', '-o --lines --lines=** app.js'],
    ['--lines --output=x app.js', '--lines=** --output=x app.js'],
    ['--lines', '--lines=**'],
    ['--lines . app.js', '--lines . app.js'],
    ['--lines .', '--lines=** .'],
    ['-- npm run --lines', '-- npm run --lines'],
  ];
  it.each(rows)('%s', (given, words) => {
    const argv = ['node', 'tsprof', 'run', ...given.split(' ')];
    const process = { argv, cwd: () => scratch } as never;
    expect(
      withLinesOfAll(command as never, process, 3)
        .slice(3)
        .join(' '),
    ).toBe(words);
  });
});
