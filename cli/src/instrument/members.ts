import { readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { cacheKey } from '../sources/cache.ts';
import type { TextCache } from '../sources/cache.ts';
import { VERSION } from '../version.ts';
import { statsOf } from '../sources/stamps.ts';

/** The nearest tsconfig.json from a directory upwards; undefined when there is none. */
export function nearestTsconfig(directory: string): string | undefined {
  const file = join(directory, 'tsconfig.json');
  if (statsOf(file)?.isFile() === true) return file;
  const parent = dirname(directory);
  return parent === directory ? undefined : nearestTsconfig(parent);
}

interface Entry {
  /** The hash of each file of the configuration; null: there was none. */
  readonly configuration: Readonly<Record<string, string | null>>;
  /** Indices of the files that belong. */
  readonly members: readonly number[];
}

/**
 * Which of these TypeScript files belong to a project: all absolute paths. TypeScript is asked only when a file has
 * come or gone, or the configuration is another; it takes longer to load than all else. What is wrong with the
 * configuration is a TsprofError.
 */
export async function membersOf(
  tsconfig: string,
  files: readonly string[],
  cache: TextCache,
): Promise<ReadonlySet<string>> {
  const key = cacheKey('members', VERSION, tsconfig, ...files);
  const text = cache.get(key);
  const known = text === undefined ? undefined : (JSON.parse(text) as Entry);
  const isValid = known !== undefined && isAsBefore(known);
  const entry = isValid ? known : await askTypeScript(tsconfig, files);
  if (!isValid) cache.put(key, JSON.stringify(entry));
  return new Set(entry.members.map((index) => files[index] as string));
}

async function askTypeScript(tsconfig: string, files: readonly string[]): Promise<Entry> {
  const { readProject } = await import('./project.ts');
  const project = readProject(tsconfig);
  const paths = [...project.configuration];
  return {
    configuration: Object.fromEntries(paths.map((path) => [path, contentHash(path)])),
    members: [...files.keys()].filter((index) => project.files.has(withSlashes(files[index] as string))),
  };
}

function isAsBefore({ configuration }: Entry): boolean {
  return Object.entries(configuration).every(([path, hash]) => contentHash(path) === hash);
}

function contentHash(path: string): string | null {
  try {
    return cacheKey(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

function withSlashes(path: string): string {
  return path.split(sep).join('/');
}
