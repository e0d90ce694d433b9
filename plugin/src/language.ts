import { extname } from 'node:path';

/** What a source file is written in; all but `js` have to be turned into JavaScript to run. */
export type Language = 'js' | 'jsx' | 'ts' | 'tsx';

const LANGUAGES: Readonly<Record<string, Language>> = {
  '.js': 'js',
  '.mjs': 'js',
  '.cjs': 'js',
  '.jsx': 'jsx',
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
};

/** The language of a file by its name; undefined for what is no source file to us, declarations included. */
export function languageOf(path: string): Language | undefined {
  return /\.d\.[cm]?ts$/.test(path) ? undefined : LANGUAGES[extname(path)];
}
