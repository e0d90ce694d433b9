import { ProfileError } from './error.ts';
import type { Profile, ThreadProfile } from './format.ts';

/** What each clock measures: times of the same measure can be added. */
export const CLOCKS = {
  /** Wall time; another thread watches the log, and the clock is read where events are sparse. */
  observed: 'wall',
  /** Wall time, read at each event. */
  exact: 'wall',
  /** CPU time, read at each event. */
  cpu: 'cpu',
  /** No times. */
  none: 'none',
} as const;

export type ClockName = keyof typeof CLOCKS;

/** What may be asked for: one of them, or the best that there is. */
export const CLOCK_CHOICES: readonly ('auto' | ClockName)[] = [
  'auto',
  ...(Object.keys(CLOCKS) as ClockName[]),
];

/** The same in pages, which cannot know their CPU time. */
export const PAGE_CLOCK_CHOICES = CLOCK_CHOICES.filter((clock) => clock !== 'cpu') as readonly (
  'auto' | Exclude<ClockName, 'cpu'>
)[];

/** A profile and the name to call it by in messages, such as its file's. */
export interface NamedProfile {
  readonly name: string;
  readonly profile: Profile;
}

/** Throws a ProfileError that names two profiles whose times mean different things, unless one has no calls. */
export function assertSameClock(inputs: readonly NamedProfile[]): void {
  const clocks = inputs.flatMap(({ name, profile }) =>
    profile.threads.filter((thread) => !isEmpty(thread)).map(({ clock }) => ({ name, profile, clock })),
  );
  const [first] = clocks;
  if (first === undefined) return;
  // One profile may hold several clocks: its threads chose for themselves, and nothing is added up by that.
  const other = clocks.find(
    ({ profile, clock }) => profile !== first.profile && CLOCKS[clock] !== CLOCKS[first.clock],
  );
  if (other === undefined) return;
  throw new ProfileError(
    `${first.name} (clock ${first.clock}) and ${other.name} (clock ${other.clock}) cannot be added up: ` +
      'different clocks',
  );
}

function isEmpty({ edges }: ThreadProfile): boolean {
  return edges.ncall.every((ncall) => ncall === 0);
}
