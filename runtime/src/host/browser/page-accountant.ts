import { Accountant, TICK } from '../../accountant/accountant.ts';
import {
  MAIN_THREAD,
  type Answer,
  type AskMessage,
  type AskStateMessage,
  type HideMessage,
  type JoinMessage,
  type Message,
} from '../../accountant/messages.ts';
import { PeriodicFile } from '../../accountant/periodic-file.ts';
import type { ThreadAccounts } from '../../accountant/thread-accounts.ts';
import { wallClock } from '../../clock.ts';
import type { Profile } from '../../profile/format.ts';
import { mergeProfiles } from '../../profile/merge.ts';
import { noCosts } from '../../replay/costs.ts';
import { Calibration } from '../calibration.ts';
import { browserHost } from './accountant-host.ts';
import { inBackground } from './background.ts';
import { Delivery } from './delivery.ts';
import { RealmDirectory } from './realm-directory.ts';
import { resolutionOf } from './resolution.ts';
import { TELLING, Timeline } from './timeline.ts';

/** How long the realm has to send on what it has, ms: it may be busy, and its profile is then a little older. */
const PATIENCE = 250;
/** The same where others ask, who wait for it; less than they do (realm-directory.ts). */
const PATIENCE_OF_OTHERS = 1500;
/** A server that does not answer is left alone for a while, and taking and sending profiles takes little of the time. */
const PACE = { share: 20, longest: 60_000 };
/** Edges of the largest tree that a realm is told of: the profile of a larger one is too long to be sent in its last moment. */
const MOST_EDGES = 20_000;

/** The accountant of a realm, and how it tells others; in a worker of its own or in the realm's thread. */
export class PageAccountant {
  readonly #costs = noCosts();
  readonly #say: (answer: Answer) => void;
  readonly #mayCalibrate: boolean;
  readonly #resolution = resolutionOf(wallClock);
  readonly #accountant: Accountant;
  #joined: JoinMessage | null = null;
  #timeline: Timeline | null = null;
  #directory: RealmDirectory | null = null;
  #delivery: Delivery | null = null;
  /** Words that had been read when the profile was told last. */
  #told = 0;
  #isMarking = false;
  #flushes = 0;
  readonly #onFlushed = new Map<number, () => void>();

  /** `say`: how the realm is told something; `mayCalibrate`: this thread is not the program's, and may find out what probes cost. */
  constructor(say: (answer: Answer) => void, mayCalibrate: boolean) {
    this.#say = say;
    this.#mayCalibrate = mayCalibrate;
    const costsOf = () => this.#costs;
    const file = new PeriodicFile(() => this.#tellIfNews(), PACE);
    this.#accountant = new Accountant(browserHost, costsOf, { file });
    inBackground(setInterval(() => this.#accountant.tick(), TICK));
  }

  /** Takes in what the realm says. */
  accept(message: Message): void {
    switch (message.type) {
      case 'join':
        return this.#join(message);
      case 'flushed':
        return this.#onFlushed.get(message.nonce)?.();
      case 'hide':
        return void this.#hide(message);
      case 'ask-state':
        return this.#tellState(message);
      case 'ask':
        return void this.#answer(message);
      case 'sites':
      case 'chunks':
      case 'ring':
        return this.#accountant.accept(message);
    }
  }

  /** The first time, or once more where all sums are forgotten and another clock is chosen. */
  #join(message: JoinMessage): void {
    const { info, realm } = message;
    this.#joined = message;
    this.#accountant.accept(message);
    const { state, sites } = this.#accounts;
    this.#timeline = realm!.marks ? new Timeline(state, sites) : null;
    this.#directory ??= new RealmDirectory(info.id, () => this.#fresh(PATIENCE_OF_OTHERS));
    if (realm!.post !== null) this.#delivery ??= new Delivery(realm!.post, info.id);
    if (this.#mayCalibrate && info.clock !== 'none') this.#calibrate();
    if (realm!.marks && !this.#isMarking) inBackground(setInterval(() => this.#tellMarks(), TELLING));
    this.#isMarking ||= realm!.marks;
  }

  #calibrate(): void {
    const calibration = new Calibration(this.#costs, wallClock, wallClock, this.#resolution);
    this.#accountant.workWhileIdle({
      get isDone() {
        return calibration.isDone;
      },
      work: () => calibration.step(),
    });
  }

  get #accounts(): ThreadAccounts {
    return this.#accountant.threads.of(MAIN_THREAD)!;
  }

  #tellMarks(): void {
    // Sparse events do not wake a reader that sleeps.
    this.#accounts.read();
    const marks = this.#timeline?.takeMarks() ?? [];
    if (marks.length > 0) this.#say({ type: 'marks', marks });
  }

  /** Tells the others, and the server, what is new: events, or that a function in shared memory's sight still runs. */
  #tellIfNews(): Promise<void> | undefined {
    if (this.#joined === null) return undefined;
    const accounts = this.#accounts;
    // Sparse events do not wake a reader that sleeps.
    accounts.read();
    const isStuck = accounts.log !== null && accounts.isRunning;
    return accounts.words === this.#told && !isStuck ? undefined : this.#tell();
  }

  async #tell(): Promise<void> {
    // A worker may be terminated at any time, and could not be asked any more.
    const { isWorker } = this.#joined!.realm!;
    if (this.#delivery === null && !isWorker) return;
    const profile = await this.#news();
    if (isWorker) this.#directory!.tell(profile);
    await this.#delivery?.send(profile);
  }

  async #hide({ sent }: HideMessage): Promise<void> {
    if (sent === null) return void (await this.#delivery?.sendLast(await this.#news()));
    try {
      await this.#tell();
    } catch {
      // The server has not taken it; there is no time for another try.
    } finally {
      Atomics.store(sent, 0, 1);
    }
  }

  async #answer({ nonce, heard, within }: AskMessage): Promise<void> {
    const own = this.#profile(within);
    const profile = within === null ? await this.#withOthers(own, heard) : own;
    this.#say({ type: 'profile', nonce, profile });
  }

  async #withOthers(own: Profile, heard: readonly string[]): Promise<Profile> {
    const others = await this.#directory!.others(heard);
    return mergeProfiles(
      [own, ...others].map((profile) => ({ name: profile.threads[0]?.name ?? '', profile })),
    );
  }

  #tellState({ nonce }: AskStateMessage): void {
    const { state } = this.#accounts;
    const isTooLarge = state.tree.edges > MOST_EDGES;
    this.#say({ type: 'state', nonce, state: isTooLarge ? null : { ...state, observer: null } });
  }

  #profile(within: number | null): Profile {
    return this.#accounts.profile(within, { resolution: this.#resolution, ...this.#timeline?.health });
  }

  /** The same, for those who are told now and then. */
  async #news(): Promise<Profile> {
    const profile = await this.#fresh();
    this.#told = this.#accounts.words;
    return profile;
  }

  /** The realm's profile, with what it has not sent on yet. */
  async #fresh(patience = PATIENCE): Promise<Profile> {
    if (this.#accounts.log === null) await this.#flushed(patience);
    return this.#profile(null);
  }

  /** By number, as there may be several: the answer to an earlier one does not have what was written since. */
  async #flushed(patience: number): Promise<void> {
    const nonce = ++this.#flushes;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, patience);
      this.#onFlushed.set(nonce, () => {
        clearTimeout(timer);
        resolve();
      });
      this.#say({ type: 'flush', nonce });
    });
    this.#onFlushed.delete(nonce);
  }
}
