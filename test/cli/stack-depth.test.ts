/** Programs may call as deep under `tsprof run` as without us, and cannot see why. */
import { fileURLToPath } from 'node:url';
import { mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { TSPROF, removeProjects, runNode } from './projects.ts';

const PROGRAM = fileURLToPath(new URL('../../fixtures/stack-depth/main.mjs', import.meta.url));

interface Thread {
  readonly where: string;
  /** What can be seen of options and limits. */
  readonly seen: unknown;
  /** How deep calls of each kind came. */
  readonly depths: Readonly<Record<string, number>>;
}

const threadsOf = (stdout: string): Thread[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Thread);

let directory: string;

beforeAll(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'tsprof depth ')));
  return () => removeProjects(directory);
});

describe('stack depth', () => {
  test('is at least nine tenths of plain, in each thread and for each kind of function', async () => {
    const plain = threadsOf((await runNode([PROGRAM])).stdout);
    const output = join(directory, 'out.tsprof');
    const run = threadsOf((await runNode([TSPROF, 'run', '--quiet', '-o', output, PROGRAM])).stdout);
    expect(run.map(({ where }) => where)).toEqual([
      'worker',
      'small worker',
      'child',
      'shell',
      'options',
      'main',
    ]);
    expect(run.map(({ seen }) => seen)).toEqual(plain.map(({ seen }) => seen));
    run.forEach(({ where, depths }, index) => {
      for (const [kind, depth] of Object.entries(depths))
        expect(depth, `${kind} in ${where}`).toBeGreaterThanOrEqual(plain[index]!.depths[kind]! * 0.9);
    });
  });

  test('ends in the error that it ends in without us', async () => {
    const script = join(directory, 'endless.cjs');
    writeFileSync(script, 'function endless() { return endless() + 1 }\nendless();\n');
    const { stderr, code } = await runNode([
      TSPROF,
      'run',
      '--quiet',
      '-o',
      join(directory, 'out.tsprof'),
      script,
    ]);
    expect(code).toBe((await runNode([script])).code);
    expect(stderr).toContain('RangeError: Maximum call stack size exceeded\n    at endless');
  });
});
