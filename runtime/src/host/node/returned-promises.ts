import { types } from 'node:util';
import { promiseHooks } from 'node:v8';
import type { Log } from '../../log/log.ts';
import { PromiseWriter } from '../../log/promise-writer.ts';
import type { ReturnedPromises } from '../../probes/promises.ts';
import type { Realm } from '../../realm.ts';
import { OTHER_RUNTIME } from './other-runtime.ts';

/*
 * When promises settle, as V8's hook says: of a promise that was resolved with another one it comes when that settles. No handler is
 * put on a promise; what is known of it is a private field, which the program cannot see.
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

  constructor(log: Log) {
    this.#writer = new PromiseWriter(log);
  }

  leave(depth: number, value: object): boolean {
    if (!isPromise(value)) return false;
    const number = this.#writer.leave(depth);
    if (number === 0) return false;
    try {
      Note.number(value, number);
      if (Note.isSettled(value)) this.#writer.settled(number);
    } catch {
      // Out of stack: this one is pending for ever.
    }
    return true;
  }

  awaiting(value: object): void {
    const numbers = Note.numbersOf(value);
    if (numbers !== null) this.#writer.awaiting(numbers.number);
  }

  settled(promise: object): void {
    try {
      Note.settle(promise);
      for (let next = Note.numbersOf(promise); next !== null; next = next.earlier)
        this.#writer.settled(next.number);
    } catch {
      // Out of stack, which is no business of who has settled it.
    }
  }
}
