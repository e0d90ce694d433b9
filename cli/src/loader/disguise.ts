import { compileFunction } from 'node:vm';

/**
 * A function from source, compiled under the name of Node's own file that it stands in for. Such functions are
 * in the stacks of errors that the subject sees, which are to be the same as without us; for the same reason
 * they let errors pass through `finally`, since rethrowing one would change the place that Node reports.
 */
export function inNodesName<T>(file: string, source: string, scope: Readonly<Record<string, unknown>>): T {
  const create = compileFunction(source, Object.keys(scope), { filename: `node:internal/${file}` });
  return (create as (...values: readonly unknown[]) => T)(...Object.values(scope));
}
