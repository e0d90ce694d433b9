import { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CONFIG_FILE, noteWarnings } from './config.ts';
import { optionsOfFiles } from './env-file.ts';
import { addSession } from './environment.ts';
import { joiningArgs } from './shell-command.ts';
import { isNode } from './stack-room.ts';
import { NOT_ALLOWED, mayTakePart } from './permission.ts';

type Spawn = (this: { spawnargs?: unknown }, options: unknown) => unknown;

/**
 * Makes every child process of this thread part of the session in `directory`, also with an environment of
 * its own. Done below the functions of `child_process`, which stay as they are, with their arguments and stacks.
 */
export function followChildren(directory: string, preload: string): void {
  for (const place of spawnPlaces()) {
    const original = place.spawn;
    place.spawn = function spawn(options) {
      const given = withSession(options, directory, preload);
      try {
        return original.call(this, given);
      } finally {
        if (given !== options && 'spawnargs' in this) this.spawnargs = (options as StartOptions).args;
      }
    };
  }
}

/** A session that is over would only stop the child from starting. */
function withSession(options: unknown, directory: string, preload: string): unknown {
  if (!hasEnvironment(options) || !existsSync(join(directory, CONFIG_FILE))) return options;
  const { file, args, envPairs } = options;
  if (!mayJoin(options, directory, preload)) return options;
  if (typeof file !== 'string' || !Array.isArray(args))
    return { ...options, envPairs: addSession(envPairs, directory, preload) };
  const fromFiles = (): string | undefined =>
    isNode(basename(file)) ? optionsOfFiles(args.slice(1), options.cwd) : undefined;
  return {
    ...options,
    envPairs: addSession(envPairs, directory, preload, fromFiles),
    args: joiningArgs(file, args, preload),
  };
}

const NODE_OPTIONS = 'NODE_OPTIONS=';

/** Where Node's permission model keeps a child out, its parent says so. */
function mayJoin({ args = [], envPairs }: StartOptions, directory: string, preload: string): boolean {
  const nodeOptions = envPairs.find((pair) => pair.startsWith(NODE_OPTIONS)) ?? '';
  const needs = { reads: [preload, directory], writes: [directory] };
  if (mayTakePart(args, nodeOptions.slice(NODE_OPTIONS.length), needs)) return true;
  noteWarnings(directory, [`a child process (${args.join(' ')}) ${NOT_ALLOWED}`]);
  return false;
}

/** What Node has made of the options of a child. */
interface StartOptions {
  readonly envPairs: readonly string[];
  readonly file?: unknown;
  readonly args?: readonly string[];
  readonly cwd?: string;
}

function hasEnvironment(options: unknown): options is StartOptions {
  return Array.isArray((options as { envPairs?: unknown } | undefined)?.envPairs);
}

/** The two places in Node through which all child processes are started, of `spawn` and `spawnSync` and their kin. */
function spawnPlaces(): { spawn: Spawn }[] {
  const place = ChildProcess.prototype as unknown as { spawn: Spawn };
  // With its permission model on, Node does not show the other one.
  return 'permission' in process ? [place] : [place, synchronousBinding()];
}

/** `process.binding` is the only way there; it may speak of its deprecation, which is not the subject's doing. */
function synchronousBinding(): { spawn: Spawn } {
  const subject = process as NodeJS.Process & { binding(name: string): unknown; noDeprecation?: boolean };
  const before = Object.getOwnPropertyDescriptor(subject, 'noDeprecation');
  subject.noDeprecation = true;
  try {
    return subject.binding('spawn_sync') as { spawn: Spawn };
  } finally {
    if (before === undefined) Reflect.deleteProperty(subject, 'noDeprecation');
    else Object.defineProperty(subject, 'noDeprecation', before);
  }
}
