import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseProfile } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../cli/src/main.ts';
import { call, profileOf } from '../profile/support/build.ts';
import { rows } from '../profile/support/table.ts';
import { runFake } from '../support/fake-process.ts';
import type { Outcome } from '../support/fake-process.ts';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'tsprof-merge-'));
  save('a.tsprof', profileOf([call('a', 4, call('b', 3))]));
  save('b.tsprof', profileOf([call('a', 2)]));
  save('cpu.tsprof', profileOf([call('a', 2)], { clock: 'cpu' }));
  save('empty.tsprof', profileOf([], { clock: 'cpu' }));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const save = (name: string, profile: Profile): void =>
  writeFileSync(join(cwd, name), JSON.stringify(profile));
const merge = (...args: readonly string[]): Promise<Outcome> => runFake(main, ['merge', ...args], { cwd });
const saved = (name: string): Profile => parseProfile(readFileSync(join(cwd, name)));
const quiet = { stdout: '', stderr: '', exitCode: 0 };

describe('tsprof merge', () => {
  it('adds profiles up', async () => {
    expect(await merge('a.tsprof', 'b.tsprof', '-o', 'sum.tsprof')).toEqual(quiet);
    expect(rows(saved('sum.tsprof'))).toEqual(['a 2/2 6/3', 'b 1/1 3/3']);
    expect(readdirSync(cwd).filter((name) => name.includes('tmp'))).toEqual([]);
  });

  it('zips by the name of the output, and reads it back', async () => {
    expect(await merge('a.tsprof', 'b.tsprof', '-o', 'sum.tsprof.gz')).toEqual(quiet);
    const unzipped = parseProfile(gunzipSync(readFileSync(join(cwd, 'sum.tsprof.gz'))));
    expect(await merge('sum.tsprof.gz', '--output', 'plain.tsprof')).toEqual(quiet);
    expect(saved('plain.tsprof')).toEqual(unzipped);
    expect(unzipped.threads.map(({ id }) => id)).toEqual(['1.0']);
  });

  it('writes to standard output', async () => {
    const { stdout, stderr, exitCode } = await merge('a.tsprof', 'b.tsprof', '-o', '-');
    expect([stderr, exitCode, readdirSync(cwd).includes('-')]).toEqual(['', 0, false]);
    expect(rows(parseProfile(stdout))).toEqual(['a 2/2 6/3', 'b 1/1 3/3']);
  });

  it('takes folders and patterns for the profiles in them, each once, without what it wrote before', async () => {
    mkdirSync(join(cwd, 'runs', 'deep'), { recursive: true });
    save('runs/1.tsprof', profileOf([call('a', 1)]));
    save('runs/deep/2.tsprof', profileOf([call('a', 2)]));
    mkdirSync(join(cwd, 'runs', 'b.tsprof.partial-1'));
    save('runs/b.tsprof.partial-1/1-a.tsprof', profileOf([call('a', 100)]));
    save('runs/deep/notes.json', profileOf([call('a', 100)]));
    for (const from of [['runs'], ['runs/**/*.tsprof'], ['runs/1.tsprof', 'runs']]) {
      expect(await merge(...from, '-o', 'runs/sum.tsprof')).toEqual(quiet);
      expect(rows(saved('runs/sum.tsprof'))).toEqual(['a 2/2 3/3']);
    }
    save('odd[1].tsprof', profileOf([call('a', 5)]));
    expect(await merge('odd[1].tsprof', '-o', 'sum.tsprof')).toEqual(quiet);
  });

  it.each([
    ['nothing/*.tsprof', 'no file matches nothing/*.tsprof'],
    ['bare', 'no profile is in bare'],
  ])('%s: one line', async (name, complaint) => {
    mkdirSync(join(cwd, 'bare'));
    const { stderr, exitCode } = await merge(name, '-o', 'sum.tsprof');
    expect([stderr, exitCode]).toEqual([
      `tsprof: ${complaint}. Name profiles (*.tsprof, *.tsprof.gz), or where there are some.\n`,
      2,
    ]);
  });

  it('may write over what it read', async () => {
    expect(await merge('a.tsprof', 'b.tsprof', '-o', 'a.tsprof')).toEqual(quiet);
    expect(rows(saved('a.tsprof'))).toEqual(['a 2/2 6/3', 'b 1/1 3/3']);
  });

  it('writes names that a terminal would obey as escapes, and reads them back', async () => {
    const name = '\x1b[2J\u009b31m\u202e\ud800\u{e0001}';
    save('odd.tsprof', profileOf([call(name, 1)]));
    expect(await merge('odd.tsprof', '-o', 'sum.tsprof')).toEqual(quiet);
    const text = readFileSync(join(cwd, 'sum.tsprof'), 'utf8');
    expect(text).toMatch(/^[\x20-\x7e]+\n$/);
    expect(saved('sum.tsprof').sites.name).toEqual([name]);
  });

  it('writes profiles that come in several pieces, also zipped', async () => {
    const calls = Array.from({ length: 5000 }, (_, at) => call(`function${at}`, at));
    save('long.tsprof', profileOf(calls));
    expect(await merge('long.tsprof', '-o', 'sum.tsprof')).toEqual(quiet);
    expect(await merge('long.tsprof', '-o', 'sum.tsprof.gz')).toEqual(quiet);
    const text = readFileSync(join(cwd, 'sum.tsprof'), 'utf8');
    expect(text).toBe(`${JSON.stringify(parseProfile(text))}\n`);
    expect(gunzipSync(readFileSync(join(cwd, 'sum.tsprof.gz'))).toString()).toBe(text);
    expect(saved('sum.tsprof').threads).toEqual(saved('long.tsprof').threads);
  });

  it('writes through a symbolic link', async () => {
    symlinkSync('b.tsprof', join(cwd, 'link'));
    expect(await merge('a.tsprof', '-o', 'link')).toEqual(quiet);
    expect(saved('b.tsprof')).toEqual(saved('link'));
  });

  it('refuses different clocks, unless one side is empty', async () => {
    expect(await merge('a.tsprof', 'cpu.tsprof', '-o', 'sum')).toEqual({
      ...quiet,
      stderr:
        'tsprof: a.tsprof (clock exact) and cpu.tsprof (clock cpu) cannot be added up: different clocks\n',
      exitCode: 2,
    });
    expect(readdirSync(cwd)).not.toContain('sum');
    expect(await merge('a.tsprof', 'empty.tsprof', '-o', 'sum')).toEqual(quiet);
  });

  it.each([
    ['no/such/directory', 'there is no such file or directory'],
    ['a.tsprof/x', 'a part of the path is not a directory'],
    ['.', 'it is a directory'],
  ])('cannot write %s', async (output, reason) => {
    const before = readdirSync(cwd);
    expect(await merge('a.tsprof', '-o', output)).toEqual({
      ...quiet,
      stderr: `tsprof: cannot write ${output}: ${reason}. Name a file in a writable directory with -o.\n`,
      exitCode: 2,
    });
    expect(readdirSync(cwd)).toEqual(before);
  });

  it('leaves the output alone when an input is bad', async () => {
    const before = readFileSync(join(cwd, 'b.tsprof'), 'utf8');
    const { exitCode } = await merge('a.tsprof', 'nowhere', '-o', 'b.tsprof');
    expect([exitCode, readFileSync(join(cwd, 'b.tsprof'), 'utf8')]).toEqual([2, before]);
  });
});
