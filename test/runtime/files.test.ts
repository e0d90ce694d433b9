import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { replaceFile, replaceWith, writeNew, writeOutput } from '../../runtime/src/entries/files.ts';

let folder: string;
const at = (name: string): string => join(folder, name);

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tsprof-files-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('makes new files only where there is nothing, not even a link', () => {
  symlinkSync(at('victim'), at('link'));
  expect(() => writeNew(at('link'), 'x')).toThrow(/EEXIST/);
  expect(readdirSync(folder)).toEqual(['link']);
});

it('uses a name that is another each time, and leaves nothing when it fails', () => {
  const names = new Set<string>();
  for (let times = 0; times < 3; times++) {
    const fail = (temporary: string): void => {
      names.add(temporary);
      writeFileSync(temporary, 'half');
      throw new Error('no more');
    };
    expect(() => replaceWith(at('file'), fail)).toThrow('no more');
  }
  expect(names.size).toBe(3);
  expect(readdirSync(folder)).toEqual([]);
});

it('replaces a link when told to replace, follows it when told to write an output', () => {
  symlinkSync('behind', at('link'));
  writeOutput(at('link'), 'one');
  expect([lstatSync(at('link')).isSymbolicLink(), readFileSync(at('behind'), 'utf8')]).toEqual([true, 'one']);
  replaceFile(at('link'), 'two');
  expect([lstatSync(at('link')).isSymbolicLink(), readFileSync(at('behind'), 'utf8')]).toEqual([
    false,
    'one',
  ]);
});

it('makes files for their owner only in folders that others may write to', () => {
  chmodSync(folder, 0o1777);
  replaceFile(at('file'), 'x');
  expect(statSync(at('file')).mode & 0o777).toBe(0o600);
});

it('refuses links that lead in a circle, and directories', () => {
  symlinkSync('b', at('a'));
  symlinkSync('a', at('b'));
  expect(() => writeOutput(at('a'), 'x')).toThrow(/too many symbolic links/);
  expect(() => writeOutput(folder, 'x')).toThrow(/directory/);
});
