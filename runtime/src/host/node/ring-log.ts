import { BroadcastChannel, threadId } from 'node:worker_threads';
import { Ring } from '../../log/ring.ts';
import type { Stamper } from '../../log/stamper.ts';
import type { Realm } from '../../realm.ts';
import { isGenerator, type SiteRow } from '../../registry.ts';
import type { ReplayState } from '../../replay/replay.ts';
import type { ThreadInfo } from '../../thread-profile.ts';
import { READY, type CompanionAddress, type Letter } from './messages.ts';

/** How long a thread waits for the companion to be there, ms. Only the very first threads of a process wait at all. */
const PATIENCE = 1000;

/** Posts letters to the companion of this address from a worker thread. */
export function postTo({ channel, cells }: CompanionAddress): (letter: Letter) => void {
  Atomics.wait(cells, READY, 0, PATIENCE);
  const mail = new BroadcastChannel(channel);
  mail.unref();
  return (letter) => mail.postMessage(letter);
}

/** What a thread brings along when it hands its log over. */
export interface Joining {
  readonly info: ThreadInfo;
  readonly stamper: Stamper;
  readonly state: ReplayState | null;
}

/** Hands this thread's log over to the companion that takes letters by `post`; returns the ring that carries it. */
export function joinRing(
  { log, tokens, registry }: Realm,
  { info, stamper, state }: Joining,
  post: (letter: Letter) => void,
): Ring {
  const postSites = (first: number, rows: readonly SiteRow[]) =>
    post({ type: 'sites', thread: threadId, first, rows });
  const ring = new Ring({ log, tokens, isGenerator: (site) => isGenerator(registry, site), stamper });
  postSites(0, registry.sites);
  registry.onTable = postSites;
  const origin = info.clock === 'observed' ? stamper.origin : null;
  post({ type: 'join', thread: threadId, memory: log.memory, origin, info, state });
  return ring;
}
