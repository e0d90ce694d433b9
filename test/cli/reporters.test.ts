import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { checkReporterOptions } from '../../cli/src/reporters/options.ts';
import { showTests } from '../../cli/src/reporters/show.ts';
import { leaveWish, readWishes } from '../../cli/src/reporters/wishes.ts';
import { runProgram } from '../support/virtual-program.ts';

const directory = realpathSync(mkdtempSync(join(tmpdir(), 'tsprof-reporters-')));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it('options have defaults, and texts of a command line are numbers', () => {
  expect(checkReporterOptions()).toEqual({ limit: 10, sort: 'total', outputFile: null });
  const given = { limit: '3', sort: 'wait', outputFile: 'tests.json', reporter: 'dot' };
  expect(checkReporterOptions(given, ['reporter'], '/project')).toEqual({
    ...{ limit: 3, sort: 'wait', outputFile: '/project/tests.json' },
  });
});

it.each([
  [{ limti: 3 }, "tsprof's reporter: unknown option limti; there are limit, sort, outputFile"],
  [{ limit: -1 }, "tsprof's reporter: limit: expected a whole number from 0; found -1"],
  [{ sort: 'name' }, 'tsprof\'s reporter: sort: expected one of total, own, wait, count; found "name"'],
  [{ outputFile: 7 }, "tsprof's reporter: outputFile: expected a file; found 7"],
])('%j is refused', (given, message) => {
  expect(() => checkReporterOptions(given)).toThrow(new Error(message));
});

it('wishes reach the command once each, and a session that is over does not matter', () => {
  const wish = { limit: 3, sort: 'own', outputFile: null };
  expect(readWishes(directory)).toEqual([]);
  expect([leaveWish(directory, wish), leaveWish(directory, wish)]).toEqual([true, true]);
  expect(readWishes(directory)).toEqual([wish]);
  expect(leaveWish(join(directory, 'none'), wish)).toBe(false);
});

it('shows the slowest tests, writes all, and says where it cannot', async () => {
  const { profile } = await runProgram(
    `function main() { it('long', () => burn(2e6)); it('short', () => burn(1e6)); }`,
    { host: () => ({ it: (_title: string, body: () => void) => body() }) },
  );
  const show = (outputFile: string): string => {
    let told = '';
    const stderr = { isTTY: false, write: (text: string) => (told += text) !== '' };
    const at = { stderr, env: {}, cwd: () => directory } as never;
    showTests(profile, { limit: 1, sort: 'total', outputFile }, at);
    return told;
  };
  const file = join(directory, 'tests.json');
  expect(show(file)).toMatch(
    /^\n2 tests, sorted by total\n\n.*\nmain\/it\("long"\) .*\n\n1 of 2 tests shown\n$/,
  );
  const { tests } = JSON.parse(readFileSync(file, 'utf8')) as { tests: { name: string }[] };
  expect(tests.map(({ name }) => name)).toEqual(['main/it("long")', 'main/it("short")']);
  expect(show(join(directory, 'no/such/tests.json'))).toMatch(
    /\ntsprof: the tests could not be written to no\/such\/tests\.json: /,
  );
});
