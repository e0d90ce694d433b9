import { SameClock } from '../clocks.ts';
import type { NamedProfile } from '../clocks.ts';
import { elapsedOf } from '../elapsed.ts';
import { ProfileError } from '../error.ts';
import type { Profile, ThreadProfile } from '../format.ts';
import { ReadBudget } from '../limits.ts';
import { withUniqueIds } from '../merge.ts';
import { SiteUnion } from '../site-union.ts';
import { VERSION } from '../version.ts';
import { ThreadSum, compareStarts } from './thread-sum.ts';

/** Lists and objects of a thread, about. */
const CONTAINERS = 100;

/**
 * Adds up profiles of several runs, which come one by one and may be forgotten then: threads of one name, clock and kind become
 * one, the first of a run with the first of another and so on; the rest is as in `mergeProfiles`. In which order and in which
 * groups they come makes no difference but to the order of rows.
 */
export class ProfileSum {
  readonly #clock = new SameClock();
  readonly #sites = new SiteUnion();
  readonly #threads = new Map<string, ThreadSum>();
  #created = '';
  #generator = '';
  #elapsed = 0;
  #count = 0;
  /** What is kept stays within what is read of a profile: so the sum can be read in turn. */
  readonly #budget = new ReadBudget();
  #spent = { values: 0, texts: 0, textBytes: 0, containers: 0 };

  /** Adds one. A ProfileError says why that is not possible: another clock, or too much in all. */
  add(input: NamedProfile): void {
    const { profile } = input;
    this.#clock.add(input);
    this.#count++;
    this.#created = greater(this.#created, profile.created);
    this.#generator = greater(this.#generator, profile.generator);
    this.#elapsed += elapsedOf(profile);
    const rows = this.#sites.add(profile);
    for (const [key, thread] of keysOf(profile.threads)) {
      const sum = this.#threads.get(key) ?? new ThreadSum(thread);
      this.#threads.set(key, sum);
      sum.add(thread, rows);
    }
    this.#spend(input.name);
  }

  /** The sum. Without any profile there is none: a ProfileError. */
  total(): Profile {
    if (this.#count === 0) throw new ProfileError('there is no profile to merge');
    const threads = [...this.#threads]
      .map(([key, sum]) => ({ key, thread: sum.total() }))
      .sort((a, b) => compareStarts(a.thread, b.thread) || (a.key < b.key ? -1 : 1));
    return {
      format: 'tsprof',
      version: VERSION,
      created: this.#created,
      generator: this.#generator,
      elapsed: this.#elapsed,
      ...this.#sites.tables(),
      threads: withUniqueIds(threads.map(({ thread }) => thread)),
    };
  }

  #spend(name: string): void {
    const threads = [...this.#threads.values()];
    const { files, sites, places } = this.#sites.tables();
    const texts = [...files, ...sites.name, ...threads.flatMap((thread) => [...thread.texts])];
    const kept = {
      values: threads.reduce((sum, { size }) => sum + size, 4 * (sites.name.length + places.site.length)),
      texts: texts.length + sites.name.length + places.site.length,
      textBytes: texts.reduce((sum, text) => sum + text.length, 0),
      containers: threads.length * CONTAINERS,
    };
    for (const what of ['values', 'texts', 'textBytes', 'containers'] as const)
      this.#budget.spend(what, kept[what] - this.#spent[what], name);
    this.#spent = kept;
  }
}

const greater = (one: string, other: string): string => (one > other ? one : other);

/** Which thread of a sum each of a profile is part of. */
function keysOf(threads: readonly ThreadProfile[]): readonly (readonly [string, ThreadProfile])[] {
  const counts = new Map<string, number>();
  return [...threads].sort(compareStarts).map((thread) => {
    const kind = kindOf(thread);
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    return [`${kind} ${count}`, thread] as const;
  });
}

/** What is told in other ways does not add up. */
function kindOf({ name, clock, idle, memory }: ThreadProfile): string {
  return JSON.stringify([name, clock, idle !== undefined, memory?.interval, memory?.collected]);
}
