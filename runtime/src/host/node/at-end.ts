import { rmSync, writeFileSync } from 'node:fs';

/** Signals whose default is to end the process. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

interface Exits {
  emit: (this: NodeJS.Process, event: string | symbol, ...rest: unknown[]) => boolean;
  reallyExit: (code?: number) => never;
}

/**
 * Calls `finish` once, at the very end of the process: after the program's own exit handlers, also when it calls
 * `process.exit` in one of them, and when a signal that it does not handle ends it. `marker` is the start of a file
 * name: `<marker>.SIGINT` exists while the program handles that signal itself.
 */
export function atEnd(finish: () => void, marker: string | null): void {
  let isDone = false;
  const once = () => {
    if (isDone) return;
    isDone = true;
    finish();
  };
  afterExitHandlers(once);
  for (const signal of SIGNALS) onDefaultDeath(signal, once, marker === null ? null : `${marker}.${signal}`);
}

function afterExitHandlers(finish: () => void): void {
  const exits = process as unknown as Exits;
  const { emit, reallyExit } = exits;
  exits.emit = function (event, ...rest) {
    const result = emit.call(this, event, ...rest);
    if (event === 'exit') finish();
    return result;
  };
  exits.reallyExit = (code) => {
    finish();
    return reallyExit.call(process, code);
  };
}

/**
 * With our listener the default no longer applies, so we bring it about ourselves, unless the program listens too.
 * Our listener is the only one that is there from the start.
 */
function onDefaultDeath(signal: NodeJS.Signals, finish: () => void, marker: string | null): void {
  const listener = () => {
    if (process.listenerCount(signal) > 1) return;
    finish();
    process.off(signal, listener);
    process.kill(process.pid, signal);
  };
  process.on(signal, listener);
  if (marker !== null) markHandled(signal, marker);
}

/** Keeps a file that says whether the program handles the signal: told apart from outside when it is stuck. */
function markHandled(signal: NodeJS.Signals, file: string): void {
  process.on('newListener', (event) => {
    if (event === signal) tryTo(() => writeFileSync(file, ''));
  });
  process.on('removeListener', (event) => {
    if (event === signal && process.listenerCount(signal) <= 1) tryTo(() => rmSync(file, { force: true }));
  });
}

function tryTo(action: () => void): void {
  try {
    action();
  } catch {
    // Without the marker the process is taken for one that dies of the signal; nothing of the program depends on it.
  }
}
