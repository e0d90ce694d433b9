import type { Log } from '../../log/log.ts';
import { ask, letGo } from '../../log/observer-requests.ts';
import { DEADLY_SIGNALS } from './deadly-names.ts';
import { interruptMain } from './interrupt.ts';
import { HANDLED, SIGNAL } from './process-cells.ts';
import type { SignalHandle } from './signal-class.ts';
import { watchSignal } from './signal-handles.ts';

/** How long a main thread may take to a probe or its event loop after a deadly signal, before it is interrupted, ms. */
const PATIENCE = 200;
/** How long one that does not get to those either may go on, ms. */
const GRACE = 3_000;

interface Owner {
  /** Tells the main thread's event loop, and sees to it that `look` is called from now on. */
  wake(): void;
  /** Ends the process by this signal, as the main thread does not. */
  giveUp(signal: number): void;
}

/**
 * The accountant's watch over deadly signals: a main thread that is busy does not get to its event loop, where it would
 * hear of them. It is asked to die of the signal at its next probe; one that has none is interrupted, and where that cannot
 * be the accountant ends the process.
 */
export class StuckWatch {
  readonly #cells: Int32Array;
  readonly #main: Log;
  readonly #owner: Owner;
  readonly #except: string | null;
  readonly #handles: SignalHandle[] = [];
  isAsking = false;

  /** `except`: a signal that means something else; null: none does. */
  constructor(cells: Int32Array, main: Log, owner: Owner, except: string | null = null) {
    this.#except = except;
    this.#cells = cells;
    this.#main = main;
    this.#owner = owner;
  }

  /** Returns whether there is a way to hear of signals: in a thread there is only this. Else the main thread is on its own. */
  open(): boolean {
    if (this.#handles.length > 0) return true;

    try {
      for (const name of DEADLY_SIGNALS) if (name !== this.#except) this.#watch(name);
      return true;
    } catch {
      // The permission model is in force.
      return false;
    }
  }

  #watch(name: string): void {
    const handle = watchSignal(name, (number) => this.#onSignal(number));
    if (handle !== null) this.#handles.push(handle);
  }

  /** From now on signals do what they do without us. */
  close(): void {
    for (const handle of this.#handles.splice(0)) handle.close();
    this.isAsking = false;
    letGo(this.#main);
    Atomics.store(this.#cells, SIGNAL, 0);
  }

  #onSignal(number: number): void {
    if (Atomics.load(this.#cells, HANDLED + number) > 0) return;
    Atomics.store(this.#cells, SIGNAL, number);
    this.isAsking = true;
    setTimeout(() => this.isAsking && interruptMain(number), PATIENCE).unref();
    setTimeout(() => this.isAsking && this.#owner.giveUp(number), GRACE).unref();
    this.#owner.wake();
  }

  /** To be called all the time. */
  look(): void {
    if (this.isAsking) ask(this.#main);
  }
}
