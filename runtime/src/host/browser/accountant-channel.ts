import { MAIN_THREAD, type Answer, type Mark, type Message } from '../../accountant/messages.ts';
import type { Profile } from '../../profile/format.ts';
import type { PageOptions } from '../../session/page.ts';
import type { ReplayState } from '../../replay/replay.ts';
import type { AccountantHandle } from './accountant-handle.ts';
import { keepInWorker } from './accountant-worker.ts';

/** How what keeps the accounts in this thread is loaded, where that is needed. */
let loadInThread = () => import('./in-thread.ts');

/** It is there already: service workers may load nothing later. */
export function haveInThread(inThread: Awaited<ReturnType<typeof loadInThread>>): void {
  loadInThread = () => Promise.resolve(inThread);
}

/** What this thread can do where no worker can. */
export async function inThread(): ReturnType<typeof loadInThread> {
  // Soon: one that has it already may be about to say so.
  await null;
  return loadInThread();
}

/** What a realm is told through its channel. */
export interface Listener {
  /** It is to send on what it has. */
  onFlush(): void;
  /** It has these to put on its timeline. */
  onMarks(marks: readonly Mark[]): void;
  /** This is how its accounts stood when it asked by `askState`; null: they are too large to be told. */
  onState(nonce: number, state: ReplayState | null): void;
  /** Nobody keeps its accounts any more: all it can do is to stop. */
  onEnd(reason: string): void;
}

/** A realm's way to its accountant: a worker or, where none may run, this very thread. */
export class AccountantChannel {
  readonly #listener: Listener;
  readonly #asked = new Map<number, { resolve(profile: Profile): void; reject(error: Error): void }>();
  #accountant: AccountantHandle | null = null;
  #held: Message[] = [];
  #nonce = 0;
  #end: string | null = null;
  /** Whether accounts are kept in another thread, which runs already. */
  isElsewhere = false;
  /** Whether they are, or are about to be, kept in this one. */
  isHere = false;

  constructor(options: PageOptions | null, listener: Listener) {
    this.#listener = listener;
    const worker = locate(options?.worker);
    const inWorker =
      worker === null
        ? null
        : keepInWorker(
            worker,
            (answer) => this.#hear(answer, inWorker),
            () => this.#workerFailed(),
          );
    if (inWorker === null) this.#stayHere();
  }

  /** What is posted before anybody is there to read it is kept. */
  post(message: Message): void {
    if (this.#end !== null) return;
    if (this.#accountant === null) this.#held.push(message);
    else
      this.#accountant.post(
        message,
        message.type === 'chunks' ? message.chunks.map(({ buffer }) => buffer) : [],
      );
  }

  /**
   * The profile of this realm, and of all others of its origin, of which it has `heard` of these; or, of this realm, what was
   * called within a tag.
   */
  ask(heard: readonly string[], within: number | null): Promise<Profile> {
    const nonce = ++this.#nonce;
    return new Promise((resolve, reject) => {
      if (this.#end !== null) return reject(new Error(this.#end));
      this.#asked.set(nonce, { resolve, reject });
      this.post({ type: 'ask', thread: MAIN_THREAD, nonce, heard, within });
    });
  }

  /** Asks how the accounts stand with all that has been posted so far; returns the number by which the answer will come. */
  askState(): number {
    const nonce = ++this.#nonce;
    this.post({ type: 'ask-state', nonce });
    return nonce;
  }

  #hear(answer: Answer, accountant: AccountantHandle | null): void {
    if (answer.type === 'ready') {
      this.isElsewhere = true;
      this.#connect(accountant!);
    } else if (answer.type === 'flush') {
      this.#listener.onFlush();
      this.post({ type: 'flushed', nonce: answer.nonce });
    } else if (answer.type === 'marks') {
      this.#listener.onMarks(answer.marks);
    } else if (answer.type === 'state') {
      this.#listener.onState(answer.nonce, answer.state);
    } else if (answer.type === 'profile') {
      this.#asked.get(answer.nonce)?.resolve(answer.profile);
      this.#asked.delete(answer.nonce);
    }
  }

  #connect(accountant: AccountantHandle): void {
    const held = this.#held;
    this.#held = [];
    this.#accountant = accountant;
    for (const message of held) this.post(message);
  }

  #workerFailed(): void {
    if (this.#accountant === null) this.#stayHere();
    else this.#stop('the worker that kept the accounts died');
  }

  #stayHere(): void {
    this.isHere = true;
    inThread().then(
      ({ keepInThread }) => this.#connect(keepInThread((answer) => this.#hear(answer, null))),
      (error: unknown) => this.#stop(`nobody can keep accounts here: ${String(error)}`),
    );
  }

  #stop(reason: string): void {
    this.#end = reason;
    this.#held = [];
    for (const { reject } of this.#asked.values()) reject(new Error(reason));
    this.#asked.clear();
    this.#listener.onEnd(reason);
  }
}

/** The absolute URL of the replay worker's file; null where there is none, or where it cannot be found out. */
function locate(worker: PageOptions['worker']): URL | null {
  try {
    const file = typeof worker === 'function' ? worker() : worker;
    // A worker that was made from a blob is not beside it.
    const script = location.protocol === 'blob:' ? location.origin : location.href;
    const base = globalThis.document?.baseURI ?? script;
    return file === null || file === undefined ? null : new URL(file, base);
  } catch {
    return null;
  }
}
