import { availableParallelism } from 'node:os';
import { getEnvironmentData, isMainThread } from 'node:worker_threads';
import type { ClockName } from '../profile/format.ts';
import type { Realm } from '../realm.ts';
import type { CreateRecorder } from '../session.ts';
import { companion } from './node/companion.ts';
import { MainRecorder } from './node/main-recorder.ts';
import type { NodeRecorder } from './node/recorder.ts';
import { COMPANION_KEY, type CompanionAddress } from './node/messages.ts';
import { joinRing, postTo } from './node/ring-log.ts';
import { RingRecorder } from './node/ring-recorder.ts';
import { ThreadRecorder } from './node/thread-recorder.ts';

/** From so many cores on a reader on another core beats replay in the program's own thread. */
const CORES_FOR_RING = 4;

/**
 * Records this thread. Worker threads hand their log to the process's companion thread, if there is one, so that
 * nothing is lost when they are terminated.
 */
export const createRecorder: CreateRecorder = (realm, asked) => {
  const { clock, notes } = chooseClock(asked, availableParallelism());
  if (isMainThread) return createMainRecorder(realm, clock, notes, { file: null, needsCompanion: false });
  const address = getEnvironmentData(COMPANION_KEY) as CompanionAddress | undefined;
  if (address === undefined) return new MainRecorder(realm, clock, notes, null);
  return new ThreadRecorder(clock, joinRing(realm, clock, notes, postTo(address)), address.channel);
};

/** Under Node the public functions are imported; nothing is put on the global object. */
export function expose(_door: object): void {}

/** How a main thread is recorded. */
export interface MainOptions {
  /** Where the companion writes what it replays, every few seconds; null for nowhere. */
  readonly file: string | null;
  /** Whether there must be a companion, for threads that may come. */
  readonly needsCompanion: boolean;
}

/**
 * Records the main thread. It replays its own log, watched by the companion where the clock is observed; with four
 * cores and more, the companion replays it.
 */
export function createMainRecorder(
  realm: Realm,
  clock: ClockName,
  notes: readonly string[],
  { file, needsCompanion }: MainOptions,
): NodeRecorder {
  if (wantsRing(clock)) {
    const reader = companion(realm.log, file);
    return new RingRecorder(
      clock,
      joinRing(realm, clock, notes, (letter) => reader.post(letter)),
      reader,
    );
  }
  const isObserved = clock === 'observed';
  return new MainRecorder(
    realm,
    clock,
    notes,
    isObserved || needsCompanion ? companion(realm.log, file) : null,
  );
}

/** `TSPROF_CARRIER` (`ring` or `batch`) is for those who know better. */
function wantsRing(clock: ClockName): boolean {
  const { TSPROF_CARRIER } = process.env;
  if (TSPROF_CARRIER === 'ring' || TSPROF_CARRIER === 'batch') return TSPROF_CARRIER === 'ring';
  return clock === 'observed' && availableParallelism() >= CORES_FOR_RING;
}

/** `auto` is observed, unless there is no second core to observe from. */
export function chooseClock(asked: 'auto' | ClockName, cores: number): { clock: ClockName; notes: string[] } {
  if (asked !== 'auto') return { clock: asked, notes: [] };
  if (cores >= 2) return { clock: 'observed', notes: [] };
  return { clock: 'exact', notes: ['clock: one core only, nobody can observe; every event reads the clock'] };
}
