import { createPauses } from '../session/pauses.ts';
import { realm } from '../realm.ts';

let hasFailed = false;

/**
 * All that the overlay does when it is called goes through here: an error must not become the page's. The console is told
 * of the first one.
 */
export function guarded(act: () => void): void {
  try {
    act();
  } catch (error) {
    fail(error);
  }
}

/** The same for what takes its time: it is the profiler's, whatever is on the stack or waits meanwhile. */
export function quietly(act: () => void): void {
  const { pause, goOn } = createPauses(realm.log);
  pause();
  guarded(act);
  goOn();
}

/** The console is told of an error, unless it was told of one before. */
export function fail(error: unknown): void {
  if (!hasFailed) console.warn(`tsprof: the overlay does not work: ${String(error)}`);
  hasFailed = true;
}
