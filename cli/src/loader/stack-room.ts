/**
 * Functions with probes take more of the stack, so programs get more of it: V8's own limit is far below what the system
 * gives. What is added cannot be read: limits are spelled so that they can be told, and taken out again, where a program
 * could see them.
 */
import { readFileSync } from 'node:fs';

/** What V8 takes by itself, kB. */
const USUAL = 984;
/** The frames of `yield*` need the most: more than three times as much as plain. */
const FACTOR = 4;
/** This part of the system's stack is left to what V8 does not count: native code, arguments, environment. */
const LEFT = 1 / 2;

const OPTION = /^--stack[-_]size=(\d+)$/;
/** A `--stack-size` that tsprof has added: only tsprof writes a leading zero. */
const RAISED = /^--stack-size=0\d+$/;

/**
 * The arguments of a Node to be started, with an option for its stack before its script; the same where the system does
 * not allow more (or does not say).
 */
export function withStackRoom(args: readonly string[], system = systemStack()): readonly string[] {
  const end = args.findIndex((arg) => !arg.startsWith('-'));
  const options = end < 0 ? args : args.slice(0, end);
  const at = options.findLastIndex((option) => OPTION.test(option));
  const asked = at < 0 ? USUAL : Number(OPTION.exec(options[at]!)![1]);
  const raised = Math.floor(Math.min(asked * FACTOR, system * LEFT));
  return raised <= asked ? args : args.toSpliced(at + 1, 0, `--stack-size=0${raised}`);
}

/** Takes such an option out of a process's own `execArgv`. */
export function hideStackRoom(execArgv: string[]): void {
  for (let at = execArgv.length - 1; at >= 0; at--) if (RAISED.test(execArgv[at]!)) execArgv.splice(at, 1);
}

const NODE = /^node(js)?[\d.]*(\.exe)?$/;

/** Whether a program of that name is Node. */
export function isNode(name: string): boolean {
  return NODE.test(name);
}

let known: number | undefined;

/** What this process may use for the stack of its main thread, and leaves to its children, kB. Only Linux says. */
function systemStack(): number {
  return (known ??= process.platform === 'linux' ? readLimit() : 0);
}

function readLimit(): number {
  try {
    const [, limit] = /^Max stack size +(\S+)/m.exec(readFileSync('/proc/self/limits', 'latin1')) ?? [];
    return limit === 'unlimited' ? Infinity : Number(limit ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** What a thread gets by itself, MB. */
const THREADS_USUAL = 4;
/** Beyond this, MB, a thread keeps what it was given: four times as much could be more than there are addresses. */
const THREADS_MOST = 1024;
/** Added to tell a raised limit from a program's own. */
const MARK = 1 / 1024;

/** The `stackSizeMb` of a thread to be started, for that which the program asks for. */
export function raisedThreadStack(asked: unknown): unknown {
  if (asked !== undefined && (typeof asked !== 'number' || !(asked > 0 && asked < THREADS_MOST)))
    return asked;
  return (asked ?? THREADS_USUAL) * FACTOR + MARK;
}

/** The one that the program asked for, of a thread that runs. */
export function askedThreadStack(stackSizeMb: number): number {
  const asked = (stackSizeMb - MARK) / FACTOR;
  return Number.isInteger(asked * 1024) && !Number.isInteger(stackSizeMb) ? asked : stackSizeMb;
}
