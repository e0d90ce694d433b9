import { MAIN_THREAD, type Message, type SamplingMessage } from '../../accountant/messages.ts';
import { threadId } from 'node:worker_threads';
import { SAMPLED } from '../../log/cells.ts';
import { sampleRealm } from '../../sampling/sampling.ts';
import { USUAL_HZ } from '../../accountant/sampling/thread.ts';
import { soundTable } from '../../sites/packed-table.ts';
import type { Profile } from '../../profile/format.ts';
import type { Realm } from '../../realm.ts';
import type { PackedTable } from '../../sites/registry.ts';
import type { Recorder } from '../../session/session.ts';
import { tablesSince } from '../../sites/sites.ts';
import { processClock } from './clocks.ts';
import type { AccountantClient } from './accountant-client.ts';
import { threadInfo } from './identity.ts';

import type { NodeRecorder } from './recorder.ts';
import { ownTask } from './system-thread.ts';
import { profileByMail } from './thread-recorder.ts';

/** What a thread that is sampled and its accountant have in common. */
export interface SampledParts {
  readonly realm: Realm;
  readonly hz: number | undefined;
  readonly notes: readonly string[];
  readonly post: (message: Message) => void;
}

/** Throws an Error where this thread's probes write a log already. */
export function sampleOrThrow(realm: Realm): void {
  if (sampleRealm(realm)) return;
  throw new Error(
    "clock: modules with probes have been loaded, which write a log; ask for 'sample' before the first of them",
  );
}

/** Joins this thread to its accountant, and tells it what happens to profiling from then on. */
class SampledLog {
  readonly #parts: SampledParts;
  #hasJoined = false;

  constructor(parts: SampledParts) {
    sampleOrThrow(parts.realm);
    this.#parts = parts;
  }

  start(): void {
    if (this.#hasJoined) this.#tell('start');
    else this.#join();
    this.#parts.realm.log.cells[SAMPLED] = 1;
  }

  stop(): void {
    this.#parts.realm.log.cells[SAMPLED] = 0;
    this.#tell('stop');
  }

  clear(): void {
    this.#tell('clear');
  }

  #tell(action: SamplingMessage['action']): void {
    this.#parts.post({ type: 'sampling', thread: threadId, action, time: processClock() });
  }

  #join(): void {
    this.#hasJoined = true;
    const { realm, hz = USUAL_HZ, notes, post } = this.#parts;
    const { registry, log } = realm;
    const postTable = (table: PackedTable) =>
      post({ type: 'sites', thread: threadId, table: soundTable(table) });
    const tables = tablesSince(registry, 0);
    for (let at = 0; at < tables.length; at++) postTable(tables[at]!);
    registry.onTable = postTable;
    const info = { ...threadInfo('sample', notes), health: { hz } };
    post({
      ...{ type: 'join', thread: threadId, info, state: null, task: ownTask() },
      ring: { memory: log.memory, origin: null, wallOrigin: processClock() },
    });
  }
}

/** Records a main thread that is sampled by the accountant, which has all accounts. */
export class SampledRecorder implements NodeRecorder {
  readonly clock = 'sample';
  readonly isReplaying = false;
  onBatch: () => void = () => {};
  onHandOver: () => void = () => {};
  onSignal: (signal: number) => void = () => {};
  readonly #log: SampledLog;
  readonly #accountant: AccountantClient;
  #isNew = true;

  constructor(parts: Omit<SampledParts, 'post'>, accountant: AccountantClient) {
    this.#accountant = accountant;
    accountant.post({ type: 'leave', thread: MAIN_THREAD });
    this.#log = new SampledLog({ ...parts, post: (message) => accountant.post(message) });
  }

  start(): void {
    this.#isNew = true;
    this.#log.start();
    this.onHandOver();
  }

  stop(): void {
    this.#log.stop();
  }

  clear(): void {
    this.#log.clear();
  }

  tell(message: Message): boolean {
    if (this.#accountant.failure !== null) return false;
    this.#accountant.post(message);
    return true;
  }

  hasNews(): boolean {
    return this.#isNew;
  }

  finish(isWritten: boolean): boolean {
    const isDone = this.#accountant.finish({ type: 'finish', profile: null, isWritten });
    if (!isDone) throw this.#death();
    this.#isNew = false;
    return true;
  }

  goOn(): void {
    this.#isNew = true;
    this.tell({ type: 'go-on' });
  }

  noteHandled(signal: number, isHandled: boolean): void {
    this.#accountant.noteHandled(signal, isHandled);
  }

  hearSignals(): boolean {
    return this.#accountant.hearSignals(() => this.#beAsked());
  }

  #beAsked(): void {
    const { signal } = this.#accountant;
    if (signal !== 0) this.onSignal(signal);
  }

  profileNow(withThreads: boolean): Profile | null {
    if (!withThreads) return null;
    const profile = this.#accountant.report(null);
    if (profile === null) throw this.#death();
    return profile;
  }

  profile(within: number | null): Promise<Profile> {
    if (within !== null) return Promise.reject(new Error(NO_CALLS));
    return Promise.resolve().then(() => this.profileNow(true)!);
  }

  #death(): Error {
    return new Error(`the thread that keeps the accounts died: ${this.#accountant.failure ?? 'no answer'}`);
  }
}

const NO_CALLS = "profile(fn): the clock is 'sample', which does not tell one call from another";

/** Records a worker thread that is sampled. */
export class SampledThreadRecorder implements Recorder {
  readonly clock = 'sample';
  readonly #log: SampledLog;
  readonly #channel: string;
  #nonce = 0;

  constructor(parts: SampledParts, channel: string) {
    this.#log = new SampledLog(parts);
    this.#channel = channel;
  }

  start(): void {
    this.#log.start();
  }

  stop(): void {
    this.#log.stop();
  }

  clear(): void {
    this.#log.clear();
  }

  profile(within: number | null): Promise<Profile> {
    if (within !== null) return Promise.reject(new Error(NO_CALLS));
    return profileByMail(this.#channel, ++this.#nonce, within);
  }
}
