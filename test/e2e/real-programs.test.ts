/** A sample of `npm run programs`: those whose packages this repository has anyway. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runNode } from './support/child.ts';
import { ROOT } from './support/tsprof.ts';

interface Row {
  readonly name: string;
  readonly calls: number;
  readonly differences: readonly string[];
  readonly anomalies: readonly string[];
  readonly unbalanced: readonly string[];
}

it.each(['acorn', 'fastify'])('%s has the same result, and every time is accounted for', async (program) => {
  const folder = mkdtempSync(join(tmpdir(), 'tsprof-real-'));
  const file = join(folder, 'rows.json');
  try {
    const args = [join(ROOT, 'programs/run.mjs'), '--only', program, '--rounds', '1', '--json', file];
    const { code, stderr } = await runNode(args, { cwd: ROOT });
    expect({ code, stderr }).toEqual({ code: 0, stderr: `${program} …\n` });
    const [row] = JSON.parse(readFileSync(file, 'utf8')) as Row[];
    expect(row).toMatchObject({ name: program, differences: [], anomalies: [], unbalanced: [] });
    expect(row?.calls).toBeGreaterThan(100_000);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
