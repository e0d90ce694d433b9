import { wallClock } from '../../clock.ts';
import { mergeProfiles } from '../../profile/merge.ts';
import type { Profile } from '../../profile/format.ts';
import { noCosts } from '../../replay/costs.ts';
import { Calibration } from '../calibration.ts';
import { inBackground } from './background.ts';
import { Bookkeeper } from './bookkeeper.ts';
import { Delivery } from './delivery.ts';
import { RealmDirectory } from './realm-directory.ts';
import type { Answer, AskLetter, AskStateLetter, HideLetter, JoinLetter, Letter } from './messages.ts';
import { resolutionOf } from './resolution.ts';
import { TELLING } from './timeline.ts';

/** How long the realm has to send on what it has, ms: it may be busy, and its profile is then a little older. */
const PATIENCE = 250;
/** The same where others ask, who wait for it; less than they do (realm-directory.ts). */
const PATIENCE_OF_OTHERS = 1500;
/** How often others are told what is new, ms. */
const INTERVAL = 1000;
/** Edges of the largest tree that a realm is told of: the profile of a larger one is too long to be sent in its last moment. */
const MOST_EDGES = 20_000;

/** Keeps a realm's accounts and tells others of them; runs in a worker of its own or in the realm's thread. */
export class AccountsService {
  readonly #costs = noCosts();
  readonly #say: (answer: Answer) => void;
  readonly #resolution = resolutionOf(wallClock);
  #bookkeeper: Bookkeeper | null = null;
  #directory: RealmDirectory | null = null;
  #delivery: Delivery | null = null;
  #told = 0;
  #isMarking = false;
  #flushes = 0;
  readonly #onFlushed = new Map<number, () => void>();

  /** `say`: how the realm is told something. */
  constructor(say: (answer: Answer) => void) {
    this.#say = say;
    inBackground(setInterval(() => void this.#tick(), INTERVAL));
  }

  /** Who keeps the accounts; null before the first letter. */
  get bookkeeper(): Bookkeeper | null {
    return this.#bookkeeper;
  }

  /** Finds out, step by step, what probes cost; for a thread that is not the program's. */
  calibration(): Calibration {
    return new Calibration(this.#costs, wallClock, wallClock, this.#resolution);
  }

  accept(letter: Letter): void {
    if (letter.type === 'join') this.#join(letter);
    else if (letter.type === 'flushed') this.#onFlushed.get(letter.nonce)?.();
    else if (letter.type === 'hide') void this.#hide(letter);
    else if (letter.type === 'ask-state') this.#tellState(letter);
    else if (letter.type === 'ask') void this.#answer(letter);
    else this.#bookkeeper!.accept(letter);
  }

  /** The first time, or once more where all sums are forgotten and another clock is chosen. */
  #join(letter: JoinLetter): void {
    const { info, post, marks } = letter;
    this.#bookkeeper = new Bookkeeper(letter, this.#costs);
    this.#directory ??= new RealmDirectory(info.id, () => this.#fresh(PATIENCE_OF_OTHERS));
    if (post !== null) this.#delivery ??= new Delivery(post, info.id);
    if (marks) this.#mark();
  }

  #mark(): void {
    if (this.#isMarking) return;
    this.#isMarking = true;
    inBackground(setInterval(() => this.#tellMarks(), TELLING));
  }

  #tellMarks(): void {
    const marks = this.#bookkeeper!.takeMarks();
    if (marks.length > 0) this.#say({ type: 'marks', marks });
  }

  /** Tells the others, and the server, what is new. */
  async #tick(): Promise<void> {
    if (this.#bookkeeper === null) return;
    // Sparse events wake nobody who sleeps.
    this.#bookkeeper.read();
    if (this.#bookkeeper.words === this.#told) return;
    if (this.#delivery?.isDue() === false) return;
    await this.#deliver();
  }

  async #deliver(): Promise<void> {
    // A worker may be terminated at any time, and could not be asked any more.
    const { isOfWorker } = this.#bookkeeper!;
    if (this.#delivery === null && !isOfWorker) return;
    const profile = this.#news();
    await this.#delivery?.send(profile);
    if (isOfWorker) this.#directory!.tell(await profile);
  }

  async #hide({ sent }: HideLetter): Promise<void> {
    if (sent === null) return void (await this.#delivery?.sendLast(await this.#news()));
    try {
      await this.#deliver();
    } finally {
      Atomics.store(sent, 0, 1);
    }
  }

  async #answer({ nonce, heard, within }: AskLetter): Promise<void> {
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

  #tellState({ nonce }: AskStateLetter): void {
    const { state } = this.#bookkeeper!;
    this.#say({
      type: 'state',
      nonce,
      state: state.tree.edges > MOST_EDGES ? null : { ...state, observer: null },
    });
  }

  #profile(within: number | null): Profile {
    return this.#bookkeeper!.profile({ resolution: this.#resolution }, within);
  }

  /** The same, for those who are told now and then. */
  async #news(): Promise<Profile> {
    const profile = await this.#fresh();
    this.#told = this.#bookkeeper!.words;
    return profile;
  }

  /** The realm's profile, with what it has not sent on yet. */
  async #fresh(patience = PATIENCE): Promise<Profile> {
    if (!this.#bookkeeper!.hasRing) await this.#flushed(patience);
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
