/** Real runs with leaks that were written for it: each is named by function and place. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { HEAP_SIZE, eventsIn, openTimeline } from '@tsprof/runtime/timeline';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { memoryStats } from '../../runtime/src/profile/memory-stats.ts';
import { TSPROF, cleanEnv, runNode } from './projects.ts';

const FILES = {
  'leaks.mjs': `import { EventEmitter } from 'node:events';
import { passing } from './passing.cjs';
import { typed } from './typed.mts';
const cache = new Map();
function remember(key) {
  cache.set(key, new Array(200).fill(key));
}
const bus = new EventEmitter().setMaxListeners(0);
function subscribe(n) {
  const seen = new Array(200).fill(n);
  bus.on('tick', () => seen.push(n));
}
export const gate = new Promise(() => {});
async function hold() {
  const rows = makeRows();
  await gate;
  return rows.length;
}
const makeRows = () => new Array(20000).fill(1.5);
for (let i = 0; i < 2000; i++) {
  remember(i);
  subscribe(i);
  passing(i);
}
for (let i = 0; i < 20; i++) hold();
typed();
console.log(cache.size);
`,
  'passing.cjs': `exports.passing = function passing(n) {
  return new Array(1000).fill(n).length;
};
`,
  'typed.mts': `interface Kept {
  readonly rows: number[];
}
const kept: Kept[] = [];
export function typed(): void {
  for (let i = 0; i < 1000; i++) kept.push(row(i));
}
function row(i: number): Kept {
  return { rows: new Array<number>(400).fill(i) };
}
`,
  'threads.mjs': `import { Worker, isMainThread } from 'node:worker_threads';
const kept = [];
function fill() {
  for (let i = 0; i < 1000; i++) kept.push(new Array(400).fill(i));
}
if (isMainThread) new Worker(new URL(import.meta.url));
else fill();
`,
  'unseen.mjs': `import { createHook } from 'node:async_hooks';
const seen = {};
createHook({ init: (id, type) => (seen[type] = (seen[type] ?? 0) + 1) }).enable();
const kept = [];
await new Promise((resolve) => {
  const timer = setInterval(() => {
    for (let i = 0; i < 1000; i++) kept.push(new Array(100).fill(i));
    if (kept.length < 6000) return;
    clearInterval(timer);
    resolve();
  }, 200);
});
console.log(JSON.stringify(seen), typeof gc, process.getActiveResourcesInfo().length);
`,
  'own.mjs': `import { Session } from 'node:inspector';
const session = new Session();
session.connect();
const ask = (method, params = {}) => {
  let answer;
  session.post(method, params, (error, result) => (answer = error ?? result));
  return answer;
};
const before = ask('HeapProfiler.getSamplingProfile');
ask('HeapProfiler.startSampling', { samplingInterval: 1e6 });
const { profile } = ask('HeapProfiler.stopSampling');
console.log(before instanceof Error, profile.samples.length < 20, Session.prototype.post.name);
`,
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tsprof-memory-run-'));
  mkdirSync(join(folder, 'out'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  return () => rmSync(folder, { recursive: true, force: true });
});

async function run(
  script: string,
  ...options: readonly string[]
): Promise<{ stdout: string; profile: Profile }> {
  const args = ['run', '--quiet', '-o', 'out/profile.tsprof', '--memory', ...options, script];
  const { stdout, stderr, code } = await runNode([TSPROF, ...args], { cwd: folder, env: cleanEnv() });
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return { stdout, profile: JSON.parse(readFileSync(join(folder, 'out/profile.tsprof'), 'utf8')) as Profile };
}

/** What each function has allocated itself, MB, by name and place. */
function ownOf(profile: Profile): Map<string, number> {
  const rows = memoryStats(profile).functions.map(
    ({ name, file, line, own }) => [`${name} ${file}:${line}`, own / 1e6] as const,
  );
  return new Map(rows);
}

/** Estimates of a hundred samples: three in a thousand are further off than 30 %, five in a million than 45 %. */
function about(found: number | undefined, truth: number): void {
  expect(found).toBeGreaterThan(truth * 0.55);
  expect(found).toBeLessThan(truth * 1.45);
}

test('what is still there: a cache that grows, listeners, what waiting coroutines hold', async () => {
  const { stdout, profile } = await run('leaks.mjs');
  expect(stdout).toBe('2000\n');
  const own = ownOf(profile);
  // 2000 arrays of 200 numbers in eight bytes each, 20 of 20,000, 1000 of 400.
  about(own.get('remember leaks.mjs:5'), 3.2);
  about(own.get('subscribe leaks.mjs:9'), 3.2);
  about(own.get('makeRows leaks.mjs:19'), 3.2);
  about(own.get('row typed.mts:8'), 3.2);
  expect(own.get('passing passing.cjs:1') ?? 0).toBeLessThan(0.5);
  const hold = memoryStats(profile).functions.find(({ name }) => name === 'hold')!;
  about(hold.total / 1e6, 3.2);
  expect(hold).toMatchObject({ ncall: 20, waiting: [{ line: 16, count: 20 }] });
});

test('with --memory-collected: what was allocated', async () => {
  const { profile } = await run('leaks.mjs', '--memory-collected', '--memory-interval', '64');
  const own = ownOf(profile);
  // 2000 arrays of 1000 numbers.
  about(own.get('passing passing.cjs:1'), 16);
  about(own.get('remember leaks.mjs:5'), 3.2);
  expect(profile.threads[0]!.memory).toMatchObject({ interval: 65_536, collected: true });
});

test('a program sees no more in its async hooks than without it, nor a collector', async () => {
  const without = [TSPROF, 'run', '--quiet', '-o', 'out/without.tsprof', 'unseen.mjs'];
  const { stdout: expected } = await runNode(without, { cwd: folder, env: cleanEnv() });
  const { stdout, profile } = await run('unseen.mjs');
  expect(stdout).toBe(expected);
  expect(stdout).toContain('undefined 0');
  expect(profile.threads[0]!.memory!.heap.time.length).toBeGreaterThan(2);
});

test('worker threads', async () => {
  const { profile } = await run('threads.mjs');
  const worker = profile.threads.find(({ name }) => name.startsWith('worker'))!;
  const ofWorker = ownOf({ ...profile, threads: [worker] });
  about(ofWorker.get('fill threads.mjs:3'), 3.2);
  expect(worker.memory!.heap.time.length).toBeGreaterThan(0);
});

test('a program that samples its heap itself has its own samples alone', async () => {
  const { stdout, profile } = await run('own.mjs');
  expect(stdout).toBe('true true post\n');
  expect(profile.threads[0]!.notes).toContain(
    'memory: the program samples its heap itself, and V8 does that for one at a time',
  );
});

test('with --timeline, the size of the heap is on it', async () => {
  await run('threads.mjs', '--timeline');
  const file = join(folder, 'out/profile.tsprof.timeline');
  const bytes = readFileSync(file);
  const read = (at: number, length: number) => bytes.subarray(at, at + length);
  const { lanes } = openTimeline([{ name: file, size: bytes.length, read }]);
  for (const { events } of lanes) {
    const sizes = events.flatMap((block) => [...eventsIn(block)]).filter(({ kind }) => kind === HEAP_SIZE);
    expect(sizes.length).toBeGreaterThan(0);
    // KiB: any Node takes some megabytes, and this program no gigabyte.
    for (const { detail } of sizes) expect(detail).toBeGreaterThan(1000);
    for (const { detail } of sizes) expect(detail).toBeLessThan(1_000_000);
  }
  const args = [TSPROF, 'export', '--format', 'chrome', '-o', '-', 'out/profile.tsprof'];
  const { stdout } = await runNode(args, { cwd: folder, env: cleanEnv() });
  expect(stdout).toContain('"heap (main)"');
});

test('options that say nothing without it, or nothing that can be', async () => {
  const said = async (...options: readonly string[]) =>
    (await runNode([TSPROF, 'run', ...options, 'threads.mjs'], { cwd: folder, env: cleanEnv() })).stderr;
  expect(await said('--memory-collected')).toBe(
    'tsprof: --memory-collected is for --memory, which was not given\n',
  );
  expect(await said('--memory', '--memory-interval', '0')).toBe(
    'tsprof: --memory-interval is "0", but a whole number of KiB from 1 to 1000000 is expected\n',
  );
});
