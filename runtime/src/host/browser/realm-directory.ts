import { CHANNEL } from '../../session/page.ts';
import type { Profile } from '../../profile/format.ts';
import { inBackground } from './background.ts';

/** What the realms of an origin tell each other. */
type Note = HelloNote | AskNote | ProfileNote;

/** There is a realm of this id. */
interface HelloNote {
  readonly type: 'hello';
  readonly id: string;
  /** Whether it can tell its profile by now; before that session/page.ts answers for it. */
  readonly hasDirectory?: boolean;
}

/** Everybody is to tell his profile, or to say hello if he cannot. */
interface AskNote {
  readonly type: 'ask';
}

interface ProfileNote {
  readonly type: 'profile';
  readonly id: string;
  readonly profile: Profile;
}

/** How long each realm has to be heard of at all, ms. */
const HELLOS = 100;
/** How long those that have been heard of have to answer, ms: some are gone, and never do. */
const PATIENCE = 2000;
/** The same for those that have just said that they are there, but are still loading what it takes to answer, ms. */
const PATIENCE_OF_LOADING = 5000;

/** What a realm knows of the others of its origin. The last profile of one that is gone is kept. */
export class RealmDirectory {
  readonly #id: string;
  readonly #own: () => Promise<Profile>;
  readonly #channel =
    typeof BroadcastChannel === 'undefined' ? null : inBackground(new BroadcastChannel(CHANNEL));
  readonly #profiles = new Map<string, Profile>();
  /** Those that are gone. */
  readonly #gone = new Set<string>();
  /** Those that have not answered yet, while they are waited for. */
  readonly #unanswered = new Set<string>();
  /** Those that are there, as they have said since they were last asked, and cannot answer yet. */
  readonly #loading = new Set<string>();
  #onAnswer: () => void = () => {};

  /** `own` takes the profile of the realm `id`, when the others ask for it. */
  constructor(id: string, own: () => Promise<Profile>) {
    this.#id = id;
    this.#own = own;
    if (this.#channel === null) return;
    this.#channel.onmessage = ({ data }) => this.#hear(data as Note);
    this.#say({ type: 'hello', id, hasDirectory: true });
  }

  #say(note: Note): void {
    this.#channel?.postMessage(note);
  }

  #hear(note: Note): void {
    if (note.type === 'ask') void this.#own().then((profile) => this.tell(profile));
    else if (note.id === this.#id) return;
    else if (note.type === 'hello') this.#meet(note);
    else {
      this.#profiles.set(note.id, note.profile);
      this.#gone.delete(note.id);
      this.#unanswered.delete(note.id);
      this.#onAnswer();
    }
  }

  /** One that is there, and is asked again if it could not answer before. */
  #meet({ id, hasDirectory }: HelloNote): void {
    if (!this.#profiles.has(id)) this.#unanswered.add(id);
    if (hasDirectory === true) this.#loading.delete(id);
    else this.#loading.add(id);
    if (hasDirectory === true && this.#unanswered.has(id)) this.#say({ type: 'ask' });
  }

  /** Tells the others this realm's profile, unasked: it may be gone when they ask. */
  tell(profile: Profile): void {
    this.#say({ type: 'profile', id: this.#id, profile });
  }

  /** The profiles of all others, up to now as far as they answer; `heard`: some who are there, or were. */
  async others(heard: readonly string[]): Promise<readonly Profile[]> {
    if (this.#channel === null) return [];
    for (const id of [...heard, ...this.#profiles.keys()]) if (!this.#gone.has(id)) this.#unanswered.add(id);
    this.#loading.clear();
    this.#say({ type: 'ask' });
    await later(HELLOS);
    await this.#allAnswered(PATIENCE);
    if ([...this.#unanswered].some((id) => this.#loading.has(id)))
      await this.#allAnswered(PATIENCE_OF_LOADING - PATIENCE);
    for (const id of this.#unanswered) this.#gone.add(id);
    this.#unanswered.clear();
    return [...this.#profiles.values()];
  }

  #allAnswered(patience: number): Promise<void> {
    return new Promise((resolve) => {
      const isOver = setTimeout(resolve, patience);
      this.#onAnswer = () => {
        if (this.#unanswered.size > 0) return;
        clearTimeout(isOver);
        resolve();
      };
      this.#onAnswer();
    });
  }
}

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
