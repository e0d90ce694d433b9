import { AT } from '../../runtime/src/log/cells.ts';
import { Batch, BATCH_WORDS } from '../../runtime/src/carriers/batch.ts';
import { isOn } from '../../runtime/src/log/log.ts';
import { Stamper } from '../../runtime/src/carriers/stamper.ts';
import type { Realm } from '../../runtime/src/realm.ts';
import { isGenerator, type Registry } from '../../runtime/src/sites/registry.ts';
import type { ReplayState } from '../../runtime/src/replay/replay.ts';
import { allProbes, type FurtherProbes } from '../../runtime/src/probes/wrappers/index.ts';

/** What a realm's probes write, replayed. */
export interface Recording {
  readonly probes: Realm['probes'] & FurtherProbes;
  readonly registry: Registry;
  readonly state: ReplayState;
  /** The fake clock: one more at each event. */
  now(): number;
  /** Replays what there is, while it is on. */
  flush(): void;
  stop(): void;
}

/** Arguments of a call that needs 96 kB of stack: an event is replayed at once only where so much is left. */
const PADDING = new Array<number>(12288).fill(0);
const { apply } = Reflect;

function hasStackLeft(): boolean {
  try {
    apply(() => undefined, null, PADDING);
    return true;
  } catch {
    return false;
  }
}

/**
 * Records as sessions do, with a time at every event. Each event is replayed before the next, in the midst of the
 * program: whatever it has patched by then, replay runs upon. `onEvent` is called before each, `onError` with what
 * replay throws, which probes keep to themselves.
 */
export function startRecording(
  realm: Realm,
  onEvent: () => void,
  onError: (error: unknown) => void,
): Recording {
  const { log, tokens, registry } = realm;
  const probes = allProbes(realm);
  let now = 0;
  const batch = new Batch({
    log,
    tokens,
    isGenerator: (site) => isGenerator(registry, site),
    stamper: new Stamper(() => now, 'all'),
    samples: null,
  });
  batch.start();
  const { room } = log;
  /** Lets `work` be done, which must not throw. */
  const guarded = <T>(work: () => T, otherwise: T): T => {
    try {
      return work();
    } catch (error) {
      onError(error);
      return otherwise;
    }
  };
  log.room = (at) => {
    now++;
    onEvent();
    return hasStackLeft() ? guarded(() => room(BATCH_WORDS), 0) : room(at);
  };
  return {
    probes,
    registry,
    state: batch.state,
    now: () => now,
    flush() {
      if (isOn(log)) log.cells[AT] = guarded(() => room(BATCH_WORDS), 0);
    },
    stop: () => guarded(() => batch.stop(), undefined),
  };
}
