import { MAIN_THREAD, type Message } from '../../accountant/messages.ts';
import { Batch } from '../../carriers/batch.ts';
import { AT, BATCH } from '../../log/cells.ts';
import { isOn } from '../../log/log.ts';
import { letGo } from '../../log/observer-requests.ts';
import type { Ring } from '../../carriers/ring.ts';
import { CLOCKS } from '../../profile/clocks.ts';
import type { ClockName, Profile } from '../../profile/format.ts';
import { mergeProfiles } from '../../profile/merge.ts';
import type { Realm } from '../../realm.ts';
import { noCosts } from '../../replay/costs.ts';
import type { ReplayState } from '../../replay/replay.ts';
import { isGenerator } from '../../sites/registry.ts';
import { sitesOf } from '../../sites/sites.ts';
import { threadProfile, type ThreadInfo } from '../../thread-profile/thread-profile.ts';
import { stamperFor } from './clocks.ts';
import { CostFinder } from './cost-finder.ts';
import { addressText, parseControlAddress } from './control/address.ts';
import { ownControlOptions } from './control/options.ts';
import { removeRegistration } from './control/registration.ts';
import { obeyWishes, type Wishes } from './control/wish.ts';
import { watchCollections } from './collections.ts';
import type { AccountantClient } from './accountant-client.ts';
import type { MemoryWatch } from './memory/memory-watch.ts';
import { tellCollections, watchMain } from './memory/tell.ts';
import { threadInfo } from './identity.ts';
import type { NodeRecorder } from './recorder.ts';
import { joinRing } from './ring-log.ts';

/** What probes cost, found out here and now: there is no accountant to do it. */
function costsOf(clock: ClockName): Float64Array {
  const costs = noCosts();
  new CostFinder(clock, costs).finish();
  return costs;
}

/**
 * Records a thread that replays its own log, until its code gets dense and there is an accountant to hand the log over
 * to: from then on that one replays it, on another core.
 */
export class MainRecorder implements NodeRecorder {
  readonly clock: ClockName;
  onBatch: () => void = () => {};
  onHandOver: () => void = () => {};
  onSignal: (signal: number) => void = () => {};
  readonly #realm: Realm;
  readonly #info: ThreadInfo;
  readonly #accountant: AccountantClient | null;
  readonly #stamper;
  readonly #batch: Batch;
  readonly #memory: MemoryWatch | null;
  #ring: Ring | null = null;
  /** Where the log was when all of it was written last. */
  #seenAt = -1;
  #seenBatch = -1;

  constructor(
    realm: Realm,
    clock: ClockName,
    notes: readonly string[],
    accountant: AccountantClient | null,
    mayHandOver: boolean,
  ) {
    this.clock = clock;
    this.#realm = realm;
    this.#info = threadInfo(clock, notes);
    this.#accountant = accountant;
    this.#accountant?.post({ type: 'leave', thread: MAIN_THREAD });
    this.#stamper = stamperFor(clock);
    this.#batch = new Batch({
      log: realm.log,
      tokens: realm.tokens,
      isGenerator: (site) => isGenerator(realm.registry, site),
      stamper: this.#stamper,
      costs: accountant?.costs ?? costsOf(clock),
      hasCallLengths: CLOCKS[clock].lengths,
      samples: clock === 'observed' ? (accountant?.samples ?? null) : null,
      onBatch: () => this.onBatch(),
      onAsked: () => this.#beAsked(),
      ...(accountant !== null && mayHandOver && { handOver: () => this.#handOver(accountant) }),
    });
    const post = (message: Message): void => accountant?.post(message);
    const hasTimeline = accountant?.hasTimeline === true;
    if (hasTimeline) watchCollections(tellCollections(post));
    const wish = accountant?.memory ?? null;
    this.#memory = wish && watchMain(realm, wish, { post, hasTimeline });
    // Who asks from outside is answered without the help of this thread, which may be stuck by then.
    const isReadThere = accountant?.isControlled === true || hasTimeline;
    if (accountant !== null && isReadThere && accountant.waitUntilReady()) this.#join(accountant, null);
  }

  get #carrier(): Batch | Ring {
    return this.#ring ?? this.#batch;
  }

  start(): void {
    this.#carrier.start();
  }

  stop(): void {
    this.#carrier.stop();
  }

  clear(): void {
    this.#carrier.clear();
    this.#memory?.clear();
  }

  #handOver(accountant: AccountantClient): boolean {
    if (!accountant.isReady) return false;
    this.#join(accountant, this.#batch.state).takeOver();
    this.onHandOver();
    return true;
  }

  /** From now on the accountant replays the log, and goes on from what was accounted for before. */
  #join(accountant: AccountantClient, state: ReplayState | null): Ring {
    const info = { ...this.#info, health: this.#batch.health };
    this.#ring = joinRing(
      this.#realm,
      { info, stamper: this.#stamper, state },
      (message) => accountant.post(message),
      () => this.#beAsked(),
    );
    return this.#ring;
  }

  tell(message: Message): boolean {
    if (this.#accountant === null || this.#accountant.failure !== null) return false;
    this.#accountant.post(message);
    return true;
  }

  hasNews(): boolean {
    const { cells } = this.#realm.log;
    return cells[AT] !== this.#seenAt || cells[BATCH] !== this.#seenBatch;
  }

  finish(isWritten: boolean): boolean {
    const accountant = this.#accountant;
    this.#memory?.read(true);
    const profile = this.#ring === null && !isWritten ? this.#ownProfile(null) : null;
    const isDone = accountant?.finish({ type: 'finish', profile, isWritten }) ?? false;
    if (isDone) this.#noteSeen();
    if (!isDone && this.#ring !== null) throw this.#death();
    return isDone;
  }

  goOn(): void {
    this.#seenAt = this.#seenBatch = -1;
    this.tell({ type: 'go-on' });
  }

  noteHandled(signal: number, isHandled: boolean): void {
    this.#accountant?.noteHandled(signal, isHandled);
  }

  get isReplaying(): boolean {
    return this.#batch.isReplaying;
  }

  async control(asked: { host: string; port: number }): Promise<{ address: string; token: string }> {
    const address = parseControlAddress(addressText(asked));
    const accountant = this.#accountant;
    if (accountant === null || !accountant.waitUntilReady())
      throw new Error('control: no other thread keeps the accounts here, which could answer');
    // Whoever asks is answered without the help of this thread, which may be stuck by then.
    if (this.#ring === null) this.#handOverNow(accountant);
    if (!accountant.isControlled)
      obeyWishes(accountant.channel, accountant.cells, () => this.#realm.session as Wishes | null);
    const answer = await accountant.openControl(ownControlOptions(address));
    if (answer.address === null) throw new Error(answer.reason);
    const { address: text, token, file } = answer;
    process.once('exit', () => removeRegistration(file));
    return { address: text, token };
  }

  #handOverNow(accountant: AccountantClient): void {
    this.#batch.catchUp();
    if (isOn(this.#realm.log)) this.#handOver(accountant);
    else this.#join(accountant, this.#batch.state);
  }

  hearSignals(): boolean {
    return this.#accountant?.hearSignals(() => this.#beAsked()) ?? false;
  }

  #beAsked(): void {
    letGo(this.#realm.log);
    const signal = this.#accountant?.signal ?? 0;
    if (signal !== 0) this.onSignal(signal);
    else this.onBatch();
  }

  #noteSeen(): void {
    const { cells } = this.#realm.log;
    this.#seenAt = cells[AT]!;
    this.#seenBatch = cells[BATCH]!;
  }

  profileNow(withThreads: boolean): Profile | null {
    if (this.#ring !== null) return withThreads ? this.#reported(null) : null;
    const own = this.#ownProfile(null);
    const others = withThreads ? (this.#accountant?.report(null) ?? null) : null;
    if (others === null) return own;
    return mergeProfiles([
      { name: 'main', profile: own },
      { name: 'threads', profile: others },
    ]);
  }

  #ownProfile(within: number | null): Profile {
    const accounts = this.#batch.snapshot(within);
    const notes = [...this.#info.notes];
    if (this.#memory?.failure) notes.push(this.#memory.failure);
    if (this.#accountant?.failure) notes.push(`observer died: ${this.#accountant.failure}`);
    const info = { ...this.#info, notes, health: this.#batch.health };
    const memory = within === null ? (this.#memory?.last ?? null) : null;
    return threadProfile(info, sitesOf(this.#realm.registry), accounts, memory);
  }

  /** Throws an Error when the accountant has died: what it knew is lost. */
  #reported(within: number | null): Profile {
    const profile = this.#accountant!.report(within);
    if (profile !== null) return profile;
    throw this.#death();
  }

  #death(): Error {
    return new Error(`the thread that keeps the accounts died: ${this.#accountant!.failure ?? 'no answer'}`);
  }

  profile(within: number | null): Promise<Profile> {
    return Promise.resolve().then(() => {
      if (within !== null) return this.#branch(within);
      this.#memory?.read(true);
      return this.profileNow(true)!;
    });
  }

  #branch(within: number): Profile {
    return this.#ring === null ? this.#ownProfile(within) : this.#reported(within);
  }
}
