import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheKey } from './cache.ts';
import { VERSION } from '../version.ts';

const require = createRequire(import.meta.url);

/** A built file of the loader: CommonJS, so that preloading it changes nothing in how Node runs the main script. */
export function loaderFile(name: string): string {
  return builtFile('cjs', 'loader', name);
}

/** A built file of ours, by its place in `dist`. */
export function builtFile(...path: readonly string[]): string {
  return join(builtDirectory(fileURLToPath(import.meta.url)), ...path);
}

/** The directories of our own code that subjects load, with a separator at the end. */
export function ownDirectories(): string[] {
  const files = [require.resolve('@tsprof/runtime/probes'), fileURLToPath(import.meta.url)];
  return files.map((file) => builtDirectory(file) + sep);
}

/**
 * What instrumented code depends on besides the source: the tools that make it. Their files' sizes and times
 * stand for their versions, which do not change while one works on them.
 */
export function transformSalt(): string {
  const tools = [
    'babel-plugin-tsprof/source',
    'babel-plugin-tsprof/places',
    '@babel/parser',
    '@babel/generator',
    'esbuild',
  ];
  const states = [loaderFile('compiler.js'), ...tools.map((name) => require.resolve(name))].map((file) => {
    const { size, mtimeMs } = statSync(file);
    return `${file} ${size} ${mtimeMs}`;
  });
  return cacheKey(VERSION, process.versions.node, ...states);
}

/** The `dist` that a built file of ours lies in, however deep. */
function builtDirectory(file: string): string {
  let directory = dirname(file);
  while (basename(directory) !== 'dist') directory = dirname(directory);
  return directory;
}
