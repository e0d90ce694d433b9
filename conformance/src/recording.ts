import { Batch, BATCH_WORDS } from '../../runtime/src/log/batch.ts';
import { AT, isOn } from '../../runtime/src/log/log.ts';
import { Stamper } from '../../runtime/src/log/stamper.ts';
import type { Realm } from '../../runtime/src/realm.ts';
import { isGenerator, type Registry } from '../../runtime/src/registry.ts';
import type { ReplayState } from '../../runtime/src/replay/replay.ts';

/** What a realm's probes write, replayed. */
export interface Recording {
  readonly probes: Realm['probes'];
  readonly registry: Registry;
  readonly state: ReplayState;
  /** The fake clock: one more at each event. */
  now(): number;
  /** Replays what there is, while it is on. */
  flush(): void;
  stop(): void;
}

/** More than replay asks for: what it may be cut off in is its own business, not this file's. */
const LEVELS = 100;

/**
 * Records as sessions do, with a time at every event. Each event is replayed before the next, in the midst of the
 * program: whatever it has patched by then, replay runs upon. `onEvent` is called before each.
 */
export function startRecording(realm: Realm, onEvent: () => void): Recording {
  const { log, tokens, registry, probes } = realm;
  let now = 0;
  const batch = new Batch({
    log,
    tokens,
    isGenerator: (site) => isGenerator(registry, site),
    stamper: new Stamper(() => now, 'all'),
    marks: null,
  });
  batch.start();
  const { room } = log;
  log.room = (at) => {
    now++;
    onEvent();
    return room(hasRoomBelow(LEVELS) ? BATCH_WORDS : at);
  };
  return {
    probes,
    registry,
    state: batch.state,
    now: () => now,
    flush() {
      if (isOn(log)) log.cells[AT] = room(BATCH_WORDS);
    },
    stop: () => batch.stop(),
  };
}

function hasRoomBelow(levels: number): boolean {
  try {
    return descend(levels) === levels;
  } catch {
    return false;
  }
}

const descend = (levels: number): number => (levels === 0 ? 0 : 1 + descend(levels - 1));
