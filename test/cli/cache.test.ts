import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { cacheDirectory } from '@tsprof/runtime/files';
import { cacheKey, createCache } from '../../cli/src/sources/cache.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tsprof-cache-test-'));
  return () => rmSync(directory, { recursive: true, force: true });
});

function entryFiles(): string[] {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true });
  return names
    .filter((entry) => entry.isFile() && entry.parentPath !== directory)
    .map((entry) => join(entry.parentPath, entry.name));
}

const sizeOfAll = (): number => entryFiles().reduce((sum, file) => sum + statSync(file).size, 0);

describe('an entry', () => {
  test('is what was put there, whatever it is', () => {
    const cache = createCache(directory);
    for (const text of ['', '\n', 'a\nb\n', '\u{1f600}é\r\n']) {
      cache.put(cacheKey(text), text);
      expect(createCache(directory).get(cacheKey(text))).toBe(text);
    }
    expect(cache.get(cacheKey('nothing'))).toBe(undefined);
  });

  test.each<[string, (entry: Buffer) => Buffer]>([
    ['cut short', (entry) => entry.subarray(0, -1)],
    ['empty', () => Buffer.alloc(0)],
    [
      'changed in one byte',
      (entry) => Buffer.from(entry.map((byte, index) => (index === 45 ? byte ^ 1 : byte))),
    ],
  ])('that is %s counts as none, and can be put anew', (_, damage) => {
    const cache = createCache(directory);
    const key = cacheKey('a');
    cache.put(key, 'some text');
    const [file = ''] = entryFiles();
    writeFileSync(file, damage(readFileSync(file)));
    expect(cache.get(key)).toBe(undefined);
    cache.put(key, 'some text');
    expect(cache.get(key)).toBe('some text');
  });

  test('keys tell parts apart', () => {
    expect(cacheKey('ab', 'c')).not.toBe(cacheKey('a', 'bc'));
  });
});

describe('a cache that cannot be written to', () => {
  test('is none', () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    const cache = createCache(join(file, 'cache'));
    cache.put(cacheKey('a'), 'text');
    expect(cache.get(cacheKey('a'))).toBe(undefined);
  });

  test('leaves no half of an entry behind', () => {
    const cache = createCache(directory);
    const key = cacheKey('a');
    // What stands in the entry's place is no file, and cannot be replaced by one.
    mkdirSync(join(directory, key.slice(0, 2), key.slice(2)), { recursive: true });
    cache.put(key, 'text');
    expect(cache.get(key)).toBe(undefined);
    expect(entryFiles()).toEqual([]);
  });
});

describe('a cache with a limit', () => {
  const LIMIT = 1_000_000;
  const text = (index: number): string => `${index} `.padEnd(10_000, 'x');
  const key = (index: number): string => cacheKey(String(index));

  test('never holds much more, and drops what was unused for longest', () => {
    const cache = createCache(directory, LIMIT);
    for (let index = 0; index < 300; index++) {
      cache.put(key(index), text(index));
      setAge(key(index), 300 - index);
      // Used all the time.
      expect(cache.get(key(0))).toBe(text(0));
      expect(sizeOfAll()).toBeLessThan(LIMIT * 1.1);
    }
    expect(cache.get(key(299))).toBe(text(299));
    expect(cache.get(key(1))).toBe(undefined);
    expect(sizeOfAll()).toBeGreaterThan(LIMIT / 2);
  });

  test('counts what other processes add, and forgets half-written entries of those that died', () => {
    createCache(directory, LIMIT).put(key(0), text(0));
    const [file = ''] = entryFiles();
    const left = `${file}.1.0000`;
    writeFileSync(left, 'x'.repeat(LIMIT));
    utimesSync(left, 1, 1);
    // A cache object each, as processes have: none of them adds enough to notice.
    for (let index = 1; index < 50; index++) createCache(directory, LIMIT).put(key(index), text(index));
    expect(existsSync(left)).toBe(false);
    expect(sizeOfAll()).toBeLessThan(LIMIT);
  });

  /** Hours since the last use. */
  function setAge(of: string, hours: number): void {
    const file = join(directory, of.slice(0, 2), of.slice(2));
    const time = Date.now() / 1_000 - 3_600 * (hours + 1);
    if (existsSync(file)) utimesSync(file, time, time);
  }
});

describe.skipIf(process.platform === 'win32')('the directory of the cache', () => {
  const own = (): string => join(directory, 'tsprof');
  const chosen = (): string => cacheDirectory({ XDG_CACHE_HOME: directory });

  test('is made for its user alone', () => {
    expect(chosen()).toBe(own());
    expect(statSync(own()).mode & 0o777).toBe(0o700);
    expect(chosen()).toBe(own());
  });

  test.each([0o777, 0o770, 0o720, 0o702])(
    'is not trusted with mode %o: what is in it may be anyone’s',
    (mode) => {
      mkdirSync(own());
      chmodSync(own(), mode);
      expect(chosen()).not.toBe(own());
      expect(statSync(own()).mode & 0o777).toBe(mode);
    },
  );

  test('is not trusted if it is a link', () => {
    mkdirSync(join(directory, 'elsewhere'), { mode: 0o700 });
    symlinkSync('elsewhere', own());
    expect(chosen()).not.toBe(own());
  });

  test('is not trusted where others could put another in its place', () => {
    mkdirSync(own(), { mode: 0o700 });
    chmodSync(directory, 0o777);
    expect(chosen()).not.toBe(own());
    chmodSync(directory, 0o1777);
    expect(chosen()).toBe(own());
  });
});
