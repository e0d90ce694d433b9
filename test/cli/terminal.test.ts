/** Nothing from a source, a profile or a file's name reaches a terminal raw, in any command. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../cli/src/main.ts';
import { call, profileOf, withThreads } from '../profile/support/build.ts';
import { runFake } from '../support/fake-process.ts';
import type { Outcome } from '../support/fake-process.ts';
import { TSPROF_INSTRUMENT, runNode } from './projects.ts';

/** C0 with line feed, DEL, C1, bidi controls, line separators, and half a character. */
const EVIL = '\x1b[2J\x07\r\n\x7f\x85\x9b31m\u061c\u200e\u202e\u2066\u2028\u2029\ud800';
/** The same as a file's name can have it. */
const EVIL_NAME = '\x1b[2J\x07\x7f\u009b31m\u202e\u2028';
// eslint-disable-next-line no-control-regex -- what this test is about
const RAW = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]/;

/** What tables are coloured with: bold, dim, red, yellow, cyan, and their ends. */
// eslint-disable-next-line no-control-regex -- what this test is about
const OWN_COLOURS = /\x1b\[(?:1|2|22|31|33|36|39)m/g;

let cwd: string;
let profile: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'tsprof-terminal-'));
  const definitions = { [EVIL]: { file: `${EVIL}.ts` }, [`[tag ${EVIL}]`]: { kind: 'tag' as const } };
  const calls = [call(EVIL, 5, call('b', 1)), call(`[tag ${EVIL}]`, 3, call('b', 1))];
  const made = profileOf(calls, { definitions });
  const [{ edges }] = made.threads as [(typeof made.threads)[0]];
  const fields = {
    ...{ notes: [EVIL], anomalies: { [EVIL]: 3 } },
    edges: { ...edges, pending: edges.ncall, late: edges.ncall },
  };
  profile = join(cwd, `${EVIL_NAME}.tsprof`);
  const threads = withThreads(made, { id: EVIL, name: EVIL, ...fields }, { id: '2', name: EVIL, ...fields });
  writeFileSync(profile, JSON.stringify(threads));
  writeFileSync(join(cwd, `${EVIL_NAME}-broken.tsprof`), `{"format":"tsprof","version":"${EVIL_NAME}"}`);
  writeFileSync(join(cwd, `${EVIL_NAME}.js`), `const a = '\x1b[2J\x9b31m\u202e'; b(;\n`);
});
afterAll(() => rmSync(cwd, { recursive: true }));

function expectSafe({ stdout, stderr }: Pick<Outcome, 'stdout' | 'stderr'>): void {
  expect(stdout + stderr).not.toBe('');
  const [plainOutput, plainErrors] = [stdout, stderr].map((text) => text.replace(OWN_COLOURS, ''));
  expect(plainOutput).not.toMatch(RAW);
  expect(plainErrors).not.toMatch(RAW);
}

describe('tsprof', () => {
  test.each([
    ['stats'],
    ['stats', '--callers', '--callees'],
    ['stats', '--json'],
    ['stats', '--csv'],
    ['stats', '--raw-numbers', '--columns', 'name,kind,file,line'],
    ['stats', '--raw', '--tag', EVIL],
    ['stats', '--thread', EVIL],
    ['stats', '--thread', `${EVIL}x`],
    ['stats', '--tag', `${EVIL}x`],
    ['stats', '--sort', EVIL],
    ['stats', '--limit', EVIL],
    ['stats', '--filter', `(${EVIL}`],
    ['stats', `--${EVIL}`],
    ['merge', '-o', `${EVIL_NAME}/no`],
    [`st${EVIL}`],
  ])('%j', async (...args) => {
    expectSafe(await runFake(main, [...args, profile], { cwd, columns: 100 }));
  });

  describe('colours', () => {
    const coloured = async (env: Record<string, string>, columns?: number): Promise<boolean> => {
      const terminal = columns === undefined ? {} : { columns };
      const { stdout } = await runFake(main, ['stats', profile], { cwd, env, ...terminal });
      return stdout.match(OWN_COLOURS) !== null;
    };

    test.each([
      ['on a terminal', {}, 100, true],
      ['in a file', {}, undefined, false],
      ['with NO_COLOR', { NO_COLOR: '1' }, 100, false],
      ['with NO_COLOR, which is empty', { NO_COLOR: '' }, 100, true],
      ['on a terminal without any', { TERM: 'dumb' }, 100, false],
    ])('%s', async (_, env, columns, expected) => {
      expect(await coloured(env, columns)).toBe(expected);
    });

    test('are never those of a profile', async () => {
      const red = '\x1b[31mred';
      const file = join(cwd, 'red.tsprof');
      const named = profileOf([call(red, 5)]);
      writeFileSync(file, JSON.stringify(withThreads(named, { id: red, name: red, notes: [red] })));
      const { stdout } = await runFake(main, ['stats', file], { cwd, columns: 100 });
      expect(stdout).toContain('\\x1b[31mred');
      expect(stdout).not.toContain('\x1b[31mred');
    });
  });

  test('of a profile that cannot be read', async () => {
    expectSafe(await runFake(main, ['stats', `${EVIL_NAME}-broken.tsprof`], { cwd }));
    expectSafe(await runFake(main, ['stats', `${EVIL_NAME}-nowhere`], { cwd }));
  });

  test('JSON is the same for who reads it', async () => {
    const { stdout } = await runFake(main, ['stats', '--json', profile], { cwd });
    const { functions, threads } = JSON.parse(stdout) as { functions: { name: string }[]; threads: object[] };
    expect(functions.map(({ name }) => name)).toContain(EVIL);
    expect(threads).toMatchObject([{ id: EVIL, name: EVIL }, { id: '2' }]);
  });
});

test('tsprof-instrument, with a code frame', async () => {
  const done = await runNode([TSPROF_INSTRUMENT, `${EVIL_NAME}.js`, '-d', 'out'], { cwd });
  expect(done.stderr).toContain('b(;');
  expectSafe(done);
});
