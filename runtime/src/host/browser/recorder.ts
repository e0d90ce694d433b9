import { MAIN_THREAD, type JoinMessage, type Mark } from '../../accountant/messages.ts';
import { noClock, wallClock } from '../../clock.ts';
import { CLEAR } from '../../events.ts';
import { ChunkSender } from '../../carriers/chunk-sender.ts';
import { CHUNK, createChunks, type Chunks } from '../../carriers/chunks.ts';
import { writeControl } from '../../log/controls.ts';
import { isOn } from '../../log/log.ts';
import { Ring } from '../../carriers/ring.ts';
import { DENSE, Stamper, WORDS_OF_STAMPED } from '../../carriers/stamper.ts';
import { soundTable } from '../../sites/packed-table.ts';
import type { Page } from '../../session/page.ts';
import { createPauses } from '../../session/pauses.ts';
import type { ClockName, Profile } from '../../profile/format.ts';
import type { Realm } from '../../realm.ts';
import type { ReplayState } from '../../replay/replay.ts';
import { isGenerator, type PackedTable } from '../../sites/registry.ts';
import type { Recorder } from '../../session/session.ts';
import { tablesSince } from '../../sites/sites.ts';
import { inBackground } from './background.ts';
import { sendBy } from './delivery.ts';
import { Departure } from './departure.ts';
import { isWindow, threadInfo } from './identity.ts';
import { AccountantChannel } from './accountant-channel.ts';
import { putMarks } from './performance-marks.ts';
import { postOf } from './post.ts';
import { createTurns } from './turns.ts';
import { spin } from './waiting.ts';

/** How a realm is to be recorded. */
export interface Recording {
  readonly clock: ClockName;
  readonly notes: readonly string[];
  /** Whether its log may go through shared memory, once it gets dense. */
  readonly mayShare: boolean;
}

/** Words are sent on at least that often, ms. */
const INTERVAL = 500;

/** Who this realm is, where nothing of it has begun before. */
const OWN_ID = Math.random().toString(36).slice(2);

/** As it was when this was loaded. */
const { random } = Math;

/** There is one channel, however many record. */
let channel: AccountantChannel | null = null;
let current: PageRecorder | null = null;

function connect(recorder: PageRecorder, page: Page | null): AccountantChannel {
  current = recorder;
  if (channel !== null) return channel;
  if (page !== null) sendBy(page.fetch);
  channel = new AccountantChannel(page?.options ?? null, {
    onFlush: () => current?.flush(false),
    onMarks: (marks) => current?.mark(marks),
    onState: (nonce, state) => current?.hearState(nonce, state),
    onEnd: (reason) => current?.giveUp(reason),
  });
  inBackground(setInterval(() => current?.flush(true), INTERVAL));
  if (isWindow()) onHide((isEnd) => current?.hide(isEnd));
  return channel;
}

/** Records a page, a frame or a worker of a browser. Whoever keeps the accounts is on the other end of a channel. */
export class PageRecorder implements Recorder {
  readonly clock: ClockName;
  readonly #realm: Realm;
  readonly #mayShare: boolean;
  readonly #sender: ChunkSender;
  readonly #channel: AccountantChannel;
  readonly #heard: readonly string[];
  /** Null: a worker is not told that it is about to be gone. */
  readonly #departure: Departure | null;
  #ring: Ring | null = null;
  #sent = 0;

  /** `page`: what has been recorded before, if anything has (session/page.ts). Takes the place of the recorder there was. */
  constructor(realm: Realm, page: Page | null, { clock, notes, mayShare }: Recording) {
    this.clock = clock;
    this.#realm = realm;
    this.#mayShare = mayShare;
    this.#sender = new ChunkSender(
      chunksOf(realm, page, clock),
      (chunks) => this.#send(chunks),
      clock === 'observed' ? { random, afterTurn: createTurns() } : null,
    );
    this.#channel = connect(this, page);
    this.#heard = page?.heard ?? [];
    const info = threadInfo(page?.id ?? OWN_ID, clock, notes);
    const isWorker = !isWindow();
    const options = { isWorker, post: postOf(page), marks: page?.options.marks ?? false };
    const thread = { thread: MAIN_THREAD, state: null, ring: null, task: null };
    const join: JoinMessage = { type: 'join', ...thread, info, realm: options };
    this.#departure = isWorker ? null : new Departure(join, realm.registry, this.#channel);
    this.#channel.post(join);
    this.#postTables();
    this.#sender.sendFull();
  }

  start(): void {
    if (this.#ring !== null) return this.#ring.start();
    this.#sender.start(this.#realm.tokens, this.#isGenerator);
  }

  stop(): void {
    if (this.#ring !== null) return this.#ring.stop();
    this.#sender.stop();
  }

  clear(): void {
    if (this.#ring !== null) return this.#ring.clear();
    this.#sender.watchClosely();
    writeControl(this.#realm.log, CLEAR);
  }

  profile(within: number | null): Promise<Profile> {
    this.flush(false);
    return this.#channel.ask(this.#heard, within);
  }

  readonly #isGenerator = (site: number): boolean => isGenerator(this.#realm.registry, site);

  #postTables(): void {
    const { registry } = this.#realm;
    const post = (table: PackedTable): void =>
      this.#channel.post({ type: 'sites', thread: MAIN_THREAD, table: soundTable(table) });
    for (const table of tablesSince(registry, 0)) post(table);
    registry.onTable = post;
  }

  /** Not while profiling is off, and not where the accountant reads the log itself. */
  flush(isNews: boolean): void {
    if (this.#ring === null && isOn(this.#realm.log)) this.#sender.flush(isNews);
  }

  /** The page is out of sight, or (`isEnd`) is being left: its profile is to be sent now. */
  hide(isEnd: boolean): void {
    this.flush(false);
    this.#inPause(() => this.#departure?.go(isEnd));
  }

  hearState(nonce: number, state: ReplayState | null): void {
    this.#departure?.hear(nonce, state);
  }

  /** Puts them on the timeline, in time that is the profiler's own. */
  mark(marks: readonly Mark[]): void {
    this.#inPause(() => putMarks(marks));
  }

  #inPause(work: () => void): void {
    this.#sender.watchClosely();
    const { pause, goOn } = createPauses(this.#realm.log);
    pause();
    try {
      work();
    } finally {
      goOn();
    }
  }

  /** Sends on what is full; from then on the log may go through shared memory. */
  #send(chunks: readonly Int32Array[]): void {
    // Before they are given away.
    const words = chunks.at(-1)!.length;
    this.#departure?.keep(chunks);
    this.#channel.post({ type: 'chunks', thread: MAIN_THREAD, chunks });
    this.#departure?.askIfDue();
    const { stamped } = this.#sender;
    const took = stamped - this.#sent;
    this.#sent = stamped;
    const isDense = words >= CHUNK && took <= (words / WORDS_OF_STAMPED) * DENSE;
    if (isDense && this.#mayShare && this.#channel.isElsewhere) this.#share();
  }

  #share(): void {
    const { log, tokens } = this.#realm;
    const stamper = new Stamper(wallClock, 'sparse', 0);
    const wait = isWindow() ? { wait: spin } : {};
    stamper.skipTo(this.#sender.stamped);
    this.#ring = new Ring({ log, tokens, isGenerator: this.#isGenerator, stamper, ...wait });
    const { timeOrigin } = performance;
    const end = { memory: log.memory, origin: timeOrigin, wallOrigin: timeOrigin };
    this.#channel.post({ type: 'ring', thread: MAIN_THREAD, ring: end });
    this.#departure?.share();
    this.#ring.takeOver();
  }

  /** Nobody keeps accounts any more. */
  giveUp(reason: string): void {
    this.#sender.giveUp();
    console.warn(`tsprof: profiling has ended: ${reason}`);
  }
}

/** Those that the page has begun with, unless another clock is asked for by now. */
function chunksOf({ log }: Realm, page: Page | null, clock: ClockName): Chunks {
  const isTimed = clock !== 'none';
  if (page !== null && isOn(log) && page.chunks.isTimed === isTimed) return page.chunks;
  return createChunks(log, isTimed ? wallClock : noClock, isTimed);
}

function onHide(hide: (isEnd: boolean) => void): void {
  globalThis.addEventListener('pagehide', () => hide(true));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') hide(false);
  });
}
