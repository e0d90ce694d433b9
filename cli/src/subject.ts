import { spawn } from 'node:child_process';
import type { ChildProcess, StdioOptions } from 'node:child_process';

/** How the subject's process ended: one of the two is null. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Signals that are meant for the program rather than for what started it. */
const FORWARDED: readonly NodeJS.Signals[] = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  'SIGQUIT',
  'SIGUSR2',
  'SIGALRM',
  'SIGCONT',
  'SIGWINCH',
];

/** Those that a terminal sends to all processes in front of it: the subject has them without our help. */
const FROM_TERMINAL: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGWINCH']);

/** What is run: Node with these arguments, or a command that is found as a shell would find it. */
export interface Subject {
  /** Null: the Node that runs us. */
  readonly command: string | null;
  readonly args: readonly string[];
}

/**
 * Runs a subject on our own standard streams until it ends. Signals sent to us go on to it, and so do messages where our
 * parent has a channel to us. Rejects with what the system says where it cannot be started.
 */
export async function runSubject({ command, args }: Subject, env: NodeJS.ProcessEnv): Promise<Ending> {
  const streams: StdioOptions = ['inherit', 'inherit', 'inherit'];
  const hasChannel = process.send !== undefined;
  const stdio: StdioOptions = hasChannel ? [...streams, 'ipc'] : streams;
  const forwarding = forwardSignals();
  const child =
    command === null
      ? spawn(process.execPath, args, { env, stdio, argv0: process.argv0 })
      : spawn(command, args, { env, stdio });
  forwarding.begin(child);
  if (hasChannel) relayMessages(child);
  try {
    return await endingOf(child);
  } finally {
    forwarding.stop();
    if (hasChannel && process.connected) process.disconnect();
  }
}

/** Ends this process the way the subject ended, when that was by a signal. */
export function endLike({ signal }: Ending): void {
  if (signal !== null) process.kill(process.pid, signal);
}

function endingOf(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
}

/** Before there is a child: a signal that came in between would end this process alone. */
function forwardSignals(): { begin(child: ChildProcess): void; stop(): void } {
  let child: ChildProcess | null = null;
  const held: NodeJS.Signals[] = [];
  const listeners = FORWARDED.map((name) => {
    const forward = (): void => {
      if (FROM_TERMINAL.has(name) && hasTerminal()) return;
      if (child === null) held.push(name);
      else child.kill(name);
    };
    return { name, forward };
  });
  for (const { name, forward } of listeners) process.on(name, forward);
  return {
    begin(started) {
      child = started;
      for (const name of held) child.kill(name);
    },
    stop() {
      for (const { name, forward } of listeners) process.removeListener(name, forward);
    },
  };
}

function hasTerminal(): boolean {
  return process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
}

function relayMessages(child: ChildProcess): void {
  process.on('message', (message, handle) => {
    if (child.connected) child.send(message as object, handle as never);
  });
  child.on('message', (message, handle) => process.send?.(message, handle));
  process.once('disconnect', () => {
    if (child.connected) child.disconnect();
  });
}
