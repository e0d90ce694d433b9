/** What `assert` says of an expression is what it says without us, wherever instrumentation has moved it. */
import { cpSync, mkdtempSync, readdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { TSPROF, cleanEnv, removeProjects, runNode } from './projects.ts';
import type { Ran } from './projects.ts';

const PROGRAMS = fileURLToPath(new URL('../../fixtures/assertions', import.meta.url));
const names = readdirSync(PROGRAMS);

let directory: string;

beforeAll(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'tsprof assertions ')));
  cpSync(PROGRAMS, directory, { recursive: true });
  return () => removeProjects(directory);
});

const DURATION = /duration_ms.*|\bat .*\n/g;
const outcome = ({ stdout, code }: Ran) => ({ stdout: stdout.replace(DURATION, ''), code });

async function runInstrumented(name: string, cache: string): Promise<Ran> {
  const args = ['run', '--quiet', '-o', join(directory, `${name}.tsprof`), join(directory, name)];
  return runNode([TSPROF, ...args], { env: { ...cleanEnv(), XDG_CACHE_HOME: cache } });
}

describe('assertions', () => {
  test.each(names.filter((name) => name !== 'typed.ts'))('%s', async (name) => {
    const plain = outcome(await runNode([join(directory, name)]));
    expect(plain.stdout).toContain('The expression evaluated to a falsy value');
    const cache = join(directory, `${name} cache`);
    expect(outcome(await runInstrumented(name, cache))).toEqual(plain);
    expect(outcome(await runInstrumented(name, cache)), 'from the cache').toEqual(plain);
  });

  test('with types in them', async () => {
    const { stdout } = await runInstrumented('typed.ts', join(directory, 'cache'));
    expect(stdout.split('The expression evaluated to a falsy value:\n\n')).toEqual([
      '',
      '  assert(box<number>(n).value === 2 )\n\n',
      '  assert(\n  box(1).value ===\n  3,\n  )\n\n',
      '  ok(!box(1).value)\n\n',
      '  assert((box(1) as Box<number>).value === 4)\n\n',
    ]);
  });
});
