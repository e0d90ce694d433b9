/** The innermost package that a file of `node_modules` is in. */
const PACKAGE = /^.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//;

/** The package in `node_modules` that a file is of; null for the program's own files. */
export function packageOf(file: string): string | null {
  return PACKAGE.exec(file)?.[1] ?? null;
}

/** Whether a file is of a package in `node_modules`. */
export const isLibrary = (file: string): boolean => packageOf(file) !== null;
