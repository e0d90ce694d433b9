import { basename } from 'node:path';

/** esbuild's option `loader`: by ending, such as `.js` or `.data.js`, how files are loaded. */
export type Loaders = Readonly<Record<string, string | undefined>>;

const DEFAULTS: Loaders = {
  '.js': 'js',
  '.mjs': 'js',
  '.cjs': 'js',
  '.jsx': 'jsx',
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
};

/** The loader of a file: that of the longest ending for which there is one. */
export function loaderOf(path: string, loaders: Loaders): string {
  const known = { ...DEFAULTS, ...loaders };
  const name = basename(path);
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    const loader = known[name.slice(dot)];
    if (loader !== undefined) return loader;
  }
  return loaders[''] ?? 'default';
}

/** Whether what it loads is code; text, URLs of files, JSON and the like are data. */
export const isCodeLoader = (loader: string): boolean => Object.values(DEFAULTS).includes(loader);
