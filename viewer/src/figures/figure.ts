import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { Profile } from '@tsprof/runtime/profile';
import { figureFrom, isFar } from '../open/reading.ts';
import { opened, problem } from '../state/opened.ts';
import { NO_PROFILE, profile } from '../state/profile.ts';
import { figureOf, type FigureName, type FigureOf, type FigureWanted } from './figures-of.ts';

/** Figures that workers are making; of these, how many of a profile of which the page has no such figures yet. */
const making = signal(0);
const first = signal(0);

/** Whether what is shown is being added up anew, or for the first time. */
export const isAddingUp = computed(() => making.value > 0);
export const isFirstSum = computed(() => first.value > 0);

/** What figures were made of. */
interface Asked {
  readonly of: Profile;
  readonly wanted: FigureWanted;
}

/**
 * Figures of the profile that is shown. Those of small profiles are made where they are read; those of large ones by the
 * worker that has the profile, so that the page stays responsive: until they are there, those before are shown.
 */
export class Figure<K extends FigureName> {
  readonly #name: K;
  readonly #wanted: ReadonlySignal<FigureWanted>;
  readonly #held = signal<(Asked & { readonly title: string; readonly figure: FigureOf<K> }) | null>(null);
  #asked: Asked | null = null;

  readonly #current = computed((): FigureOf<K> => {
    const asked = { of: profile.value, wanted: this.#wanted.value };
    if (!isFar(asked.of)) return figureOf(this.#name, asked.of, asked.wanted);
    const held = this.#held.value;
    if (held === null || !isSame(held, asked)) this.#ask(asked);
    return this.#isOfOpened ? held!.figure : figureOf(this.#name, NO_PROFILE, {});
  });

  constructor(name: K, wanted: ReadonlySignal<FigureWanted>) {
    this.#name = name;
    this.#wanted = wanted;
  }

  get value(): FigureOf<K> {
    return this.#current.value;
  }

  /** Of a running program, or of a part of the time, figures before the last change tell more than none. */
  get #isOfOpened(): boolean {
    return this.#held.value?.title === opened.value?.name;
  }

  /** Not at once: whoever reads signals cannot change any. */
  #ask(asked: Asked): void {
    if (this.#asked !== null && isSame(this.#asked, asked)) return;
    this.#asked = asked;
    queueMicrotask(() => void this.#make(asked));
  }

  async #make(asked: Asked): Promise<void> {
    const counts = this.#isOfOpened ? [making] : [making, first];
    for (const each of counts) each.value++;
    try {
      const title = opened.peek()?.name ?? '';
      const figure = await figureFrom(this.#name, asked.of, asked.wanted);
      if (figure !== null && this.#asked === asked) this.#held.value = { ...asked, title, figure };
    } catch (error) {
      problem.value = (error as Error).message;
    } finally {
      for (const each of counts) each.value--;
    }
  }
}

const isSame = (one: Asked, other: Asked): boolean => one.of === other.of && one.wanted === other.wanted;
