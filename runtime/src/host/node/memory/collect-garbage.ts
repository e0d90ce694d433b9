import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Each other thread that starts puts the flag back once, and a try takes a millisecond or two. */
const TRIES = 200;

/**
 * V8's collector as a function; null where it gives none. It gives it to contexts that are made while a flag is set: the program's
 * are not. The flag is that of all threads, others of which may put it back at any moment.
 */
export function garbageCollector(): (() => void) | null {
  // The program has asked for it, or another thread is about to make such a context: either puts the flag back, or leaves it.
  const given = givenNow();
  if (given !== null) return given;
  try {
    for (let left = TRIES; left > 0; left--) {
      setFlagsFromString('--expose-gc');
      const collect = givenNow();
      if (collect !== null) return collect;
    }
    return null;
  } finally {
    setFlagsFromString('--no-expose-gc');
  }
}

function givenNow(): (() => void) | null {
  return (runInNewContext('globalThis.gc') as (() => void) | undefined) ?? null;
}
