/** What the realm's own thread does where no worker can. Loaded when it is needed. */
import { wallClock } from '../../clock.ts';
import type { SoundTable } from '../../sites/packed-table.ts';
import type { Profile } from '../../profile/format.ts';
import { noCosts } from '../../replay/costs.ts';
import type { ReplayState } from '../../replay/replay.ts';
import { AccountsService } from './accounts-service.ts';
import type { Rest } from './backlog.ts';
import { Bookkeeper } from './bookkeeper.ts';
import type { Answer, JoinLetter } from './messages.ts';
import type { AccountantHandle } from './accountant-handle.ts';
import { resolutionOf } from './resolution.ts';

/** Keeps the accounts. `hear` gets what the realm is to be told. */
export function keepInThread(hear: (answer: Answer) => void): AccountantHandle {
  const service = new AccountsService(hear);
  return { post: (letter) => service.accept(letter) };
}

/** Brings accounts up to date that were kept elsewhere; `tables` has all sites. */
export function settle(
  join: JoinLetter,
  tables: readonly SoundTable[],
  { state, chunks }: Rest,
): { readonly profile: Profile; readonly state: ReplayState } {
  // Others show what is to be shown.
  const bookkeeper = new Bookkeeper({ ...join, marks: false }, state ?? noCosts());
  for (const table of tables) bookkeeper.accept({ type: 'sites', table });
  bookkeeper.accept({ type: 'chunks', chunks });
  return {
    profile: bookkeeper.profile({ resolution: resolutionOf(wallClock) }, null),
    state: bookkeeper.state,
  };
}
