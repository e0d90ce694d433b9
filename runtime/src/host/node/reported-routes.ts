import type { IncomingMessage } from 'node:http';
import { getOwnPropertyDescriptor } from '../../intrinsics.ts';

/*
 * What frameworks are made to tell of a request's route (cli/src/loader/route-taps.ts). What they are called with is the program's, and
 * may be anything.
 */

/** Told of a request's route. */
export type NoteRoute = (request: IncomingMessage, route: string) => void;

/** Called where the loader has put it, beside the probes. */
export interface ToldRoutes {
  /** Hono has found the handlers of a request: `match[0]` has each with its route, `[[handler, route], parameters]`. */
  honoMatched(env: unknown, match: unknown): void;
  /** Koa's prototype of contexts: a router sets their `_matchedRoute`. */
  koaContext(prototype: object): void;
}

/** Passes on what they say. */
export function toldRoutes(note: NoteRoute): ToldRoutes {
  return {
    honoMatched(env, match) {
      try {
        const { incoming } = env as { incoming: IncomingMessage };
        const route = lastRoute((match as HonoMatch)[0]);
        if (route !== null && typeof incoming === 'object') note(incoming, route);
      } catch {
        // Not what it was when this was written.
      }
    },
    koaContext: (prototype) => listenToKoa(prototype, note),
  };
}

type HonoMatch = readonly [readonly (readonly [readonly [unknown, HonoRoute], ...unknown[]])[], ...unknown[]];

interface HonoRoute {
  readonly path: string;
  readonly method: string;
}

/** That of the last handler which is no middleware. */
function lastRoute(handlers: HonoMatch[0]): string | null {
  for (let at = handlers.length - 1; at >= 0; at--) {
    const { path, method } = handlers[at]![0][1];
    if (method !== 'ALL' || path[path.length - 1] !== '*') return path;
  }
  return null;
}

const { defineProperty } = Object;

/** A context that is given the property has it as its own, as if there were nothing here. */
function listenToKoa(prototype: object, note: NoteRoute): void {
  if (getOwnPropertyDescriptor(prototype, '_matchedRoute') !== undefined) return;
  const place = { configurable: true, enumerable: false };
  defineProperty(prototype, '_matchedRoute', {
    ...place,
    get: () => undefined,
    set(this: { readonly req?: IncomingMessage }, value: unknown) {
      defineProperty(this, '_matchedRoute', { value, writable: true, enumerable: true, configurable: true });
      if (typeof value === 'string' && typeof this.req === 'object') note(this.req, value);
    },
  });
}
