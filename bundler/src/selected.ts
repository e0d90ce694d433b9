import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSelection } from 'babel-plugin-tsprof/select';
import type { CheckedOptions } from './options.ts';
import { isOurs } from './runtime-files.ts';
import { expectMatches } from './unmatched.ts';
import type { Expected } from './unmatched.ts';

/** What frameworks write into a project by themselves, to be built with it. */
const GENERATED =
  /(?:^|\/)\.(?:svelte-kit|next|nuxt|output|nitro|astro|vinxi|solid|react-router|tanstack|angular|docusaurus|quasar|vitepress\/\.temp|vuepress\/\.temp|umi|vercel|netlify|wrangler)\//;

/**
 * Under which name a file gets probes; null: it gets none. Unless files may not be asked for that are built all the same, users
 * are told of patterns that match none.
 */
export function createNamer(options: CheckedOptions, isAskedForAll = true): (path: string) => string | null {
  let expected: Expected | null = null;
  const { nameOf, patterns } = createSelection(options, options.root, (pattern) =>
    expected?.onMatch(pattern),
  );
  if (isAskedForAll) expected = expectMatches(patterns, options.root);
  const isAsked = options.only.length > 0 || options.include.length > 0;
  const isLeft = (name: string): boolean => !isAsked && GENERATED.test(name);
  return (path) => {
    // Farm's ids are relative to where it runs.
    if (isOurs(resolve(path))) return null;
    expected?.onFile();
    const name = nameOf(path) ?? nameOf(linkedPath(path));
    return name === null || isLeft(name) ? null : name;
  };
}

/** Bundlers that are told not to follow links find a workspace's own packages below `node_modules`. */
function linkedPath(path: string): string {
  if (!/[\\/]node_modules[\\/]/.test(path)) return path;
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
