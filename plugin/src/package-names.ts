import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A package's directory below the last `node_modules` of a path, and its name there. */
const INSTALLED = /^(.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+))[\\/]/s;

/**
 * The names of the package that a file is part of: the one it is installed under, which an alias may have changed, and its
 * own. A package that a workspace links to lies outside of `node_modules`.
 */
export function packageNamesOf(path: string): readonly string[] {
  const [, directory, name] = INSTALLED.exec(path) ?? [];
  const own = directory === undefined ? nearestName(dirname(path)) : declaredName(directory);
  return [name?.replace('\\', '/'), own].filter((each) => each !== undefined);
}

const names = new Map<string, string | undefined>();

/** The name in the next package.json that has one, from a directory upwards. */
function nearestName(directory: string): string | undefined {
  const parent = dirname(directory);
  return declaredName(directory) ?? (parent === directory ? undefined : nearestName(parent));
}

function declaredName(directory: string): string | undefined {
  if (!names.has(directory)) names.set(directory, readName(join(directory, 'package.json')));
  return names.get(directory);
}

/** What is wrong with a package.json is for others to say. */
function readName(file: string): string | undefined {
  try {
    const { name } = JSON.parse(readFileSync(file, 'utf8')) as { name?: unknown };
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}
