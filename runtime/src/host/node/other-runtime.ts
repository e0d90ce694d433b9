import type { ClockName } from '../../profile/format.ts';
import type { Realm } from '../../realm.ts';
import { MainRecorder } from './main-recorder.ts';

const { bun, deno } = process.versions as { readonly bun?: string; readonly deno?: string };

/** What runs this program, where it is not Node; null: Node. */
export const OTHER_RUNTIME = bun !== undefined ? 'Bun' : deno !== undefined ? 'Deno' : null;

/** Clocks that it does not have: none has another thread that looks; CPU time of Deno comes in steps of 10 ms. */
export const MISSING_CLOCKS: readonly string[] =
  OTHER_RUNTIME === 'Deno' ? ['observed', 'sample', 'cpu'] : ['observed', 'sample'];

/**
 * Records a thread of Bun or Deno, which replays its own log. No other thread reads it or looks where the program is, as that
 * stands on what Node alone has; so the clock is read at each event.
 */
export function otherRecorder(realm: Realm, asked: 'auto' | ClockName): MainRecorder {
  const isExact = asked === 'auto' || MISSING_CLOCKS.includes(asked);
  const notes = isExact ? [`clock: ${OTHER_RUNTIME} has no observer; every event reads the clock`] : [];
  return new MainRecorder(realm, isExact ? 'exact' : asked, notes, null, false);
}
