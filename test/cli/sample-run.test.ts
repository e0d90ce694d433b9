/** Real runs whose clock samples: who runs and who waits, by long loops; nothing of how often. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { profileStats } from '../../runtime/src/profile/stats.ts';
import { TSPROF, cleanEnv, runNode } from './projects.ts';

/** Busy for so long, with calls all the time. */
const SPIN = `
export function step(n) { let s = 0; for (let i = 0; i < 50; i++) s += i * n; return s; }
export function spin(ms) { const end = performance.now() + ms; while (performance.now() < end) step(1); }
`;

const FILES = {
  'spin.mjs': SPIN,
  'main.mjs': `
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { once } from 'node:events';
import { spin } from './spin.mjs';
async function query() { await sleep(300); spin(300); }
async function handle() { await query(); }
async function inWorker() { await once(new Worker(new URL('worker.mjs', import.meta.url)), 'exit'); }
await Promise.all([handle(), inWorker()]);
console.log('done');
`,
  'worker.mjs': `
import { spin } from './spin.mjs';
function work() { spin(300); }
work();
`,
  'stuck.mjs': `
import { spawn } from 'node:child_process';
function stuck() { for (;;); }
console.log('ready');
// Long after the thread is stuck, which then hears of nothing.
spawn('sh', ['-c', \`sleep 1; kill -TERM \${process.pid}\`]);
setTimeout(stuck, 1);
`,
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tsprof-sample-run-'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  return () => rmSync(folder, { recursive: true, force: true });
});

function run(...args: readonly string[]) {
  return runNode([TSPROF, 'run', '--clock', 'sample', ...args], { cwd: folder, env: cleanEnv() });
}

test('coroutines below what has called them, what waits, and a worker; no figure of calls', async () => {
  const { stdout, stderr, code } = await run('main.mjs');
  expect({ stdout, code }).toEqual({ stdout: 'done\n', code: 0 });
  expect(stderr).toMatch(/clock sample/);
  expect(stderr).toMatch(/\d+ samples of thread \S+ at 100 Hz/);
  const profile = JSON.parse(readFileSync(join(folder, 'profile.tsprof'), 'utf8')) as Profile;
  expect(profile.threads.map(({ clock, health }) => [clock, health.hz])).toEqual([
    ['sample', 100],
    ['sample', 100],
  ]);
  for (const { elapsed, rootSelf, edges } of profile.threads) {
    const own = edges.tsub.reduce((sum, time) => sum + time, rootSelf);
    expect(Math.abs(own - elapsed)).toBeLessThan(1000);
  }
  const { functions } = profileStats(profile);
  const rowOf = (name: string) => functions.find((row) => row.name === name)!;
  const [spin, query, handle, work] = ['spin', 'query', 'handle', 'work'].map(rowOf);
  expect(spin!.callers.map(({ place }) => place.name).sort()).toEqual(['query', 'work']);
  // Orders of magnitude: of 300 ms at 100 Hz most are seen, on however busy a machine.
  expect(query!.twait).toBeGreaterThan(100e6);
  expect(handle!.twait).toBeGreaterThan(query!.twait);
  expect(work!.ttot).toBeGreaterThan(50e6);
  const json = await runNode([TSPROF, 'stats', '--json', 'profile.tsprof'], { cwd: folder, env: cleanEnv() });
  const [first] = (JSON.parse(json.stdout) as { functions: Record<string, unknown>[] }).functions;
  expect(first).toMatchObject({ ncall: null, tavg: null, tmax: null, pending: null });
});

test('a main thread that is stuck is seen where it is, and dies of the signal', async () => {
  const { stdout, signal } = await run('--quiet', '-o', 'stuck.tsprof', 'stuck.mjs');
  expect({ stdout, signal }).toEqual({ stdout: 'ready\n', signal: 'SIGTERM' });
  const profile = JSON.parse(readFileSync(join(folder, 'stuck.tsprof'), 'utf8')) as Profile;
  const [most] = profileStats(profile).functions.toSorted((a, b) => b.tsub - a.tsub);
  expect(most!.name).toBe('stuck');
});

test.each([
  [['--timeline'], '--timeline needs to be told of each call, but --clock is sample'],
  [['--memory'], '--memory needs to be told of each call, but --clock is sample'],
  [['--promises'], '--promises needs to be told of each call, but --clock is sample'],
  [['--hz', '0'], '--hz is "0", but a number of samples from 1 to 1000 is expected'],
  [['--clock', 'exact', '--hz', '10'], '--hz is for --clock sample, but --clock is exact'],
])('%j is refused in one line', async (options, message) => {
  const { stdout, stderr, code } = await run(...options, 'main.mjs');
  expect([stdout, code]).toEqual(['', 2]);
  expect(stderr).toContain(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
