import Module from 'node:module';
import { foreignFormat } from './tsconfig.ts';
import { fixedFormat, isForeign } from './language.ts';
import { isMainThread } from 'node:worker_threads';

interface PathFinder {
  _findPath(request: string, paths: null, isMain: boolean): string | false;
}

/**
 * Whether Node (20) will load ES modules before any CommonJS file of the subject could ask for them: then the
 * hooks have to be there from the start.
 */
export function needsImportHooks(): boolean {
  const script = process.argv[1];
  if (!isMainThread || script === undefined || hasImportOptions()) return true;
  const main = (Module as unknown as PathFinder)._findPath(script, null, true);
  if (main === false) return true;
  return (isForeign(main) ? foreignFormat(main) : fixedFormat(main)) === 'module';
}

function hasImportOptions(): boolean {
  return [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].some((option) =>
    /--(?:import|loader|experimental-loader|experimental-default-type)\b/.test(option),
  );
}
