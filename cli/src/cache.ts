import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';

/** Texts by the hash of what they were made from; safe to use from many processes at once. */
export interface TextCache {
  /** The text stored under `key`; undefined when there is none, or it is damaged. */
  get(key: string): string | undefined;
  /** Stores a text; a cache that cannot be written to stays as it is. */
  put(key: string, text: string): void;
}

/** The hash that names a cache entry: of all that the entry depends on. */
export function cacheKey(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

/** A cache in `directory`, which is made when first written to. */
export function createCache(directory: string): TextCache {
  const pathOf = (key: string): string => join(directory, key.slice(0, 2), key.slice(2));
  return {
    get: (key) => readEntry(pathOf(key)),
    put: (key, text) => writeEntry(pathOf(key), text),
  };
}

/**
 * Where the cache of this user lies: below XDG_CACHE_HOME or the home directory; else below the directory for
 * temporary files, and then only if nobody else can have put anything there.
 */
export function cacheDirectory(env: Readonly<Record<string, string | undefined>>): string {
  const base = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const directory = join(base, 'tsprof');
  return isUsable(directory) ? directory : temporaryCache();
}

function temporaryCache(): string {
  const { uid, username } = userInfo();
  const directory = join(tmpdir(), `tsprof-cache-${uid < 0 ? username : uid}`);
  return isUsable(directory) ? directory : join(tmpdir(), `tsprof-cache-${randomBytes(8).toString('hex')}`);
}

/** What is read from the cache gets executed, so the directory must be the user's own. */
function isUsable(directory: string): boolean {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const { uid, mode } = lstatSync(directory);
    if (process.getuid !== undefined && uid !== process.getuid()) return false;
    if ((mode & 0o022) !== 0) chmodSync(directory, 0o700);
    return true;
  } catch {
    return false;
  }
}

/** An entry is the hash of its text, a line feed, the text: damage of any kind shows. */
function readEntry(path: string): string | undefined {
  let entry: string;
  try {
    entry = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  const end = entry.indexOf('\n');
  const text = entry.slice(end + 1);
  return entry.slice(0, end) === textHash(text) ? text : undefined;
}

function writeEntry(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(temporary, `${textHash(text)}\n${text}`);
    renameSync(temporary, path);
  } catch {
    rmSync(temporary, { force: true });
  }
}

function textHash(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
