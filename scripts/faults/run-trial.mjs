// One trial: the program is started under `tsprof run`, hit, and what is left is looked at.
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DURATION, TARGETS } from './trials.mjs';
import { lossesOf } from './losses.mjs';

const TSPROF = fileURLToPath(new URL('../../cli/bin/tsprof.js', import.meta.url));
const SUBJECT = fileURLToPath(new URL('subject.cjs', import.meta.url));
const NOTHING = fileURLToPath(new URL('nothing.cjs', import.meta.url));
const POLL = 5;

/** How often a trial is tried in which the program has come to its end before the signal: a busy machine makes us late. */
const ATTEMPTS = 5;

/**
 * What went wrong (one line each), and how many calls are missing, in all and of those made two seconds before the
 * signal or earlier.
 */
export async function runTrial(trial) {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const result = await tryTrial(trial);
    if (result !== null) return result;
  }
  return { problems: [`over before it was hit, ${ATTEMPTS} times`], calls: 0, lost: 0, lostEarly: 0 };
}

/** Null: it came too late. */
async function tryTrial(trial) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'faults-')));
  try {
    for (const name of ['counts', 'temporary']) mkdirSync(join(folder, name));
    return await observe(trial, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function observe(trial, folder) {
  const counts = join(folder, 'counts');
  const command = startCommand(trial, folder, counts);
  const hit = await hitTarget(trial, command, counts);
  if (isOfChild(trial)) await ended(runningIn(counts).filter(({ name }) => name === 'child'));
  if (isOfChild(trial)) tellToEnd(counts);
  const ending = await command.ending;
  const orphans = runningIn(counts);
  tellToEnd(counts);
  if (hit === null && ending.code === 0) return ended(orphans).then(() => null);
  // A command that was killed has left them a place to write to.
  if (isCommandKilled(trial)) await ended(orphans);
  const { json, stderr } = await stats(folder);
  await ended(orphans);
  const losses = lossesOf(
    json,
    counts,
    hit ?? Date.now(),
    isCommandKilled(trial) ? [] : orphans.map(({ name }) => name),
  );
  const problems = [
    ...wrongEnding(trial, ending),
    ...(json === null ? noProfile(trial, losses, stderr) : []),
  ];
  if (isCommandKilled(trial)) await tsprof(folder, ['run', '--quiet', '-o', 'profile.tsprof', NOTHING]);
  return { problems: [...problems, ...leavings(folder)], ...losses };
}

function startCommand({ target, clock, row }, folder, counts) {
  const threads = TARGETS[target].threads.join();
  const args = [
    'run',
    '--quiet',
    '--clock',
    clock,
    '-o',
    'profile.tsprof',
    SUBJECT,
    counts,
    threads,
    row,
    DURATION,
  ];
  return startTsprof(folder, args);
}

function startTsprof(folder, args) {
  const env = { ...process.env, TMPDIR: join(folder, 'temporary'), NODE_OPTIONS: '' };
  const child = spawn(process.execPath, [TSPROF, ...args.map(String)], {
    ...{ cwd: folder, env, detached: true },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closing = new Promise((resolve) => child.once('close', resolve));
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'])
    child[name].setEncoding('utf8').on('data', (text) => (output[name] += text));
  // Not `close`: processes that outlive the command have its streams.
  const ending = new Promise((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal, output })),
  );
  return { pid: child.pid, ending, closing };
}

/** Of a command that ends by itself. */
async function tsprof(folder, args) {
  const { ending, closing } = startTsprof(folder, args);
  await closing;
  const { output, code } = await ending;
  return { ...output, code };
}

/** Sends the signal; returns when, ms since 1970, or null where what it was for is over. */
async function hitTarget({ target, signal, after }, { pid, ending }, counts) {
  const { to } = TARGETS[target];
  let isOver = false;
  void ending.then(() => (isOver = true));
  const file = join(counts, `${to === 'child' ? to : 'main'}.pid`);
  while (!isOver && !hasText(file)) await setTimeout(POLL);
  await setTimeout(after);
  const now = Date.now();
  const receiver = to === 'group' ? -pid : to === 'command' ? pid : pidIn(file);
  return receiver !== null && sendTo(receiver, signal) ? now : null;
}

/** Null: it ended before it had written it. */
function pidIn(file) {
  return hasText(file) ? Number(readFileSync(file, 'utf8')) : null;
}

function sendTo(receiver, signal) {
  try {
    process.kill(receiver, signal);
    return true;
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
    return false;
  }
}

function hasText(file) {
  return existsSync(file) && readFileSync(file, 'utf8') !== '';
}

/** What is left of the program ends; after the signal, and what it ends, only that is wanted of it. */
function tellToEnd(counts) {
  writeFileSync(join(counts, 'end'), '');
}

/** Processes of the program that its command leaves alone. */
function runningIn(counts) {
  return readdirSync(counts)
    .filter((file) => file.endsWith('.pid'))
    .map((file) => ({ name: file.slice(0, -4), pid: Number(readFileSync(join(counts, file), 'utf8')) }))
    .filter(({ pid }) => isRunning(pid));
}

async function ended(processes) {
  while (processes.some(({ pid }) => isRunning(pid))) await setTimeout(POLL);
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function stats(folder) {
  const { stdout, stderr } = await tsprof(folder, ['stats', '--json', 'profile.tsprof']);
  try {
    return { json: JSON.parse(stdout), stderr };
  } catch {
    return { json: null, stderr };
  }
}

/** There need not be one where nothing had been called, or nothing that was to be kept. */
function noProfile({ signal }, { lost, lostEarly }, stderr) {
  return (signal === 'SIGKILL' ? lostEarly : lost) === 0 ? [] : [`no profile: ${stderr.trim()}`];
}

/** As plain: whoever is hit dies of the signal, the command like the program; of a child the parent is told. */
function wrongEnding({ target, signal }, { code, signal: found, output }) {
  const isRight = isOfChild({ target })
    ? code === 0 && output.stdout === `child ${signal}\n`
    : found === signal;
  return isRight ? [] : [`ended with ${found ?? code}: ${output.stdout.trim()}`];
}

function isOfChild({ target }) {
  return TARGETS[target].to === 'child';
}

function isCommandKilled({ target, signal }) {
  return signal === 'SIGKILL' && ['command', 'group'].includes(TARGETS[target].to);
}

function leavings(folder) {
  const beside = readdirSync(folder).filter(
    (name) => !['counts', 'temporary', 'profile.tsprof'].includes(name),
  );
  return [...beside, ...readdirSync(join(folder, 'temporary'))].map((name) => `left behind: ${name}`);
}
