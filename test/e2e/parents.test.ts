/** What runs later hangs below what has scheduled it: the program as it is, with --parents, and without. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runNode, succeed } from './support/child.ts';
import { reportOn, ROOT, TSPROF, type FunctionRow } from './support/tsprof.ts';

const SCRIPT = join(ROOT, 'fixtures', 'programs', 'logical-parents', 'main.mjs');

/** Who called each function, how often; its calls that count as actual ones last. */
async function callersWith(option: string): Promise<{ stdout: string; callers: Record<string, string> }> {
  const directory = mkdtempSync(join(tmpdir(), 'tsprof-parents-'));
  const profile = join(directory, 'profile.tsprof');
  try {
    const { stdout } = await runNode([TSPROF, 'run', '--quiet', option, '-o', profile, SCRIPT], {
      cwd: ROOT,
    });
    const { functions } = await reportOn(profile);
    return { stdout, callers: Object.fromEntries(functions.map((row) => [row.name, callersOf(row)])) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const callersOf = ({ callers, nactualcall }: FunctionRow): string =>
  `${callers
    .map(({ name, ncall }) => `${name} ${ncall}`)
    .sort()
    .join(', ')} (${nactualcall})`;

it('hangs callbacks of every kind below what has scheduled them, and changes nothing in what the program does', async () => {
  const plain = await runNode([SCRIPT], { cwd: ROOT });
  const { stdout, callers } = await callersWith('--parents');
  expect(stdout).toBe(plain.stdout);
  expect(callers).toMatchObject({
    onTimer: 'startTimer 1 (1)',
    onInterval: 'startInterval 3 (3)',
    onAgain: 'onAgain 499, startAgain 1 (500)',
    onImmediate: 'startImmediate 1 (1)',
    onTick: 'startTick 1 (1)',
    onMicrotask: 'startMicrotask 1 (1)',
    onThen: 'startThen 1 (1)',
    onCatch: 'startCatch 1 (1)',
    onAll: 'startAll 1 (1)',
    onRace: 'startRace 1 (1)',
    onAny: 'startAny 1 (1)',
    onSettled: 'startSettled 1 (1)',
    onSpawned: 'spawned 1 (1)',
    onRead: 'startRead 1 (1)',
    onData: 'startStream 2 (2)',
    onChunk: 'startPipeline 3 (3)',
    'startEmitter/fire': 'startEmitter 1 (1)',
    onEvent: 'startEmitter/fire 1 (1)',
    onRequest: 'startServer 1 (1)',
    'startServer/onListening': 'startServer 1 (1)',
    'startServer/onListening/onResponse': 'startServer/onListening 1 (1)',
    'startServer/onListening/onResponse/onEnd': 'startServer/onListening/onResponse 1 (1)',
  });
});

it('leaves them below the event loop with --no-parents, with the same counts', async () => {
  const { callers } = await callersWith('--no-parents');
  expect(callers).toMatchObject({
    onTimer: '[root] 1 (1)',
    onAgain: '[root] 500 (500)',
    onThen: '[root] 1 (1)',
    onRequest: '[root] 1 (1)',
  });
});

const STARTING = `
import { snapshot, start } from '@tsprof/runtime';
import { profileStats } from '@tsprof/runtime/profile';
function onTimer() {}
function startTimer() { setTimeout(onTimer, 1); }
function onThen() {}
function startThen() { Promise.resolve().then(onThen); }
async function report() {
  const { functions } = profileStats(await snapshot());
  const told = functions.filter(({ name }) => /^on/.test(name));
  console.log(told.map(({ name, callers }) => callers[0].place.name + '>' + name).sort().join(' '));
}
start({ parents: PARENTS });
startTimer();
startThen();
setTimeout(report, 20);
`;

it.each([
  ['true', 'startThen>onThen startTimer>onTimer\n'],
  ['false', '[root]>onThen [root]>onTimer\n'],
])('start({ parents: %s }), within a module that has begun before', async (asked, expected) => {
  // Below the packages, so that what is instrumented finds them.
  mkdirSync(join(ROOT, 'node_modules', '.cache'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, 'node_modules', '.cache', 'tsprof-parents-'));
  try {
    writeFileSync(join(folder, 'main.mjs'), STARTING.replace('PARENTS', asked));
    const bin = join(ROOT, 'cli', 'bin', 'tsprof-instrument.js');
    await succeed(process.execPath, [bin, folder, '--parents', '--only', '**', '--in-place'], { cwd: ROOT });
    expect(await succeed(process.execPath, [join(folder, 'main.mjs')], { cwd: ROOT })).toBe(expected);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
