import { SESSION_VARIABLE } from './config.ts';

/** Environment variables as a child is given them. */
export type Environment = Record<string, string | undefined>;

/** The option that preloads `file`, quoted as NODE_OPTIONS wants it. */
export function preloadOption(file: string): string {
  const value = /[\s"\\]/.test(file) ? `"${file.replace(/[\\"]/g, '\\$&')}"` : file;
  return `--require ${value}`;
}

/** NODE_OPTIONS with our preload first, so that what the user preloads is instrumented too. */
export function addPreload(nodeOptions: string | undefined, file: string): string {
  const option = preloadOption(file);
  if (nodeOptions === undefined || nodeOptions === '') return option;
  return nodeOptions.startsWith(option) ? nodeOptions : `${option} ${nodeOptions}`;
}

/** NODE_OPTIONS as they were before `addPreload`; undefined when there were none. */
export function removePreload(nodeOptions: string | undefined, file: string): string | undefined {
  const option = preloadOption(file);
  if (nodeOptions === option) return undefined;
  return nodeOptions?.startsWith(`${option} `) ? nodeOptions.slice(option.length + 1) : nodeOptions;
}

/** Sets or removes a variable in place; removing one that is not there is no change. */
export function setVariable(environment: Environment, name: string, value: string | undefined): void {
  if (value === undefined) Reflect.deleteProperty(environment, name);
  else environment[name] = value;
}

/**
 * A list of `NAME=value` in which the session's variables are set; a session named there already stays. `otherOptions`: the
 * NODE_OPTIONS where the list has none.
 */
export function addSession(
  pairs: readonly string[],
  directory: string,
  preload: string,
  otherOptions?: () => string | undefined,
): string[] {
  const prefix = 'NODE_OPTIONS=';
  const given = pairs.find((pair) => pair.startsWith(prefix))?.slice(prefix.length);
  const options = given ?? otherOptions?.();
  const others = pairs.filter((pair) => !pair.startsWith(prefix));
  const session = others.some((pair) => pair.startsWith(`${SESSION_VARIABLE}=`))
    ? []
    : [`${SESSION_VARIABLE}=${directory}`];
  return [...others, prefix + addPreload(options, preload), ...session];
}
