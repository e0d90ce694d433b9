import { BroadcastChannel, threadId } from 'node:worker_threads';
import { Ring } from '../../log/ring.ts';
import type { ClockName } from '../../profile/format.ts';
import type { Realm } from '../../realm.ts';
import { isGenerator, type SiteRow } from '../../registry.ts';
import { stamperFor } from './clocks.ts';
import { threadInfo } from './identity.ts';
import type { Letter } from './messages.ts';

/** Hands this thread's log over to the companion that listens on `channel`; returns the ring that carries it. */
export function joinRing(realm: Realm, clock: ClockName, notes: readonly string[], channel: string): Ring {
  const { log, tokens, registry } = realm;
  const stamper = stamperFor(clock);
  const mail = new BroadcastChannel(channel);
  mail.unref();
  const post = (letter: Letter) => mail.postMessage(letter);
  const postSites = (first: number, rows: readonly SiteRow[]) =>
    post({ type: 'sites', thread: threadId, first, rows });
  const ring = new Ring({ log, tokens, isGenerator: (site) => isGenerator(registry, site), stamper });
  postSites(0, registry.sites);
  registry.onTable = postSites;
  post({
    type: 'join',
    thread: threadId,
    memory: log.memory,
    origin: clock === 'observed' ? stamper.origin : null,
    info: threadInfo(clock, notes),
  });
  return ring;
}
