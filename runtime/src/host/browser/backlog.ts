import type { ReplayState } from '../../replay/replay.ts';

/** Words after which the accountant is asked how the accounts stand. */
const MANY = 2 ** 16;
/** The most that are kept, 4 MB: what a page can replay in some hundredths of a second as it is left. */
const MOST = 2 ** 20;

/** How a page's accounts stood, and what was written since. */
export interface Rest {
  /** Null: nothing was written before. */
  readonly state: ReplayState | null;
  readonly chunks: readonly Int32Array[];
}

/**
 * What a page has given away to be replayed elsewhere, kept here as well since the accountant has last told it how its accounts
 * stand. So it can bring them up to date by itself at the moment it is left, when nothing else gets to answer any more.
 *
 *     written  ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
 *     rest     state │ chunks        │
 *                           ↑ asked again: the answer is the next state
 */
export class Backlog {
  #state: ReplayState | null = null;
  #chunks: Int32Array[] = [];
  #words = 0;
  /** False where more was written than is kept, until it is told again how the accounts stand. */
  #isWhole = true;
  /** The question that was not answered yet. */
  #asked: number | null = null;
  /** How many of the chunks the answer will be about; null: those were dropped meanwhile, and the answer is of no use. */
  #known: number | null = null;
  #isGivenUp = false;

  /** Keeps copies, as long as they are of use. */
  add(chunks: readonly Int32Array[]): void {
    if (this.#isGivenUp || (!this.#isWhole && this.#known === null)) return;
    for (const chunk of chunks) {
      this.#chunks.push(chunk.slice());
      this.#words += chunk.length;
    }
    if (this.#words <= MOST) return;
    this.#isWhole = false;
    this.#restart(null);
  }

  /** Whether it is time to ask. */
  get isDue(): boolean {
    return !this.#isGivenUp && this.#asked === null && (!this.#isWhole || this.#words > MANY);
  }

  /** The accounts service has been asked, by this number, how the accounts stand with all that has been added so far. */
  ask(nonce: number): void {
    this.#asked = nonce;
    this.#known = this.#chunks.length;
  }

  /** The answer; null: they are too large to be told. */
  hear(nonce: number, state: ReplayState | null): void {
    if (nonce !== this.#asked) return;
    const known = this.#known;
    this.#asked = this.#known = null;
    if (state === null) this.giveUp();
    else if (known !== null) {
      for (const chunk of this.#chunks.splice(0, known)) this.#words -= chunk.length;
      this.#state = state;
      this.#isWhole = true;
    }
  }

  /** Null: it is not known any more. */
  get rest(): Rest | null {
    return this.#isWhole && !this.#isGivenUp ? { state: this.#state, chunks: this.#chunks } : null;
  }

  /** The page has replayed the rest itself, and this is how the accounts stand. */
  settle(state: ReplayState): void {
    this.#restart(state);
  }

  /** Nothing is kept from here on. */
  giveUp(): void {
    this.#isGivenUp = true;
    this.#restart(null);
  }

  #restart(state: ReplayState | null): void {
    this.#state = state;
    this.#chunks = [];
    this.#words = 0;
    this.#known = null;
  }
}
