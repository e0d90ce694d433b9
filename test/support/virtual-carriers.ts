import { Batch } from '../../runtime/src/log/batch.ts';
import { AT } from '../../runtime/src/log/log.ts';
import { Ring } from '../../runtime/src/log/ring.ts';
import { RingReader } from '../../runtime/src/log/ring-reader.ts';
import { Stamper } from '../../runtime/src/log/stamper.ts';
import type { Realm } from '../../runtime/src/realm.ts';
import { isGenerator } from '../../runtime/src/registry.ts';
import { snapshot, type Accounts } from '../../runtime/src/replay/snapshot.ts';

/** A way to get the log from the probes to replay, in one thread and with the time of every event. */
export interface Carrier {
  start(): void;
  stop(): void;
  clear(): void;
  snapshot(): Accounts;
  /** How many activations replay believes to be on the stack. */
  depth(): number;
}

/** Every way there is: the accounts must not depend on it. */
export const CARRIERS = { batch: createBatch, cuts: createCuts, ring: createRing, handOver: createHandOver };

/** Enough to have something on the stack, and coroutines that wait. */
const WORDS_BEFORE_HANDOVER = 25;

export type CarrierName = keyof typeof CARRIERS;

/** Batches as long as they get. */
function createBatch(realm: Realm, clock: () => number): Carrier {
  const batch = new Batch({ ...parts(realm, clock), marks: null });
  return {
    start: () => batch.start(),
    stop: () => batch.stop(),
    clear: () => batch.clear(),
    snapshot: () => batch.snapshot(),
    depth: () => batch.state.stack.depth,
  };
}

/** Before every single word the batch is cut off, and a snapshot taken that nobody looks at. */
function createCuts(realm: Realm, clock: () => number): Carrier {
  const batch = createBatch(realm, clock);
  const { log } = realm;
  return {
    ...batch,
    start() {
      batch.start();
      const { room } = log;
      log.room = () => {
        batch.snapshot();
        return room(log.cells[AT]!);
      };
    },
  };
}

/** The shared ring, read when a snapshot is taken and when profiling stops. */
function createRing(realm: Realm, clock: () => number): Carrier {
  const ringParts = parts(realm, clock);
  const ring = new Ring(ringParts);
  const reader = new RingReader(realm.log);
  return {
    start: () => ring.start(),
    stop() {
      ring.stop();
      reader.read(null);
    },
    clear: () => ring.clear(),
    snapshot() {
      while (reader.read(() => ringParts.stamper.now()) > 0);
      return snapshot(reader.state);
    },
    depth: () => reader.state.stack.depth,
  };
}

/** A batch that is cut off after some words, and hands over to a ring whose reader has a copy of its state. */
function createHandOver(realm: Realm, clock: () => number): Carrier {
  const ringParts = parts(realm, clock);
  const { log } = realm;
  const batch = new Batch({ ...ringParts, marks: null });
  let ring: Ring | null = null;
  let reader: RingReader | null = null;
  // Only probes hand over, and a start.
  let isControlled = false;
  const handOver = () => {
    batch.snapshot();
    ring = new Ring(ringParts);
    reader = new RingReader(log, structuredClone(batch.state));
    ring.takeOver();
  };
  return {
    start() {
      if (ring !== null) return ring.start();
      batch.start();
      const { room } = log;
      let words = 0;
      log.room = (at) => {
        if (++words < WORDS_BEFORE_HANDOVER || isControlled || ring !== null) return room(at);
        handOver();
        return log.room(log.cells[AT]!);
      };
    },
    stop() {
      isControlled = true;
      (ring ?? batch).stop();
      isControlled = false;
      reader?.read(null);
    },
    clear() {
      isControlled = true;
      (ring ?? batch).clear();
      isControlled = false;
    },
    snapshot() {
      if (reader === null) return batch.snapshot();
      while (reader.read(() => ringParts.stamper.now()) > 0);
      return snapshot(reader.state);
    },
    depth: () => (reader ?? batch).state.stack.depth,
  };
}

function parts({ log, tokens, registry }: Realm, clock: () => number) {
  return {
    log,
    tokens,
    isGenerator: (site: number) => isGenerator(registry, site),
    stamper: new Stamper(clock, 'all'),
  };
}
