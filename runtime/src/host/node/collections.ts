import { PerformanceObserver, type PerformanceEntry } from 'node:perf_hooks';
import { threadId } from 'node:worker_threads';
import { toProcessClock } from './clocks.ts';
import type { Message } from '../../accountant/messages.ts';

const NS_PER_MS = 1e6;

/** Tells the accountant when the collector of this thread was at work. Node says so from the event loop. */
export function watchCollections(post: (message: Message) => void): void {
  const observer = new PerformanceObserver((list) => {
    const times = list.getEntries().flatMap(timesOf);
    post({ type: 'collections', thread: threadId, times });
  });
  observer.observe({ entryTypes: ['gc'] });
}

/** Node has the kind there; the types do not say so. */
interface CollectionEntry extends PerformanceEntry {
  readonly detail?: { readonly kind?: number };
}

function timesOf(entry: CollectionEntry): readonly [start: number, duration: number, kind: number] {
  const kind = entry.detail?.kind ?? 0;
  return [toProcessClock(entry.startTime), entry.duration * NS_PER_MS, kind];
}
