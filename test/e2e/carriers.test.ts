/** Counts are exact whichever thread keeps the accounts, and outlive the program's sudden death. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseProfile, type Profile } from '../../runtime/src/entries/profile.ts';
import { runNode } from './support/child.ts';
import { reportOn, ROOT, rowOf, TSPROF } from './support/tsprof.ts';

const DENSE = join(ROOT, 'fixtures', 'programs', 'dense', 'main.ts');
const SEVERAL_CORES = availableParallelism() >= 2;

let directory: string;
let output: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'tsprof-carriers-'));
  output = join(directory, 'profile.tsprof');
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

function readOutput(): Profile {
  return parseProfile(readFileSync(output, 'utf8'), output);
}

async function run(clock: string, env: Record<string, string>): Promise<number> {
  const args = [TSPROF, 'run', '--quiet', '--clock', clock, '-o', output, DENSE, '700'];
  const { stdout, code } = await runNode(args, { cwd: ROOT, env: { ...process.env, ...env } });
  expect(code).toBe(0);
  return Number(stdout);
}

describe.each(['observed', 'exact', 'none'])('clock %s', (clock) => {
  it.each([
    ['handed over to another thread', {}, SEVERAL_CORES],
    ['kept in the program’s own', { TSPROF_CARRIER: 'batch' }, false],
  ])('a dense log %s', async (_, env, isHandedOver) => {
    const calls = await run(clock, env);
    const report = await reportOn(output);
    const { health, anomalies, elapsed } = readOutput().threads[0]!;
    expect(anomalies).toEqual({});
    expect('words' in health).toBe(isHandedOver);
    expect(rowOf(report, 'leaf')).toMatchObject({ ncall: calls, nactualcall: calls });
    expect(rowOf(report, 'branch')).toMatchObject({ ncall: calls - 1, nactualcall: (calls - 1) / 10 });
    expect(rowOf(report, 'waiter').nsuspend).toBe(1);
    const self = report.functions.reduce((sum, { tsub }) => sum + tsub, report.threads[0]!.root_tsub);
    expect(self).toBeCloseTo(elapsed / 1e9, 6);
  });
});

describe('killed while it is busy', () => {
  it('what was written every few seconds is there', async () => {
    const args = [TSPROF, 'run', '--quiet', '-o', output, DENSE, '3500', 'forever'];
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    process.kill(await childOf(child.pid!), 'SIGKILL');
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' });
    const { ncall } = rowOf(await reportOn(output), 'leaf');
    expect(ncall).toBeGreaterThan(1000);
    expect(ncall).toBeLessThan(Number(String(line)) * 3);
  });

  it('the same of one whose calls take long, so that batches do not get full', async () => {
    const script = join(directory, 'slow.cjs');
    writeFileSync(script, SLOW);
    const args = [TSPROF, 'run', '--quiet', '--clock', 'none', '-o', output, script];
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'ignore' });
    const exit = once(child, 'exit');
    await until(() => filesOfRun().length > 0);
    process.kill(await childOf(child.pid!), 'SIGKILL');
    expect(await exit).toEqual([null, 'SIGKILL']);
    expect(rowOf(await reportOn(output), 'slow').ncall).toBeGreaterThan(0);
  });
});

/** Never comes to its event loop, nor, in half an hour, to as many events as are replayed at a time. */
const SLOW = `
  const cell = new Int32Array(new SharedArrayBuffer(4));
  function slow() { Atomics.wait(cell, 0, 0, 500); }
  for (;;) slow();
`;

/** What the processes of a run have written so far. */
function filesOfRun(): string[] {
  const folders = readdirSync(directory).filter((name) => name.includes('.partial-'));
  return folders
    .flatMap((name) => readdirSync(join(directory, name)))
    .filter((name) => name.endsWith('.tsprof'));
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** The process that the command has started: Linux lists them. */
async function childOf(pid: number): Promise<number> {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return Number(children.trim().split(' ')[0]);
}
