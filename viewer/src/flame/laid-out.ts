import { signal, type ReadonlySignal } from '@preact/signals';
import { selectThreads } from '@tsprof/runtime/profile';
import type { Profile, ThreadProfile } from '@tsprof/runtime/profile';
import { framesFrom } from '../open/reading.ts';
import { problem } from '../state/opened.ts';
import { Sites, sites } from '../state/sites.ts';
import type { Frames } from './frames.ts';
import type { FramesWanted } from './layout.ts';

/** Frames, and what their rows are of: the page may be at another profile before the next ones are made. */
export interface Picture {
  /** What tells one picture from another, whatever its profile has by now. */
  readonly subject: string;
  readonly frames: Frames;
  readonly sites: Sites;
  readonly threads: readonly ThreadProfile[];
}

/** The picture that is wanted of the profile that is shown, once it has been made; until then the one before. */
export class LaidOut {
  readonly #wanted: ReadonlySignal<FramesWanted | null>;
  readonly #subject: ReadonlySignal<string>;
  readonly #made = signal<Picture | null>(null);
  /** What that was made from. */
  #asked: { readonly wanted: FramesWanted; readonly profile: Profile } | null = null;
  #isAsking = false;

  constructor(wanted: ReadonlySignal<FramesWanted | null>, subject: ReadonlySignal<string>) {
    this.#wanted = wanted;
    this.#subject = subject;
  }

  get value(): Picture | null {
    return this.#made.value;
  }

  /** Whether what is wanted is something else than the picture that is there. */
  get isOther(): boolean {
    return this.#made.value?.subject !== this.#subject.value;
  }

  /** Has what is wanted made: the effect of a view that shows it. What is wanted meanwhile is made afterwards. */
  follow(): void {
    const [wanted, of] = [this.#wanted.value, sites.value];
    if (wanted === null || this.#isAsking) return;
    if (this.#asked?.wanted === wanted && this.#asked.profile === of.profile) return;
    this.#asked = { wanted, profile: of.profile };
    this.#isAsking = true;
    void this.#make(wanted, of).finally(() => {
      this.#isAsking = false;
      this.follow();
    });
  }

  async #make(wanted: FramesWanted, of: Sites): Promise<void> {
    const subject = this.#subject.value;
    try {
      const frames = await framesFrom(of.profile, wanted);
      if (frames === null) return;
      const threads = selectThreads(of.profile, wanted.threads);
      this.#made.value = { subject, frames, sites: of, threads };
    } catch (error) {
      problem.value = (error as Error).message;
    }
  }
}
