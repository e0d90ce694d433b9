import { resolve } from 'node:path';
import { isChild, processName } from '../identity.ts';
import type { Orders } from '../orders.ts';
import { parseControlAddress } from './address.ts';
import type { ControlOptions } from './format.ts';
import { controlFolder } from './registration.ts';
import { say } from './say.ts';

/** How this process is to be controlled; null: it is not. What is wrong with an address is said. */
export function controlOptions({ control, signal, signalOutput, isOff }: Orders): ControlOptions | null {
  if (control === undefined && signal === undefined && !isOff) return null;
  return {
    ...identity(),
    address: addressOf(control),
    signal: signal ?? null,
    output: resolve(signalOutput),
    isTold: !isChild,
  };
}

/** The same for a program that asks for a server itself, and tells of it itself. */
export function ownControlOptions(address: ControlOptions['address']): ControlOptions {
  return { ...identity(), address, signal: null, output: '', isTold: false };
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

/** The port is for the process that was asked for; those that it starts take any. */
function addressOf(control: string | undefined): ControlOptions['address'] {
  if (control === undefined) return null;
  try {
    const { host, port } = parseControlAddress(control);
    return { host, port: isChild ? 0 : port };
  } catch (error) {
    say(`no control: ${(error as Error).message}`);
    return null;
  }
}
