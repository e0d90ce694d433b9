import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { mergeProfiles } from '@tsprof/runtime/profile';
import type { ClockName, NamedProfile, Profile } from '@tsprof/runtime/profile';
import type { SelectionGlobs } from 'babel-plugin-tsprof/select';
import { cacheDirectory } from './cache.ts';
import { readProfile, usageError } from './files.ts';
import { selectionPatterns, unmatchedLines } from './globs.ts';
import { CONFIG_FILE, WARNINGS_FILE, isMatchNoted, notedProcesses } from './loader/config.ts';
import type { LoaderConfig } from './loader/config.ts';
import { loaderFile, ownDirectories, transformSalt } from './tools.ts';

export interface SessionOptions extends SelectionGlobs {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: ClockName | 'auto';
}

/** What one run has in common over all its processes: a private directory with orders in it, and the profiles. */
export interface Session {
  readonly directory: string;
  /** The module to preload into every process. */
  readonly preload: string;
  /** The profiles written so far, added up; undefined when there is none. Damaged ones are reported. */
  collect(): { readonly profile: Profile | undefined; readonly problems: readonly string[] };
  /** Whether a process of the subject handles this signal itself: the runtime leaves a file while it does. */
  handles(pid: number, signal: NodeJS.Signals): boolean;
  /** Waits until the subject's processes have ended, since the last of them write last; not long for those that stay. */
  settle(): Promise<void>;
  /** Removes the directory: processes that are still running then leave the session. */
  end(): void;
}

const require = createRequire(import.meta.url);

/** Begins a session. Bad globs are a TsprofError. */
export function beginSession(options: SessionOptions): Session {
  const config = sessionConfig(options);
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'tsprof-')));
  writeFileSync(join(directory, CONFIG_FILE), JSON.stringify({ ...config, directory }));
  return {
    directory,
    preload: loaderFile('register.js'),
    collect: () => {
      const { profile, problems } = collectProfiles(directory, options.cwd);
      const unmatched = unmatchedLines(
        config.patterns,
        (index) => isMatchNoted(directory, index),
        'were loaded',
      );
      return { profile, problems: [...problems, ...unmatched] };
    },
    handles: (pid, signal) =>
      readdirSync(directory).some((name) => name.startsWith(`${pid}-`) && name.endsWith(`.${signal}`)),
    settle: () => processesEnded(directory),
    end: () => rmSync(directory, { recursive: true, force: true, maxRetries: 3 }),
  };
}

function sessionConfig(options: SessionOptions): Omit<LoaderConfig, 'directory'> {
  const { cwd, env, clock } = options;
  return {
    cwd,
    clock,
    cli: process.pid,
    patterns: selectionPatterns(options, cwd),
    own: ownDirectories(),
    auto: require.resolve('@tsprof/runtime/auto'),
    probes: {
      module: import.meta.resolve('@tsprof/runtime/probes'),
      commonjs: require.resolve('@tsprof/runtime/probes'),
    },
    wrappers: require.resolve('@tsprof/runtime/wrappers'),
    cache: cacheDirectory(env),
    salt: transformSalt(),
  };
}

/** How long to wait for processes that outlive the main one, ms: they may be meant to. */
const PATIENCE = 1_000;
const POLL = 10;

async function processesEnded(directory: string): Promise<void> {
  const start = performance.now();
  while (notedProcesses(directory).some(isRunning) && performance.now() - start < PATIENCE)
    await setTimeout(POLL);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Processes that were killed, or still run, and have written nothing so far. */
function silentProcesses(directory: string): string[] {
  const files = readdirSync(directory).filter((name) => name.endsWith('.tsprof'));
  const silent = notedProcesses(directory).filter((pid) => !files.some((name) => name.startsWith(`${pid}-`)));
  return silent.map((pid) => `process ${pid} ${isRunning(pid) ? 'still runs' : 'ended'} without a profile`);
}

function collectProfiles(directory: string, cwd: string): ReturnType<Session['collect']> {
  const problems = [...warnings(directory)];
  const inputs: NamedProfile[] = [];
  for (const name of readdirSync(directory).sort()) {
    if (!name.endsWith('.tsprof')) continue;
    try {
      // The loader named the files relative to the directory that the command was called in.
      inputs.push({ name, profile: { ...readProfile(join(directory, name), cwd), cwd } });
    } catch (error) {
      problems.push(
        `a process left a damaged profile: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  if (inputs.length > 0) problems.push(...silentProcesses(directory));
  const profile = inputs.length === 0 ? undefined : usageError(() => mergeProfiles(inputs));
  return { profile, problems };
}

function warnings(directory: string): Set<string> {
  const file = join(directory, WARNINGS_FILE);
  if (!existsSync(file)) return new Set();
  return new Set(
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== ''),
  );
}
