import type { Socket } from 'node:net';
import { apply } from '../../intrinsics.ts';

type Listener = ((...args: readonly unknown[]) => unknown) & { listener?: unknown };

/** Where Node keeps listeners: one function, or a list of them. */
interface Emitter {
  readonly _events?: { close?: Listener | Listener[] };
}

/**
 * Calls back once the connection of an HTTP server is closed, ahead of Node's own listener, in whose place it stands: so there is no
 * listener more, and, as with what `once` puts there, `listeners` has Node's.
 */
export function onSocketClose(socket: Socket, callback: () => void): void {
  const events = (socket as unknown as Emitter)._events;
  const found = events?.close;
  const original = Array.isArray(found) ? found[0] : found;
  if (typeof original !== 'function') return;
  const listener: Listener = function (this: unknown, ...args) {
    callback();
    return apply(original, this, args);
  };
  listener.listener = original.listener ?? original;
  if (Array.isArray(found)) found[0] = listener;
  else events!.close = listener;
}
