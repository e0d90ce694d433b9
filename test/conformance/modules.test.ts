import { buildSync } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modules } from './programs/modules.ts';

interface Run {
  readonly effects: { readonly log: readonly string[]; readonly end: string };
  readonly violations: readonly string[];
}

/** Modules need a flag of Node that test runners do not set: one child runs them all. */
function runInChild(): Record<string, { bare: Run; instrumented: Run }> {
  const folder = mkdtempSync(join(import.meta.dirname, '../../node_modules/.tsprof-conformance-'));
  const outfile = join(folder, 'modules.mjs');
  try {
    buildSync({
      entryPoints: [join(import.meta.dirname, 'support/modules-main.ts')],
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      outfile,
      // The bundle stands elsewhere, but looks for files from where its source does.
      define: { 'import.meta.dirname': JSON.stringify(join(import.meta.dirname, 'support')) },
    });
    const args = ['--experimental-vm-modules', '--no-warnings', outfile];
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as ReturnType<
      typeof runInChild
    >;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('modules', () => {
  const results = runInChild();
  it.each(Object.keys(modules))('%s', (name) => {
    const { bare, instrumented } = results[name]!;
    expect(bare.effects.log.length, 'a program must log something').toBeGreaterThan(0);
    expect(instrumented.effects).toEqual(bare.effects);
    expect(instrumented.violations).toEqual([]);
  });
});
