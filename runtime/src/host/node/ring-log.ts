import { BroadcastChannel, threadId } from 'node:worker_threads';
import { Ring } from '../../carriers/ring.ts';
import type { Stamper } from '../../carriers/stamper.ts';
import type { Realm } from '../../realm.ts';
import { soundTable } from '../../sites/packed-table.ts';
import { isGenerator, type PackedTable } from '../../sites/registry.ts';
import type { ReplayState } from '../../replay/replay.ts';
import { tablesSince } from '../../sites/sites.ts';
import type { ThreadInfo } from '../../thread-profile/thread-profile.ts';
import type { Message } from '../../accountant/messages.ts';
import { READY, type AccountantAddress } from './process-cells.ts';

/** How long a thread waits for the accountant to be there, ms. Only the very first threads of a process wait at all. */
const PATIENCE = 1000;

/** Posts messages to the accountant of this address from a worker thread. */
export function postTo({ channel, cells }: AccountantAddress): (message: Message) => void {
  Atomics.wait(cells, READY, 0, PATIENCE);
  const mail = new BroadcastChannel(channel);
  mail.unref();
  return (message) => mail.postMessage(message);
}

/** What a thread brings along when it hands its log over. */
export interface Joining {
  readonly info: ThreadInfo;
  readonly stamper: Stamper;
  readonly state: ReplayState | null;
  /** See JoinMessage. */
  readonly task?: number | null;
}

/**
 * Hands this thread's log over to the accountant that takes messages by `post`; returns the ring that carries it.
 * `onAsked` is what this thread does when it is asked to (ASKED).
 */
export function joinRing(
  { log, tokens, registry }: Realm,
  { info, stamper, state, task = null }: Joining,
  post: (message: Message) => void,
  onAsked?: () => void,
): Ring {
  const postTable = (table: PackedTable) =>
    post({ type: 'sites', thread: threadId, table: soundTable(table) });
  const parts = { log, tokens, isGenerator: (site: number) => isGenerator(registry, site), stamper };
  const ring = new Ring(onAsked === undefined ? parts : { ...parts, onAsked });
  const tables = tablesSince(registry, 0);
  for (let at = 0; at < tables.length; at++) postTable(tables[at]!);
  registry.onTable = postTable;
  const origin = info.clock === 'observed' ? stamper.origin : null;
  const wallOrigin = info.clock === 'exact' ? stamper.origin : origin;
  const end = { memory: log.memory, origin, wallOrigin };
  post({ type: 'join', thread: threadId, info, state, ring: end, task });
  return ring;
}
