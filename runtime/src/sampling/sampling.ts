import { createCoreProbes, type CoreProbes } from '../probes/core.ts';
import type { Log } from '../log/log.ts';
import type { TellOuter } from '../log/tokens.ts';
import { createModuleProbes } from '../probes/modules.ts';
import type { Realm } from '../realm.ts';
import { createTellOuter } from '../probes/wrappers/delegation.ts';
import type { WrappedProbes } from '../probes/wrappers/wrapped-probes.ts';
import { createSampledCoroutines, noteOuter, type SampledCoroutines } from './coroutines.ts';
import { DOOR, PAUSED, SLOTS } from './layout.ts';
import { beginFlux, endFlux } from './memory.ts';
import { createPaths } from './paths.ts';
import { createSampledCallProbes, createSampledCoroutineProbes } from './probes.ts';

/** On a realm that is sampled: for what moves coroutines otherwise than by the probes. */
export interface Sampling extends Pick<SampledCoroutines, 'noteRun' | 'noteSuspended'> {
  /** Probes that wrappers are made of, with a note of each change. */
  wrapped(probes: WrappedProbes): WrappedProbes;
  /** Runs what brings a coroutine onto the stack. */
  run(token: number, move: () => void): void;
  /** Runs what takes one off it. */
  suspend(token: number, move: () => void): void;
}

/**
 * From now on this realm's probes keep its stack in shared memory, and write no log. Only before any instrumented code has taken
 * its probes: false where some has.
 */
export function sampleRealm(realm: Realm): boolean {
  const { log, tokens, registry, probes } = realm;
  if (realm.sampling !== undefined) return true;
  if (registry.size > 1) return false;
  const coroutines = createSampledCoroutines(log, tokens, createPaths(log, registry));
  const calls = createSampledCallProbes(log);
  const silent = createCoreProbes(log, tokens, registry);
  const core = { ...calls, ...createSampledCoroutineProbes(silent, log, coroutines) };
  tokens.tellOuter = sampledTellOuter(realm, coroutines);
  realm.sampling = createSampling(log, calls, coroutines);
  Object.assign(probes, core, createModuleProbes(core, tokens, registry), createSampledPauses(realm));
  log.cells[DOOR] = SLOTS;
  return true;
}

function sampledTellOuter({ log, tokens }: Realm, coroutines: SampledCoroutines): TellOuter {
  const tellOuter = createTellOuter(log, tokens);
  const note = (token: number): void => coroutines.noteSuspended(token);
  return (token, hasYielded) => {
    tellOuter(token, hasYielded);
    noteOuter(tokens, token, note);
  };
}

function createSampling(
  { cells }: Log,
  { enter, leave }: Pick<CoreProbes, 'enter' | 'leave'>,
  coroutines: SampledCoroutines,
): Sampling {
  function run(token: number, move: () => void): void {
    beginFlux(cells);
    coroutines.noteRun(token);
    move();
    endFlux(cells);
  }
  function suspend(token: number, move: () => void): void {
    beginFlux(cells);
    move();
    coroutines.noteSuspended(token);
    endFlux(cells);
  }
  return {
    run,
    suspend,
    noteRun: coroutines.noteRun,
    noteSuspended: coroutines.noteSuspended,
    wrapped: (wrapped) => ({
      ...wrapped,
      park(token, value) {
        suspend(token, () => wrapped.park(token, value));
        return value;
      },
      parkInList: (token) => suspend(token, () => wrapped.parkInList(token)),
      again: (token, key) => run(token, () => wrapped.again(token, key)),
      delegated: (token) => suspend(token, () => wrapped.delegated(token)),
      asked(token, value, isReturn, place) {
        suspend(token, () => wrapped.asked(token, value, isReturn, place));
        return value;
      },
      open: (site) => enter(site),
      close: (_site, depth) => leave(depth),
    }),
  };
}

/** What the profiler keeps the program waiting for, as session/pauses.ts has it. They do not nest. */
const createSampledPauses = ({ log: { cells } }: Realm) => ({
  pause: () => void (cells[PAUSED] = 1),
  goOn: () => void (cells[PAUSED] = 0),
});
