import { CHANNEL } from '../../page.ts';
import type { Profile } from '../../profile/format.ts';
import { inBackground } from './background.ts';

/** What the realms of an origin tell each other. */
type Note = HelloNote | AskNote | ProfileNote;

/** There is a realm of this id. */
interface HelloNote {
  readonly type: 'hello';
  readonly id: string;
}

/** Everybody is to say hello, or his profile, again. */
interface AskNote {
  readonly type: 'ask';
  readonly for: 'hello' | 'profile';
}

interface ProfileNote {
  readonly type: 'profile';
  readonly id: string;
  readonly profile: Profile;
}

/** How long the others have to answer, ms: those that are gone never do. */
const PATIENCE = 1000;

/** What a realm knows of the others of its origin. The last profile of one that is gone is kept. */
export class Hub {
  readonly #id: string;
  readonly #own: () => Promise<Profile>;
  readonly #channel =
    typeof BroadcastChannel === 'undefined' ? null : inBackground(new BroadcastChannel(CHANNEL));
  readonly #alive = new Set<string>();
  readonly #profiles = new Map<string, Profile>();
  readonly #unanswered = new Set<string>();
  #onAnswered: () => void = () => {};

  /** `own` takes the profile of the realm `id`, when the others ask for it. */
  constructor(id: string, own: () => Promise<Profile>) {
    this.#id = id;
    this.#own = own;
    if (this.#channel === null) return;
    this.#channel.onmessage = ({ data }) => this.#hear(data as Note);
    this.#say({ type: 'hello', id });
    this.#say({ type: 'ask', for: 'hello' });
  }

  #say(note: Note): void {
    this.#channel?.postMessage(note);
  }

  #hear(note: Note): void {
    if (note.type === 'ask') return this.#answer(note);
    if (note.id === this.#id) return;
    this.#alive.add(note.id);
    if (note.type !== 'profile') return;
    this.#profiles.set(note.id, note.profile);
    this.#unanswered.delete(note.id);
    if (this.#unanswered.size === 0) this.#onAnswered();
  }

  #answer({ for: what }: AskNote): void {
    if (what === 'hello') this.#say({ type: 'hello', id: this.#id });
    else void this.#own().then((profile) => this.tell(profile));
  }

  /** Tells the others this realm's profile, unasked: it may be gone when they ask. */
  tell(profile: Profile): void {
    this.#say({ type: 'profile', id: this.#id, profile });
  }

  /** The profiles of all others, up to now as far as they answer. */
  async others(): Promise<readonly Profile[]> {
    if (this.#channel !== null && this.#alive.size > 0) await this.#ask();
    return [...this.#profiles.values()];
  }

  async #ask(): Promise<void> {
    for (const id of this.#alive) this.#unanswered.add(id);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, PATIENCE);
      this.#onAnswered = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#say({ type: 'ask', for: 'profile' });
    });
    // Nobody waits for them a second time, unless they are heard of again.
    for (const id of this.#unanswered) this.#alive.delete(id);
    this.#unanswered.clear();
  }
}
