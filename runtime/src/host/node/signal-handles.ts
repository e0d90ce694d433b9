import { constants } from 'node:os';
import type { SignalClass, SignalHandle } from './signal-class.ts';

const numbers: Readonly<Record<string, number | undefined>> = constants.signals;

/**
 * Has `onSignal` called with the signal's number when a signal of this name comes, in a thread of ours, where there is only this
 * way. Null where the system has no such signal; throws where the permission model is in force.
 */
export function watchSignal(name: string, onSignal: (number: number) => void): SignalHandle | null {
  const number = numbers[name];
  if (number === undefined) return null;
  const { Signal } = binding('signal_wrap') as { Signal: SignalClass };
  const handle = new Signal();
  handle.onsignal = () => onSignal(number);
  handle.unref();
  if (handle.start(number) === 0) return handle;
  handle.close();
  return null;
}

/** The same, for as long as the process runs; returns whether there is a way. */
export function hearSignal(name: string, onSignal: () => void): boolean {
  try {
    return watchSignal(name, onSignal) !== null;
  } catch {
    return false;
  }
}

/** This thread is ours: what is deprecated here is not to be told. */
function binding(name: string): unknown {
  const own = process as NodeJS.Process & { binding(name: string): unknown; noDeprecation?: boolean };
  own.noDeprecation = true;
  return own.binding(name);
}
