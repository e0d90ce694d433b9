import { detoured } from './natives.ts';

/** Node's own handle on a signal of the operating system: what stands behind `process.on('SIGTERM', …)`. */
export interface SignalHandle {
  onsignal: (number: number) => void;
  /** Returns 0, or the number of an error. */
  start(number: number): number;
  close(): void;
  unref(): void;
}

export interface SignalClass {
  new (): SignalHandle;
  readonly prototype: SignalHandle;
}

/** Signals that end no process, for which a listener may come and go. */
const HARMLESS = ['SIGWINCH', 'SIGCONT'] as const;

/**
 * The class of these handles, which no public name leads to (`process.binding` does, but speaks of deprecation and is
 * closed under the permission model). Node assigns `onsignal` to each new handle: for the moment in which a listener is
 * added, a setter of that name stands where all objects inherit from. To be called before the program begins. Null
 * where this Node works in another way: signals then end the process as they do without us.
 */
export function signalClass(): SignalClass | null {
  const signal = HARMLESS.find((name) => process.listenerCount(name) === 0);
  if (signal === undefined) return null;
  const found: SignalHandle[] = [];
  const listener = () => {};
  const root = rootOf(process);
  try {
    Object.defineProperty(root, 'onsignal', {
      configurable: true,
      set(this: SignalHandle) {
        found.push(this);
      },
    });
    process.on(signal, listener);
    process.off(signal, listener);
  } catch {
    // Intrinsics are frozen, or there is no such signal here.
  } finally {
    Reflect.deleteProperty(root, 'onsignal');
  }
  return (found[0]?.constructor as SignalClass | undefined) ?? null;
}

/** The `Object.prototype` that an object has, in whichever context it was made. */
function rootOf(object: object): object {
  const parent = Object.getPrototypeOf(object) as object | null;
  return parent === null ? object : rootOf(parent);
}

/** Handles of ours, and news of those of the program. */
export interface SignalHandles {
  /** A handle that keeps no process alive; null where the system refuses. */
  open(number: number, onSignal: () => void): SignalHandle | null;
  close(handle: SignalHandle): void;
}

/**
 * From now on Node, which starts and closes a handle on behalf of the program, tells us so: what the handle is on, or
 * null for one that is older than this.
 */
export function signalHandles(
  Signal: SignalClass,
  onStart: (number: number) => void,
  onClose: (number: number | null) => void,
): SignalHandles {
  const { prototype } = Signal;
  const { start, close, unref } = prototype;
  const { apply } = Reflect;
  const numbers = new WeakMap<SignalHandle, number>();
  prototype.start = detoured(start, (native, args, handle) => {
    const number = args[0];
    const error = native();
    if (error !== 0) return error;
    numbers.set(handle as SignalHandle, number as number);
    onStart(number as number);
    return error;
  });
  prototype.close = detoured(close, (native, _, handle) => {
    const number = numbers.get(handle as SignalHandle) ?? null;
    numbers.delete(handle as SignalHandle);
    onClose(number);
    return native();
  });
  return {
    open(number, onSignal) {
      const handle = new Signal();
      apply(unref, handle, []);
      handle.onsignal = onSignal;
      if (apply(start, handle, [number]) === 0) return handle;
      apply(close, handle, []);
      return null;
    },
    close(handle) {
      apply(close, handle, []);
    },
  };
}
