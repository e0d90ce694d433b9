/** How much a page must load before it runs: the scripts that its HTML names, and all that they import at once. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** In both, what is imported when something happens (`import()`) and what workers load is not counted. */
export function entrySize(folder: string): number {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const scripts = [...html.matchAll(/<script[^>]*\ssrc="?([^"\s>]+)/g)].map(([, path]) =>
    join(folder, path!),
  );
  const files = new Set<string>();
  for (const script of scripts) addWithImports(script, files);
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
}

/** Bundlers write static imports at the beginning of a line or statement, with the name as a literal. */
const STATIC_IMPORT = /(?:^|[;}\s])(?:import|export)\s*(?:[\w$*{][^'"()]*?from\s*)?["'](\.[^"']+)["']/g;

function addWithImports(file: string, files: Set<string>): void {
  if (files.has(file)) return;
  files.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(STATIC_IMPORT))
    addWithImports(join(dirname(file), path!), files);
}
