import { createHash, randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { replaceFile } from '@tsprof/runtime/files';
import { noteGrowth } from './cache-limit.ts';

/** Texts by the hash of what they were made from; safe to use from many processes at once. */
export interface TextCache {
  /** The text stored under `key`; undefined when there is none, or it is damaged. */
  get(key: string): string | undefined;
  /** Stores a text; a cache that cannot be written to stays as it is. */
  put(key: string, text: string): void;
}

/** How much a cache may hold before it is made smaller, bytes: a hundred copies of TypeScript's compiler. */
const LIMIT = 1 << 30;

/** An entry's time is that of its last use; it is set anew when it is so old, ms. */
const STALE = 3_600_000;

/** The hash that names a cache entry: of all that the entry depends on. */
export function cacheKey(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

/** A cache in `directory`, which is made when first written to. Entries longest unused go when `limit` is reached. */
export function createCache(directory: string, limit: number = LIMIT): TextCache {
  const pathOf = (key: string): string => join(directory, key.slice(0, 2), key.slice(2));
  return {
    get: (key) => readEntry(pathOf(key)),
    put: (key, text) => {
      const size = writeEntry(pathOf(key), text);
      if (size > 0) noteGrowth(directory, size, limit);
    },
  };
}

/**
 * Where the cache of this user lies: below XDG_CACHE_HOME or the home directory; else below the directory for
 * temporary files, and then only if nobody else can have put anything there.
 */
export function cacheDirectory(env: Readonly<Record<string, string | undefined>>): string {
  const base = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const directory = join(base, 'tsprof');
  return isTrusted(directory) ? directory : temporaryCache();
}

function temporaryCache(): string {
  const { uid, username } = userInfo();
  const directory = join(tmpdir(), `tsprof-cache-${uid < 0 ? username : uid}`);
  return isTrusted(directory) ? directory : join(tmpdir(), `tsprof-cache-${randomBytes(8).toString('hex')}`);
}

/**
 * What is read from the cache gets executed, so others must never have been able to write to it: a directory of the
 * user's own, no link, in one that nobody else can put another in place of it.
 */
export function isTrusted(directory: string): boolean {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const found = lstatSync(directory);
    if (!found.isDirectory()) return false;
    // Windows has other means, and no such modes.
    if (process.getuid === undefined) return true;
    const { uid, mode } = statSync(dirname(directory));
    const isStable = (mode & OTHERS_WRITE) === 0 || (mode & STICKY) !== 0;
    const isOwn = found.uid === process.getuid() && (found.mode & OTHERS_WRITE) === 0;
    return isOwn && isStable && (uid === process.getuid() || uid === 0);
  } catch {
    return false;
  }
}

const OTHERS_WRITE = 0o022;
/** Only who has made a file may rename it. */
const STICKY = 0o1000;

/** An entry is the hash of its text, a line feed, the text: damage of any kind shows. */
function readEntry(path: string): string | undefined {
  let entry: string;
  try {
    entry = readFileSync(path, 'utf8');
    noteUse(path);
  } catch {
    return undefined;
  }
  const end = entry.indexOf('\n');
  const text = entry.slice(end + 1);
  return entry.slice(0, end) === textHash(text) ? text : undefined;
}

/** Where the time cannot be set, the entry will look older than it is. */
function noteUse(path: string): void {
  const now = Date.now();
  try {
    if (now - statSync(path).mtimeMs > STALE) utimesSync(path, now / 1000, now / 1000);
  } catch {
    // Not ours, or just removed by another process.
  }
}

/** The size of what was written, bytes; 0 when it could not be. */
function writeEntry(path: string, text: string): number {
  const entry = Buffer.from(`${textHash(text)}\n${text}`);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    replaceFile(path, entry);
    return entry.length;
  } catch {
    return 0;
  }
}

function textHash(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
