import { expect } from 'vitest';
import { CLEAR } from '../../runtime/src/events.ts';
import { AT, DEPTH, LIMIT } from '../../runtime/src/log/cells.ts';
import { Batch } from '../../runtime/src/carriers/batch.ts';
import { ChunkSender } from '../../runtime/src/carriers/chunk-sender.ts';
import { createChunks } from '../../runtime/src/carriers/chunks.ts';
import { writeControl } from '../../runtime/src/log/controls.ts';
import { isOn } from '../../runtime/src/log/log.ts';
import type { Sample } from '../../runtime/src/carriers/samples.ts';
import { Ring } from '../../runtime/src/carriers/ring.ts';
import { RingReader } from '../../runtime/src/carriers/ring-reader.ts';
import { Stamper, type Stamps } from '../../runtime/src/carriers/stamper.ts';
import type { Realm } from '../../runtime/src/realm.ts';
import { isGenerator } from '../../runtime/src/sites/registry.ts';
import { createState, replay, type ReplayState } from '../../runtime/src/replay/replay.ts';
import { snapshot, type Accounts } from '../../runtime/src/replay/snapshot.ts';
import type { VirtualLoop } from './virtual-loop.ts';

/** A way to get the log from the probes to replay, in one thread and with the time of every event. */
export interface Carrier {
  start(): void;
  stop(): void;
  clear(): void;
  /** `within`: a tag, where nothing else is of interest. */
  snapshot(within?: number | null): Accounts;
  /** How many activations replay believes to be on the stack. */
  depth(): number;
}

/** Every way there is: the accounts must not depend on it, but for what `costly` takes out. */
export const CARRIERS = {
  batch: createBatch,
  costly: createCostly,
  cuts: createCuts,
  dense: createDense,
  denseCuts: createDenseCuts,
  ring: createRing,
  denseRing: createDenseRing,
  handOver: createHandOver,
  chunks: createSender,
  chunkCuts: createSenderCuts,
  share: createShare,
};

/** Enough to have something on the stack, and coroutines that wait. */
const WORDS_BEFORE_HANDOVER = 25;

export type CarrierName = keyof typeof CARRIERS;

/** Batches as long as they get. */
function createBatch(realm: Realm, loop: VirtualLoop): Carrier {
  return batchCarrier(new Batch({ ...parts(realm, loop), samples: null }));
}

/** The same where probes cost something: powers of two, so that sums are exact. */
function createCostly(realm: Realm, loop: VirtualLoop): Carrier {
  const costs = Float64Array.of(1 / 8, 1 / 16, 1 / 4);
  return batchCarrier(new Batch({ ...parts(realm, loop), samples: null, costs }));
}

function batchCarrier(batch: Batch): Carrier {
  return {
    start: () => batch.start(),
    stop: () => batch.stop(),
    clear: () => batch.clear(),
    snapshot: (within) => batch.snapshot(within),
    depth: () => batch.state.stack.depth,
  };
}

/** Before every single word the batch is cut off, and a snapshot taken that nobody looks at. */
function createCuts(realm: Realm, loop: VirtualLoop): Carrier {
  const batch = createBatch(realm, loop);
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

/** Events after which a ring is read at the latest: it must not get full, as nobody else would read it. */
const EVENTS_UNREAD = 10_000;

/** The shared ring, read when a snapshot is taken, when profiling stops and when much has been written. */
function createRing(realm: Realm, loop: VirtualLoop): Carrier {
  const ringParts = parts(realm, loop);
  const ring = new Ring(ringParts);
  const reader = new RingReader(realm.log, createState(undefined, true));
  return {
    start() {
      ring.start();
      const { room } = realm.log;
      let events = 0;
      realm.log.room = (at) => {
        if (++events % EVENTS_UNREAD === 0) reader.read(null);
        return room(at);
      };
    },
    stop() {
      ring.stop();
      reader.read(null);
    },
    clear: () => ring.clear(),
    snapshot(within) {
      while (reader.read(() => ringParts.stamper.now()) > 0);
      return snapshot(reader.state, within);
    },
    depth: () => reader.state.stack.depth,
  };
}

/** A batch that is cut off after some words, and hands over to a ring whose reader has a copy of its state. */
function createHandOver(realm: Realm, loop: VirtualLoop): Carrier {
  const ringParts = parts(realm, loop);
  const { log } = realm;
  const batch = new Batch({ ...ringParts, samples: null });
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
    snapshot(within) {
      if (reader === null) return batch.snapshot(within);
      while (reader.read(() => ringParts.stamper.now()) > 0);
      return snapshot(reader.state, within);
    },
    depth: () => (reader ?? batch).state.stack.depth,
  };
}

/** Chunks, as pages send them on. */
function createSender(
  { log, tokens, registry }: Realm,
  { now }: VirtualLoop,
  onSent: () => void = () => undefined,
): Carrier & Sending {
  const state = createState(undefined, true);
  const sender = new ChunkSender(createChunks(log, now, true), (chunks) => {
    for (const words of chunks) expect(replay(state, words, 0, words.length)).toBe(words.length);
    onSent();
  });
  return {
    sender,
    state,
    start: () => sender.start(tokens, (site) => isGenerator(registry, site)),
    stop: () => sender.stop(),
    clear: () => writeControl(log, CLEAR),
    snapshot(within) {
      if (isOn(log)) sender.flush(false);
      return snapshot(state, within);
    },
    depth: () => state.stack.depth,
  };
}

interface Sending {
  readonly sender: ChunkSender;
  readonly state: ReplayState;
}

/** Before every single word what there is is sent on. */
function createSenderCuts(realm: Realm, loop: VirtualLoop): Carrier {
  const carrier = createSender(realm, loop);
  const { log } = realm;
  return {
    ...carrier,
    start() {
      carrier.start();
      const { room } = log;
      log.room = () => {
        log.room = room;
        carrier.sender.flush(false);
        const at = room(log.cells[AT]!);
        log.room = cutting;
        return at;
      };
      const cutting = log.room;
    },
  };
}

/** Chunks at first, then a ring whose reader goes on with what they came to: as in pages that can share memory. */
function createShare(realm: Realm, loop: VirtualLoop): Carrier {
  const { log } = realm;
  const stamper = new Stamper(loop.now, 'all', 0);
  let isDue = false;
  let ring: Ring | null = null;
  let reader: RingReader | null = null;
  const chunks = createSender(realm, loop, () => {
    if (!isDue) return;
    stamper.skipTo(chunks.sender.stamped);
    ring = new Ring({ ...parts(realm, loop), stamper });
    reader = new RingReader(log, chunks.state);
    ring.takeOver();
  });
  let isControlled = false;
  const controlled = (control: () => void) => {
    isControlled = true;
    control();
    isControlled = false;
  };
  return {
    start() {
      if (ring !== null) return ring.start();
      chunks.start();
      const { room } = log;
      let words = 0;
      log.room = (at) => {
        if (++words < WORDS_BEFORE_HANDOVER || isControlled) return room(at);
        log.room = room;
        isDue = true;
        chunks.sender.flush(false);
        return log.room(log.cells[AT]!);
      };
    },
    stop() {
      controlled(() => (ring ?? chunks).stop());
      reader?.read(null);
    },
    clear: () => controlled(() => (ring ?? chunks).clear()),
    snapshot(within) {
      if (reader === null) return chunks.snapshot(within);
      while (reader.read(() => stamper.now()) > 0);
      return snapshot(reader.state, within);
    },
    depth: () => (reader ?? chunks).state.stack.depth,
  };
}

/**
 * As in dense code: no event has a time, most ends are no events, and all that is known of time is what an observer has
 * seen. This one sees all of it.
 */
function createDense(realm: Realm, loop: VirtualLoop): Carrier {
  const { log } = realm;
  let samples: Sample[] = [];
  loop.observe((first, last) => {
    const { cells } = log;
    if (isOn(log)) samples.push({ at: cells[AT]!, depth: cells[DEPTH]!, first, last });
  });
  const take = () => {
    const taken = samples;
    samples = [];
    return taken;
  };
  return batchCarrier(new Batch({ ...parts(realm, loop, 'none'), samples: { take, wake: () => undefined } }));
}

/** The same, cut off wherever an activation starts. */
function createDenseCuts(realm: Realm, loop: VirtualLoop): Carrier {
  const dense = createDense(realm, loop);
  const { log } = realm;
  return {
    ...dense,
    start() {
      dense.start();
      const { room } = log;
      log.cells[LIMIT] = -1;
      log.room = () => {
        dense.snapshot();
        const at = room(log.cells[AT]!);
        log.cells[LIMIT] = -1;
        return at;
      };
    },
  };
}

/** The same by a ring, whose reader looks whenever time passes. */
function createDenseRing(realm: Realm, loop: VirtualLoop): Carrier {
  const ringParts = parts(realm, loop, 'sparse');
  const { stamper } = ringParts;
  const ring = new Ring(ringParts);
  const reader = new RingReader(realm.log, createState(undefined, true));
  const read = (time: number) => reader.read(() => time - stamper.origin);
  loop.observe((from, to) => {
    if (!isOn(realm.log)) return;
    read(from);
    read(to);
  });
  return {
    start() {
      ring.start();
      stamper.isStamping = false;
    },
    stop() {
      ring.stop();
      reader.read(null);
    },
    clear() {
      ring.clear();
      stamper.isStamping = false;
    },
    snapshot(within) {
      while (read(loop.now()) > 0);
      return snapshot(reader.state, within);
    },
    depth: () => reader.state.stack.depth,
  };
}

export function parts({ log, tokens, registry }: Realm, { now }: VirtualLoop, stamps: Stamps = 'all') {
  return {
    log,
    tokens,
    isGenerator: (site: number) => isGenerator(registry, site),
    stamper: new Stamper(now, stamps),
    hasCallLengths: true,
  };
}
