import { PerformanceObserver, type PerformanceEntry } from 'node:perf_hooks';
import { toProcessClock } from './clocks.ts';

const NS_PER_MS = 1e6;

/**
 * Tells when the collector of this thread was at work: when (ns, on the process' clock), for how long (ns), and which kind of
 * collection, each. Node says so from the event loop.
 */
export function watchCollections(tell: (times: readonly number[]) => void): void {
  const observer = new PerformanceObserver((list) => tell(list.getEntries().flatMap(timesOf)));
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
