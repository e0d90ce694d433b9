/** What the realm's own thread does where no worker can. Loaded when it is needed. */
import type { Answer, JoinMessage } from '../../accountant/messages.ts';
import { ThreadAccounts } from '../../accountant/thread-accounts.ts';
import { wallClock } from '../../clock.ts';
import type { SoundTable } from '../../sites/packed-table.ts';
import { CLOCKS } from '../../profile/clocks.ts';
import type { Profile } from '../../profile/format.ts';
import { createState, type ReplayState } from '../../replay/replay.ts';
import { NO_SITE_ROW, takeIn } from '../../sites/sites.ts';
import type { Rest } from './backlog.ts';
import { PageAccountant } from './page-accountant.ts';
import type { AccountantHandle } from './accountant-handle.ts';
import { resolutionOf } from './resolution.ts';

/** Keeps the accounts. `hear` gets what the realm is to be told. */
export function keepInThread(hear: (answer: Answer) => void): AccountantHandle {
  const accountant = new PageAccountant(hear, false);
  return { post: (message) => accountant.accept(message) };
}

/** Brings accounts up to date that were kept elsewhere; `tables` has all sites. */
export function settle(
  { info }: JoinMessage,
  tables: readonly SoundTable[],
  { state, chunks }: Rest,
): { readonly profile: Profile; readonly state: ReplayState } {
  const sites = [NO_SITE_ROW];
  for (const table of tables) takeIn(sites, table);
  const accounts = new ThreadAccounts(
    info,
    state ?? createState(undefined, CLOCKS[info.clock].lengths),
    sites,
  );
  for (const words of chunks) accounts.replay(words);
  return { profile: accounts.profile(null, { resolution: resolutionOf(wallClock) }), state: accounts.state };
}
