/** Coroutines that never settle do not stay in memory for ever, and stay in the profile. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FIRST_OVERFLOW } from '../../runtime/src/events.ts';
import { parseProfile } from '../../runtime/src/entries/profile.ts';
import { runNode } from './support/child.ts';
import { reportOn, ROOT, rowOf, TSPROF } from './support/tsprof.ts';

const SCRIPT = join(ROOT, 'fixtures', 'programs', 'abandoned', 'main.ts');
const COUNT = 3 * FIRST_OVERFLOW;

let directory: string;
let output: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'tsprof-abandoned-'));
  output = join(directory, 'profile.tsprof');
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

it.each([
  ['observed', {}],
  ['none', {}],
  ['none', { TSPROF_CARRIER: 'batch' }],
])('clock %s, %o', async (clock, env) => {
  const options = ['--quiet', '--node-option=--expose-gc', '--clock', clock, '-o', output];
  const args = [TSPROF, 'run', ...options, SCRIPT, `${COUNT}`, `${FIRST_OVERFLOW}`];
  const { code, stdout, stderr } = await runNode(args, { cwd: ROOT, env: { ...process.env, ...env } });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(Number(stdout)).toBeLessThan(FIRST_OVERFLOW);
  const wait = rowOf(await reportOn(output), 'wait');
  expect(wait).toMatchObject({ ncall: COUNT, nactualcall: COUNT, nsuspend: COUNT, pending: COUNT });
  expect(parseProfile(readFileSync(output, 'utf8'), output).threads[0]!.anomalies).toEqual({});
});
