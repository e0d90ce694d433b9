/** Promises of functions that are not async are followed with --promises, and the program cannot tell. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runNode } from './support/child.ts';
import { ROOT, TSPROF } from './support/tsprof.ts';

/** Says what a program can see of its promises: jobs in their order, hooks of its own, handlers, own keys, unhandled rejections. */
const PROGRAM = `
import { createHook, executionAsyncId } from 'node:async_hooks';
import { inspect } from 'node:util';
import vm from 'node:vm';
const said = [];
const say = (...words) => void said.push(words.join(' '));
process.on('unhandledRejection', (reason) => say('unhandled', reason.message));
process.on('rejectionHandled', () => say('handled late'));
const made = {};
createHook({ init: (id, type) => void (made[type] = (made[type] ?? 0) + 1) }).enable();

function query(ms) { return new Promise((resolve) => setTimeout(resolve, ms, ms)); }
const find = (ms) => query(ms).then((row) => row + 1);
function broken() { return Promise.reject(new Error('broken')); }
function late() { return Promise.reject(new Error('late')); }
function foreign() { return vm.runInNewContext('Promise.resolve(1)'); }
function frozen() { return Object.freeze(Promise.resolve(2)); }
function never() { return new Promise(() => {}); }

async function main() {
  for (let turn = 0; turn < 6; turn++) Promise.resolve().then(() => say('turn', turn));
  say(await foreign(), await frozen(), await find(5));
  try { await broken(); } catch (error) { say('caught', error.message); }
  const promise = never();
  say(Reflect.ownKeys(promise).length, inspect(promise).includes('<pending>'), executionAsyncId() > 0);
  broken();
  const handled = late();
  await find(5);
  handled.catch(() => say('too late'));
  await find(5);
}
await main();
console.log(said.join('\\n'));
console.log(JSON.stringify(made));
`;

/** Ends by a rejection that nothing handles. */
const CRASH = `
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
function broken() { return later(5).then(() => { throw new Error('broken'); }); }
broken();
`;

interface Row {
  readonly name: string;
  readonly kind: string;
  readonly started: number;
  readonly fulfilled: number;
  readonly rejected: number;
  readonly pending: number;
  readonly wall: number;
  readonly twait: number;
}

it('tells of them, and changes nothing in what the program does', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tsprof-promises-'));
  try {
    const script = join(directory, 'main.mjs');
    const profile = join(directory, 'profile.tsprof');
    writeFileSync(script, PROGRAM);
    const run = (...options: string[]) =>
      runNode([TSPROF, 'run', '--quiet', '--no-parents', ...options, '-o', profile, script], { cwd: ROOT });
    const without = await run();
    const { stdout, stderr, code } = await run('--promises');
    expect([stdout, stderr, code]).toEqual([without.stdout, '', 0]);
    expect(stdout).toContain('unhandled broken\nunhandled late\n');
    expect(stdout).toContain('handled late');
    const told = await runNode([TSPROF, 'coroutines', '--json', profile], { cwd: ROOT });
    const { coroutines } = JSON.parse(told.stdout) as { coroutines: readonly Row[] };
    const promises = coroutines.filter(({ kind }) => kind === 'promise');
    const ends = promises.map(({ name, started, fulfilled, rejected, pending }) =>
      [name, started, fulfilled, rejected, pending].join(' '),
    );
    expect(ends.sort()).toEqual([
      'broken 2 0 2 0',
      'find 3 3 0 0',
      'foreign 1 1 0 0',
      'frozen 1 1 0 0',
      'late 1 0 1 0',
      'never 1 0 0 1',
      'query 3 3 0 0',
    ]);
    const awaits = await runNode([TSPROF, 'awaits', '--json', profile], { cwd: ROOT });
    const rows = (JSON.parse(awaits.stdout) as { awaits: { awaited: { name: string }[] }[] }).awaits;
    const names = new Set(rows.flatMap(({ awaited }) => awaited.map(({ name }) => name)));
    expect([...names].sort()).toEqual(['broken', 'find', 'foreign', 'frozen']);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

it('tells of the rejection by which a process ends', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tsprof-promises-'));
  try {
    const script = join(directory, 'main.mjs');
    const profile = join(directory, 'profile.tsprof');
    writeFileSync(script, CRASH);
    const { code } = await runNode([TSPROF, 'run', '--quiet', '--promises', '-o', profile, script], {
      cwd: ROOT,
    });
    expect(code).toBe(1);
    const told = await runNode([TSPROF, 'coroutines', '--json', profile], { cwd: ROOT });
    const { coroutines } = JSON.parse(told.stdout) as { coroutines: readonly Row[] };
    const broken = coroutines.find(({ name, kind }) => name === 'broken' && kind === 'promise');
    expect(broken).toMatchObject({ started: 1, fulfilled: 0, rejected: 1, pending: 0 });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
