import { rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { ROOT } from './tsprof.ts';

/**
 * Makes JavaScript of a TypeScript program, as its author's build would, and calls `use` with the file: what runs
 * without tsprof must not come through any part of tsprof.
 */
export async function withPlain<T>(script: string, use: (file: string) => Promise<T>): Promise<T> {
  const name = `${basename(dirname(script))}-${process.pid}.mjs`;
  // Below the root, so that its packages are found.
  const outfile = join(ROOT, 'node_modules', '.cache', 'tsprof-plain', name);
  const form = {
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
  } as const;
  buildSync({ entryPoints: [script], outfile, ...form });
  try {
    return await use(outfile);
  } finally {
    rmSync(outfile, { force: true });
  }
}
