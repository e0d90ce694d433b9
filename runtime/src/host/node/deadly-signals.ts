import { constants } from 'node:os';
import { DEADLY_SIGNALS } from './deadly-names.ts';
import { detour } from './natives.ts';
import { signalClass, signalHandles, type SignalHandle, type SignalHandles } from './signal-class.ts';

/** Those that a process may send to itself and go on. */
const SURVIVED = [
  ...['SIGCHLD', 'SIGCONT', 'SIGURG', 'SIGWINCH', 'SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU'],
  ...['SIGUSR1', 'SIGPIPE', 'SIGXFSZ', 'SIGINFO'],
];

/** What is to be called at the end of a process. */
export interface AtEnd {
  readonly finish: () => void;
  /** The process has not ended after `finish`. */
  readonly goOn: () => void;
  /** Told of each signal when the program begins to handle it itself, and when it no longer does. */
  readonly onHandled: (signal: number, isHandled: boolean) => void;
}

/** Does what should end the process, after `finish`. */
export function before<T>(end: () => T, { finish, goOn }: AtEnd): T {
  finish();
  try {
    return end();
  } finally {
    goOn();
  }
}

const numbers: Readonly<Record<string, number | undefined>> = { ...constants.signals };
const { pid } = process;
const { _kill: kill } = process as unknown as { _kill: (pid: number, signal: number) => number };
const { apply } = Reflect;

/**
 * Calls `finish` when one of these signals is about to end the process, then lets it do so; also when the process sends
 * a signal to itself, which must not return from that. While the program handles a signal, nothing of ours is there;
 * and what is there at other times is a handle below the events of `process`, which no program can see or count. Returns
 * what ends the process by one of them. Where that `isTold` of each that comes, there is no need of handles.
 */
export function onDeadlySignals(atEnd: AtEnd, isTold: boolean): (signal: number) => void {
  const watches = watchAll(atEnd, isTold);
  const survived = new Set<unknown>([0, ...SURVIVED.map((name) => numbers[name])]);
  detour(process, '_kill', (native, args) => {
    const target = args[0];
    const number = args[1];
    const watch = watches.find((watch) => watch.number === number);
    if (!mayBeOurs(target) || survived.has(number) || watch?.isHandled) return native();
    return before(() => (watch === undefined ? native() : watch.without(native)), atEnd);
  });
  return (signal) => watches.find(({ number }) => number === signal)?.die();
}

/** Whether a signal to this target may come to this process: by its own number, or as one of a group. */
function mayBeOurs(target: unknown): boolean {
  return (typeof target === 'number' || typeof target === 'string') && (+target === pid || +target <= 0);
}

function watchAll(atEnd: AtEnd, isTold: boolean): readonly Watch[] {
  const Signal = signalClass();
  if (Signal === null) return [];
  const watches: Watch[] = [];
  const handles = signalHandles(
    Signal,
    (number) => watches.find((watch) => watch.number === number)?.use(),
    (number) => watches.find((watch) => watch.isLeftBy(number))?.release(),
  );
  for (const name of DEADLY_SIGNALS) {
    const number = numbers[name];
    if (number !== undefined) watches.push(new Watch(name, number, isTold ? null : handles, atEnd));
  }
  return watches;
}

/** One signal: our handle on it, if we need one, which is there while the program has none. */
class Watch {
  readonly number: number;
  readonly #name: string;
  readonly #handles: SignalHandles | null;
  readonly #atEnd: AtEnd;
  #handle: SignalHandle | null = null;
  /** How many handles the program has, one of them from before. */
  #users = 0;
  #isOlder = false;

  constructor(name: string, number: number, handles: SignalHandles | null, atEnd: AtEnd) {
    this.#name = name;
    this.number = number;
    this.#handles = handles;
    this.#atEnd = atEnd;
    this.#isOlder = process.listenerCount(name) > 0;
    if (this.#isOlder) this.use();
    else this.#open();
  }

  get isHandled(): boolean {
    return this.#users > 0;
  }

  /** Whether the program's handle that is being closed is one on this signal; null: it is older than we are. */
  isLeftBy(number: number | null): boolean {
    if (number !== null) return number === this.number;
    return this.#isOlder && process.listenerCount(this.#name) === 0;
  }

  /** Always a new handle: one from before may still be told of a signal that the program has handled. */
  #open(): void {
    if (this.#handle !== null || this.isHandled) return;
    this.#handle = this.#handles?.open(this.number, () => this.die()) ?? null;
  }

  #close(): void {
    if (this.#handle !== null) this.#handles?.close(this.#handle);
    this.#handle = null;
  }

  /** Runs what is to find the signal as it is without us. */
  without<T>(action: () => T): T {
    this.#close();
    try {
      return action();
    } finally {
      this.#open();
    }
  }

  use(): void {
    this.#close();
    this.#users++;
    if (this.#users === 1) this.#atEnd.onHandled(this.number, true);
  }

  release(): void {
    this.#isOlder = false;
    this.#users--;
    this.#open();
    if (this.#users === 0) this.#atEnd.onHandled(this.number, false);
  }

  /** Brings about what the signal does to a process that does not handle it; nothing, where this one does. */
  die(): void {
    if (this.isHandled) return;

    before(() => this.without(() => apply(kill, process, [pid, this.number])), this.#atEnd);
  }
}
