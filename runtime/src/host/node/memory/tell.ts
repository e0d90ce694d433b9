import { threadId } from 'node:worker_threads';
import type { Realm } from '../../../realm.ts';
import { afterExitEvent } from '../at-end.ts';
import type { Message } from '../../../accountant/messages.ts';
import { MemoryWatch, type MemoryListener } from './memory-watch.ts';
import type { MemoryWish } from '../../../thread-profile/memory-reading.ts';

/** Whom a thread tells of its memory. */
export interface MemoryTeller {
  readonly post: (message: Message) => void;
  /** Whether a timeline is written, with the sizes of heaps in it. */
  readonly hasTimeline: boolean;
}

/** Tells of what the collector did. */
export const tellCollections =
  (post: MemoryTeller['post']) =>
  (times: readonly number[]): void =>
    post({ type: 'collections', thread: threadId, times });

/** Watches the memory of the main thread, which is read last when the process ends. */
export function watchMain(realm: Realm, wish: MemoryWish, teller: MemoryTeller): MemoryWatch {
  return new MemoryWatch(realm, wish, listener(teller));
}

/** The same of a worker thread, which reads it last when it ends by itself. */
export function watchThread(realm: Realm, wish: MemoryWish, teller: MemoryTeller): MemoryWatch {
  const watch = new MemoryWatch(realm, wish, listener(teller));
  afterExitEvent(() => void watch.read(true));
  return watch;
}

const listener = ({ post, hasTimeline }: MemoryTeller): MemoryListener => ({
  hasPauses: hasTimeline,
  onReading: (reading) => post({ type: 'memory', thread: threadId, reading }),
  ...(hasTimeline && {
    onSize: (time, used) => post({ type: 'heap size', thread: threadId, time, used }),
  }),
});
