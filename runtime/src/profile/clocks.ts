import { ProfileError } from './error.ts';
import type { Profile, ThreadProfile } from './format.ts';

/**
 * What each clock measures (times of the same measure can be added), and whether there are times and counts: where there are
 * none, a profile has zeros in their place, which are not to be shown. `lengths`: whether it tells how long each call took.
 */
export const CLOCKS = {
  /** Wall time; another thread watches the log, and the clock is read where events are sparse. */
  observed: { measure: 'wall', times: true, counts: true, lengths: false },
  /** Wall time, read at each event. */
  exact: { measure: 'wall', times: true, counts: true, lengths: true },
  /** CPU time, read at each event. */
  cpu: { measure: 'cpu', times: true, counts: true, lengths: false },
  /** No times. */
  none: { measure: 'none', times: false, counts: true, lengths: false },
  /** Wall time, by looking now and then at what is on the stack and what waits: no calls are told of. */
  sample: { measure: 'samples', times: true, counts: false, lengths: false },
} as const;

export type ClockName = keyof typeof CLOCKS;

/** What may be asked for: one of them, or the best that there is. */
export const CLOCK_CHOICES: readonly ('auto' | ClockName)[] = [
  'auto',
  ...(Object.keys(CLOCKS) as ClockName[]),
];

/** Those of them that Node alone has: pages cannot know their CPU time, and no other thread samples them. */
type NodeClock = 'cpu' | 'sample';
const isOfPages = (clock: string): boolean => clock !== 'cpu' && clock !== 'sample';

/** The same in pages. */
export const PAGE_CLOCK_CHOICES = CLOCK_CHOICES.filter(isOfPages) as readonly (
  'auto' | Exclude<ClockName, NodeClock>
)[];

/** Whether any of these threads has times, or counts of calls and suspensions. */
export const haveTimes = (threads: readonly Pick<ThreadProfile, 'clock'>[]): boolean =>
  threads.some(({ clock }) => CLOCKS[clock].times);
export const haveCounts = (threads: readonly Pick<ThreadProfile, 'clock'>[]): boolean =>
  threads.length === 0 || threads.some(({ clock }) => CLOCKS[clock].counts);

/** A profile and the name to call it by in messages, such as its file's. */
export interface NamedProfile {
  readonly name: string;
  readonly profile: Profile;
}

/** Throws a ProfileError that names two profiles whose times mean different things, unless one has no calls. */
export function assertSameClock(inputs: readonly NamedProfile[]): void {
  const check = new SameClock();
  for (const input of inputs) check.add(input);
}

/** The same of profiles that come one by one, and may be forgotten then. */
export class SameClock {
  #first: { readonly name: string; readonly clock: ClockName } | undefined;

  /** Throws a ProfileError where times of this profile mean something else than those of one before. */
  add({ name, profile }: NamedProfile): void {
    const clocks = profile.threads.filter((thread) => !isEmpty(thread)).map(({ clock }) => clock);
    const [first] = clocks;
    if (first === undefined) return;
    // One profile may hold several clocks: its threads chose for themselves, and nothing is added up by that.
    const known = this.#first;
    if (known === undefined) {
      this.#first = { name, clock: first };
      return;
    }
    const other = clocks.find((clock) => CLOCKS[clock].measure !== CLOCKS[known.clock].measure);
    if (other === undefined) return;
    throw new ProfileError(
      `${known.name} (clock ${known.clock}) and ${name} (clock ${other}) cannot be added up: different clocks`,
    );
  }
}

function isEmpty({ edges, clock }: ThreadProfile): boolean {
  if (!CLOCKS[clock].counts) return edges.to.length === 0;
  return edges.ncall.every((ncall) => ncall === 0);
}
