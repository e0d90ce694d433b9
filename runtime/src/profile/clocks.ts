import { ProfileError } from './error.ts';
import type { ClockName, Profile, ThreadProfile } from './format.ts';

/** Clocks whose times can be added: `observed` and `exact` both tell wall time. */
const MEASURES: Readonly<Record<ClockName, 'wall' | 'cpu' | 'none'>> = {
  observed: 'wall',
  exact: 'wall',
  cpu: 'cpu',
  none: 'none',
};

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
    ({ profile, clock }) => profile !== first.profile && MEASURES[clock] !== MEASURES[first.clock],
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
