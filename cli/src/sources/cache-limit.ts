import { appendFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Stands in the cache directory and grows by a byte for each unit that is added to the cache. */
const GROWTH_FILE = 'growth';

/** The cache is looked through each time it has grown by this part of its limit. */
const STEP = 1 / 16;
const UNITS_PER_STEP = 4096;

/** What is left after a cache was made smaller, as a part of its limit: the next time is not at once. */
const KEPT = 3 / 4;

/**
 * Counts what was added to a cache and makes it smaller when that is due. All processes count in one file, by
 * appending; removing that file, which only one of them can, is what gives the right to prune.
 */
export function noteGrowth(directory: string, bytes: number, limit: number): void {
  const file = join(directory, GROWTH_FILE);
  const unit = Math.ceil((limit * STEP) / UNITS_PER_STEP);
  try {
    appendFileSync(file, '.'.repeat(Math.ceil(bytes / unit)));
    if (statSync(file).size < UNITS_PER_STEP) return;
    rmSync(file);
  } catch {
    // Not ours to write to, or another process was faster.
    return;
  }
  prune(directory, limit);
}

interface Entry {
  readonly path: string;
  readonly size: number;
  readonly lastUse: number;
}

/** Removes the entries longest unused when there is more than `limit`, bytes. */
function prune(directory: string, limit: number): void {
  const entries = listEntries(directory).sort((a, b) => a.lastUse - b.lastUse);
  let size = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (size <= limit) return;
  for (const entry of entries) {
    if (size <= limit * KEPT) return;
    remove(entry.path);
    size -= entry.size;
  }
}

/** All files of a cache; what was left half written by a process that died is as old as that. */
function listEntries(directory: string): Entry[] {
  const folders = readdirSync(directory).filter((name) => name.length === 2);
  return folders.flatMap((folder) => {
    const names = attempt(() => readdirSync(join(directory, folder))) ?? [];
    return names.flatMap((name) => entryAt(join(directory, folder, name)) ?? []);
  });
}

function entryAt(path: string): Entry | undefined {
  const found = attempt(() => statSync(path));
  return found && { path, size: found.size, lastUse: found.mtimeMs };
}

function remove(path: string): void {
  attempt(() => rmSync(path, { force: true }));
}

/** Others remove entries too, at any moment. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
