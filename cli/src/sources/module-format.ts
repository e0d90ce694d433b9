import { readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { languageOf } from 'babel-plugin-tsprof/language';

/** The two kinds of module that Node runs. */
export type ModuleFormat = 'module' | 'commonjs';

/** Extensions of files that Node, or the Nodes we support, cannot run by themselves. */
export const FOREIGN_EXTENSIONS: readonly string[] = ['.ts', '.tsx', '.mts', '.cts', '.jsx'];

/** Whether the file has to be turned into JavaScript before Node can run it. */
export function isForeign(path: string): boolean {
  return FOREIGN_EXTENSIONS.includes(extname(path)) && languageOf(path) !== undefined;
}

/** The format that the file's extension or the nearest package.json fixes; undefined where the syntax decides. */
export function fixedFormat(path: string): ModuleFormat | undefined {
  const extension = extname(path);
  if (extension === '.mts' || extension === '.mjs') return 'module';
  if (extension === '.cts' || extension === '.cjs') return 'commonjs';
  return packageType(dirname(path));
}

const types = new Map<string, ModuleFormat | undefined>();

function packageType(directory: string): ModuleFormat | undefined {
  if (types.has(directory)) return types.get(directory);
  const type = readPackageType(directory);
  types.set(directory, type);
  return type;
}

function readPackageType(directory: string): ModuleFormat | undefined {
  const text = readText(join(directory, 'package.json'));
  if (text === undefined) {
    const parent = dirname(directory);
    return parent === directory || directory.endsWith('node_modules') ? undefined : packageType(parent);
  }
  const type = parsedType(text);
  return type === 'module' || type === 'commonjs' ? type : undefined;
}

/** Node passes over what it cannot read, too: another user's file, a directory of that name. */
function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** A package.json that is no JSON is Node's to complain about. */
function parsedType(text: string): unknown {
  try {
    return (JSON.parse(text) as { type?: unknown } | null)?.type;
  } catch {
    return undefined;
  }
}
