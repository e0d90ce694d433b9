import { availableParallelism } from 'node:os';
import { getEnvironmentData, isMainThread } from 'node:worker_threads';
import type { Outputs } from '../accountant/messages.ts';
import type { ClockName } from '../profile/format.ts';
import type { Realm } from '../realm.ts';
import type { CreateRecorder } from '../session/session.ts';
import { cpuClockIsCoarse, stamperFor } from './node/clocks.ts';
import { watchCollections } from './node/collections.ts';
import { tellCollections, watchThread } from './node/memory/tell.ts';
import { accountantClient } from './node/accountant-client.ts';
import { threadInfo } from './node/identity.ts';
import { MainRecorder } from './node/main-recorder.ts';
import { ownFile } from './node/own-files.ts';
import { OTHER_RUNTIME, otherRecorder } from './node/other-runtime.ts';
import { watchPromises } from './node/promises.ts';
import type { NodeRecorder } from './node/recorder.ts';
import { ACCOUNTANT_KEY, type AccountantAddress } from './node/process-cells.ts';
import { joinRing, postTo } from './node/ring-log.ts';
import { ownTask } from './node/system-thread.ts';
import { SampledRecorder, SampledThreadRecorder, type SampledParts } from './node/sampled-recorder.ts';
import { ThreadRecorder } from './node/thread-recorder.ts';
import { obeyWishes, type Wishes } from './node/control/wish.ts';

/**
 * Records this thread. Worker threads hand their log to the process's accountant thread, if there is one, so that
 * nothing is lost when they are terminated.
 */
export const createRecorder: CreateRecorder = (realm, asked, { hz }) => {
  if (OTHER_RUNTIME !== null) return otherRecorder(realm, asked);
  watchPromises(realm);
  const { clock, notes } = chooseClock(asked, availableParallelism());
  if (isMainThread)
    return createMainRecorder(realm, clock, notes, {
      outputs: { file: null, threadsFile: null, timeline: null, memory: null },
      needsAccountant: false,
      hz,
    });
  const address = getEnvironmentData(ACCOUNTANT_KEY) as AccountantAddress | undefined;
  if (address === undefined) return new MainRecorder(realm, clock, notes, null, false);
  const { channel, cells, isControlled, hasTimeline, memory } = address;
  if (clock === 'sample')
    return new SampledThreadRecorder({ realm, hz, notes, post: postTo(address) }, channel);
  const joining = {
    info: threadInfo(clock, notes),
    stamper: stamperFor(clock),
    state: null,
    task: ownTask(),
  };
  if (isControlled) obeyWishes(channel, cells, () => realm.session as Wishes | null);
  const post = postTo(address);
  if (hasTimeline) watchCollections(tellCollections(post));
  const ring = joinRing(realm, joining, post);
  const watch = memory && watchThread(realm, memory, { post, hasTimeline });
  return new ThreadRecorder(clock, ring, channel, watch);
};

export { followParents } from './node/parents.ts';
export { followPromises } from './node/returned-promises.ts';

/** Under Node the public functions are imported; nothing is put on the global object. */
export function expose(_functions: object): void {}

/** How a main thread is recorded. */
export interface MainOptions {
  readonly outputs: Outputs;
  /** Whether there must be an accountant, for threads that may come. */
  readonly needsAccountant: boolean;
  /** How many samples are taken in a second, of a clock that samples. */
  readonly hz?: number | undefined;
}

/**
 * Records the main thread. Where there is a second core it has an accountant, which watches it where the clock is
 * observed, and replays its log once that gets dense.
 */
export function createMainRecorder(
  realm: Realm,
  clock: ClockName,
  notes: readonly string[],
  { outputs, needsAccountant, hz }: MainOptions,
): NodeRecorder {
  watchPromises(realm);
  if (clock === 'sample') return createSampledRecorder({ realm, hz, notes }, outputs);
  const mayHandOver = isBetterElsewhere(clock);
  const wantsAccountant = needsAccountant || mayHandOver || clock === 'observed';
  return new MainRecorder(
    realm,
    clock,
    notes,
    wantsAccountant && ownFile('worker.js') !== null ? accountantClient(realm.log, clock, outputs) : null,
    mayHandOver,
  );
}

function createSampledRecorder(parts: Omit<SampledParts, 'post'>, outputs: Outputs): SampledRecorder {
  if (ownFile('worker.js') === null) throw new Error("clock: 'sample' needs all files of the runtime");
  return new SampledRecorder(parts, accountantClient(parts.realm.log, 'sample', outputs));
}

/**
 * Whether dense logs are better replayed on another core: where there is one, and the CPU time it takes there is not
 * taken for the program's. `TSPROF_CARRIER=batch` is for those who know better.
 */
function isBetterElsewhere(clock: ClockName): boolean {
  if (process.env['TSPROF_CARRIER'] === 'batch') return false;
  return availableParallelism() >= 2 && !(clock === 'cpu' && cpuClockIsCoarse);
}

/** `auto` is observed, unless there is no second core to observe from. */
export function chooseClock(asked: 'auto' | ClockName, cores: number): { clock: ClockName; notes: string[] } {
  if (asked !== 'auto') return { clock: asked, notes: [] };
  if (cores >= 2) return { clock: 'observed', notes: [] };
  return { clock: 'exact', notes: ['clock: one core only, nobody can observe; every event reads the clock'] };
}
