import { compileFunction } from 'node:vm';

/** Node's file that runs hooks, below `node:internal/`. */
export const HOOKS_FILE = 'modules/customization_hooks';

/** With hooks so many more frames stand between the subject's and the one that raises an error, at most. */
export const HOOK_FRAMES = 12;

/**
 * A function from source, compiled under the name of Node's own file that it stands in for. Such functions are
 * in the stacks of errors that the subject sees, which are to be the same as without us; for the same reason
 * they let errors pass through `finally`, since rethrowing one would change the place that Node reports. `line`: how many
 * lines of Node's are before the first one.
 */
export function inNodesName<T>(
  file: string,
  source: string,
  scope: Readonly<Record<string, unknown>>,
  line = 0,
): T {
  const options = { filename: `node:internal/${file}`, lineOffset: line };
  const create = compileFunction(source, Object.keys(scope), options);
  return (create as (...values: readonly unknown[]) => T)(...Object.values(scope));
}
