import { types } from 'node:util';
import { promiseHooks } from 'node:v8';
import type { Log } from '../../log/log.ts';
import { PromiseWriter } from '../../log/promise-writer.ts';
import type { ReturnedPromises } from '../../probes/promises.ts';
import type { Realm } from '../../realm.ts';
import { OTHER_RUNTIME } from './other-runtime.ts';
import { tellsRejections, wasRejected } from './rejected.ts';

/*
 * When promises settle, as V8's hook says: of a promise that was resolved with another one it comes when that settles. No handler is
 * put on a promise; what is known of it is a private field, which the program cannot see. How it has settled is known a moment after the
 * hook was called: that is asked when the next promise settles, unless a coroutine awaits this one, which then tells by how it goes on.
 */

/** From now on this thread is told of promises that functions return, if that is asked for; returns what ends that. */
export function followPromises(realm: Realm, isAsked: boolean): (() => void) | undefined {
  if (!isAsked || realm.promises !== undefined || OTHER_RUNTIME !== null) return undefined;
  const promises = new HookedPromises(realm.log);
  realm.promises = promises;
  return promiseHooks.onSettled((promise) => promises.settled(promise)) as () => void;
}

// Kept from load time: the program may patch it.
const { isPromise } = types;

/** A number that a promise has, one for each function that has returned it: the outermost one was the last. */
interface Numbered {
  readonly number: number;
  readonly earlier: Numbered | null;
}

/** What the constructor of a base class returns gets the fields of the class. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class
class Given {
  constructor(promise: object) {
    return promise;
  }
}

class Note extends Given {
  #isSettled = false;
  #isAwaited = false;
  #numbers: Numbered | null = null;

  static isSettled(promise: object): boolean {
    return #isSettled in promise && promise.#isSettled;
  }

  static numbersOf(promise: object): Numbered | null {
    return #numbers in promise ? promise.#numbers : null;
  }

  static settle(promise: object): void {
    Note.#on(promise).#isSettled = true;
  }

  /** It is about to be awaited. Returns the number that it has of the outermost function that has returned it; 0: none has. */
  static awaited(promise: object): number {
    if (!(#numbers in promise) || promise.#numbers === null) return 0;
    promise.#isAwaited = true;
    return promise.#numbers.number;
  }

  static isAwaited(promise: object): boolean {
    return #isAwaited in promise && promise.#isAwaited;
  }

  static number(promise: object, number: number): void {
    const note = Note.#on(promise);
    note.#numbers = { number, earlier: note.#numbers };
  }

  static #on(promise: object): Note {
    return #isSettled in promise ? promise : new Note(promise);
  }
}

class HookedPromises implements ReturnedPromises {
  readonly #writer: PromiseWriter;
  readonly #canAsk = tellsRejections();
  /** The promise that has settled last, if it is to be asked how. */
  #last: object | null = null;

  constructor(log: Log) {
    this.#writer = new PromiseWriter(log);
  }

  leave(depth: number, value: object): boolean {
    if (!isPromise(value)) return false;
    const number = this.#writer.leave(depth);
    if (number === 0) return false;
    try {
      Note.number(value, number);
      if (!Note.isSettled(value)) return true;
      this.#writer.settled(number);
      // The one that has settled last is asked yet.
      if (value !== this.#last && this.#canAsk && wasRejected(value)) this.#writer.rejected(number);
    } catch {
      // Out of stack: this one is pending for ever.
    }
    return true;
  }

  awaiting(value: object): void {
    const number = Note.awaited(value);
    if (number !== 0) this.#writer.awaiting(number);
  }

  settled(promise: object): void {
    try {
      this.tellAll();
      Note.settle(promise);
      const numbers = Note.numbersOf(promise);
      for (let next = numbers; next !== null; next = next.earlier) this.#writer.settled(next.number);
      if (numbers !== null && this.#canAsk && !Note.isAwaited(promise)) this.#last = promise;
    } catch {
      // Out of stack, which is no business of who has settled it.
    }
  }

  tellAll(): void {
    const last = this.#last;
    if (last === null) return;
    this.#last = null;
    if (!wasRejected(last)) return;
    for (let next = Note.numbersOf(last); next !== null; next = next.earlier)
      this.#writer.rejected(next.number);
  }
}
