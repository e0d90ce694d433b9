import { resolve } from 'node:path';
import { isChild, processName } from '../identity.ts';
import type { EnvironmentOptions } from '../environment-options.ts';
import { parseControlAddress } from './address.ts';
import type { ControlOptions } from '../../../accountant/control-format.ts';
import { controlFolder } from './registration.ts';
import { say } from './say.ts';

/** How this process is to be controlled; null: it is not. What is wrong with an address is said. */
export function controlOptions(options: EnvironmentOptions): ControlOptions | null {
  const { control, signal, signalOutput, isOff, isCommand } = options;
  if (control === undefined && signal === undefined && !isOff) return null;
  return {
    ...identity(),
    address: addressOf(control),
    isFollower: isChild || isCommand,
    signal: signal ?? null,
    output: resolve(signalOutput),
    isTold: !isChild && !isCommand,
  };
}

/** The same for a program that asks for a server itself, and tells of it itself. */
export function ownControlOptions(address: ControlOptions['address']): ControlOptions {
  return { ...identity(), address, isFollower: false, signal: null, output: '', isTold: false };
}

function identity(): Pick<ControlOptions, 'pid' | 'name' | 'script' | 'cwd' | 'started' | 'folder'> {
  return {
    pid: process.pid,
    name: processName(),
    script: process.argv[1] ?? '',
    cwd: workingDirectory(),
    started: Date.now(),
    folder: controlFolder(process.env),
  };
}

function workingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return '';
  }
}

function addressOf(control: string | undefined): ControlOptions['address'] {
  if (control === undefined) return null;
  try {
    return parseControlAddress(control);
  } catch (error) {
    say(`no control: ${(error as Error).message}`);
    return null;
  }
}
