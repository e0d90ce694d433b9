import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { addressText, controlFolder, parseControlAddress, registrations } from '@tsprof/runtime/control';
import type { ControlAddress, Registration } from '@tsprof/runtime/control';
import { TsprofError, systemReason } from '../command-line/errors.ts';

/** A program that is controlled from outside, and what lets us do it. */
export interface Target {
  readonly address: ControlAddress;
  readonly token: string;
}

/** How the user has said which one. */
export interface TargetOptions {
  readonly address: string | undefined;
  readonly tokenFile: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const HOW = 'Start one with tsprof run --control 127.0.0.1:0 SCRIPT.';

/** The processes of this user that can be controlled, those that have started first before others. */
export function knownPrograms(env: TargetOptions['env']): Registration[] {
  return registrations(controlFolder(env));
}

/** The program to attach to: at the address, or the only one there is. A TsprofError says why there is none. */
export function findTarget({ address, tokenFile, env }: TargetOptions): Target {
  const wanted = address === undefined ? undefined : parseAddress(address);
  const known = knownPrograms(env);
  const found =
    wanted === undefined ? onlyOne(known) : known.find((each) => each.address === addressText(wanted));
  const token = (tokenFile === undefined ? env['TSPROF_TOKEN'] : readToken(tokenFile)) ?? found?.token;
  const where = wanted ?? parseAddress(found!.address);
  if (token !== undefined) return { address: where, token };
  throw new TsprofError(`no program of yours is controlled at ${addressText(where)}`, {
    remedy: known.length === 0 ? HOW : `There are ${known.map(describe).join(', ')}.`,
  });
}

function onlyOne(known: readonly Registration[]): Registration {
  const [first, ...others] = known;
  if (first === undefined) throw new TsprofError('no program of yours can be attached to', { remedy: HOW });
  if (others.length === 0) return first;
  const mains = known.filter(({ name }) => name === 'main');
  if (mains.length === 1) return mains[0]!;
  throw new TsprofError(`there are several programs: ${known.map(describe).join(', ')}`, {
    remedy: 'Name the address of one.',
  });
}

function describe({ address, pid, name, script }: Registration): string {
  return `${address} (${name} ${basename(script)}, process ${pid})`;
}

function parseAddress(text: string): ControlAddress {
  try {
    return parseControlAddress(text.replace(/^http:\/\//, '').replace(/\/$/, ''));
  } catch (error) {
    throw new TsprofError(`the address: ${(error as Error).message}`, { cause: error });
  }
}

function readToken(file: string): string {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return text.startsWith('{') ? String((JSON.parse(text) as { token?: unknown }).token) : text;
  } catch (error) {
    throw new TsprofError(`cannot read the token in ${file}: ${systemReason(error)}`, { cause: error });
  }
}
