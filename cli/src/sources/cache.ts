import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
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
