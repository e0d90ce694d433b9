import { AGAIN, CAUGHT, CLOSE, DELEGATE, FIRST_PLACE, OPEN, PARK, SUSPEND } from '../../events.ts';
import { AT, DEPTH, GROUND, OFF } from '../../log/cells.ts';
import { come, go } from '../../log/coroutine-writer.ts';
import { INNER, ROW } from '../../log/token-rows.ts';
import { ASKING, PARKED, PARKED_IN_LIST } from '../../coroutine-states.ts';
import { writeDown, writeUp } from '../../log/stack-writer.ts';
import type { ProbesRealm } from '../core.ts';
import { createTellOuter, noteAsked } from './delegation.ts';

/** The probes that the wrappers are made of; all else they need they keep from load time. */
export interface WrappedProbes {
  suspend<T>(token: number, value: T, place: number): T;
  /** At a `yield*`: whose value that is says, if anything does, the yield where it comes from. */
  park<T>(token: number, value: T): T;
  /** The same at a `yield*` that hands on without a word whatever is asked of it. */
  parkInList(token: number): void;
  /** Whether any coroutine is parked like that. */
  hasParkedInList(): boolean;
  /** Where a method of an iterator is looked up or called: it is `return` where a generator is about to end early. */
  again(token: number, key?: 'next' | 'return' | 'throw'): void;
  /** Writes DELEGATE: the very next event must begin or unpark the generator that the coroutine delegates to. */
  delegated(token: number): void;
  /** Suspends an async generator whose `yield*` has just called a method of its iterator. */
  asked<T>(token: number, value: T, isReturn: boolean, place: number): T;
  /** Returns what `close` is to be given. */
  open(site: number): number;
  close(site: number, depth: number): void;
  /** Number of begin and unpark events so far. */
  lastCoroutine(): number;
}

/** Those of a realm. */
export function createWrappedProbes(realm: ProbesRealm): WrappedProbes {
  const probes = logProbes(realm);
  return realm.sampling?.wrapped(probes) ?? probes;
}

function logProbes(realm: ProbesRealm): WrappedProbes {
  const { log, tokens, probes } = realm;
  const { cells } = log;
  const tellOuter = (tokens.tellOuter ??= createTellOuter(log, tokens));
  return {
    suspend: probes.suspend,
    park(token, value) {
      go(log, tokens, token, PARKED, PARK);
      return value;
    },
    parkInList(token) {
      go(log, tokens, token, PARKED_IN_LIST, PARK);
      tokens.inList++;
    },
    hasParkedInList: () => tokens.inList > 0,
    again: (token, key = 'return') => come(log, tokens, token, key === 'return' ? AGAIN : CAUGHT),
    delegated: (token) => go(log, tokens, token, PARKED, DELEGATE),
    asked(token, value, isReturn, place) {
      const isAnswered = noteAsked(realm, token, isReturn);
      go(log, tokens, token, ASKING, SUSPEND, FIRST_PLACE + place);
      if (isAnswered) tellOuter(tokens.rows[token * ROW + INNER]!, true);
      return value;
    },
    open(site) {
      if (cells[AT]! < 0) return OFF;
      const depth = cells[DEPTH]!;
      writeUp(log, OPEN, depth, site, depth + 1);
      return depth;
    },
    close(site, depth) {
      if (depth >= cells[GROUND]!) writeDown(log, CLOSE, depth, site, depth);
    },
    lastCoroutine: () => tokens.moved,
  };
}
