import type { MemoryReading } from '../../../thread-profile/memory-reading.ts';
import type { Realm } from '../../../realm.ts';
import { processClock } from '../clocks.ts';
import { watchCollections } from '../collections.ts';
import { garbageCollector } from './collect-garbage.ts';
import { keepFunctionsApart } from './keep-apart.ts';
import { CollectionSums } from './collection-sums.ts';
import { frameFinder } from './frames.ts';
import { HeapSampler } from './heap-sampler.ts';
import { HeapSizeLog } from './heap-sizes.ts';
import { stacksOf, type FrameFinder } from './stacks.ts';
import type { MemoryWish } from '../../../thread-profile/memory-reading.ts';

/** How often the size of the heap is noted, ms. */
const TICK = 250;
/** How often what was sampled is read, ms; reading takes no more than one part in so many of the time. */
const INTERVAL = 1000;
const MOST = 50;

const { performance, setInterval } = globalThis;

/** What those that keep a thread's accounts are told. */
export interface MemoryListener {
  /** What there is by now. */
  onReading(reading: MemoryReading): void;
  /** The size of the heap, bytes, at a time on the process' clock. */
  onSize?(time: number, used: number): void;
  /**
   * Whether pauses of the collector are summed up. Node tells of them by immediates, which a program can see in its async hooks:
   * only where a timeline has asked for them anyway.
   */
  readonly hasPauses: boolean;
}

/** Watches the memory of this thread from here on. */
export class MemoryWatch {
  /** What there was to say when it was read last; null: not yet. */
  last: MemoryReading | null = null;
  readonly #wish: MemoryWish;
  readonly #listener: MemoryListener;
  readonly #sampler: HeapSampler;
  readonly #sizes = new HeapSizeLog();
  readonly #collections = new CollectionSums();
  readonly #collect: (() => void) | null;
  readonly #find: FrameFinder;
  readonly #origin = processClock();
  #due = performance.now() + INTERVAL;

  constructor(realm: Realm, wish: MemoryWish, listener: MemoryListener) {
    this.#wish = wish;
    this.#listener = listener;
    this.#find = frameFinder(realm);
    // What is still there is not told of as long as garbage is.
    this.#collect = wish.collected ? null : garbageCollector();
    keepFunctionsApart();
    this.#sampler = new HeapSampler(wish, () => void this.read());
    if (listener.hasPauses) watchCollections((times) => this.#collections.add(times));
    this.note();
    const { pause, goOn } = realm.probes as unknown as Partial<Record<'pause' | 'goOn', () => void>>;
    const tick = () => {
      pause?.();
      this.#tick();
      goOn?.();
    };
    setInterval(tick, TICK).unref();
  }

  /** Why there is nothing, or nothing more, to tell; null: there is. */
  get failure(): string | null {
    return this.#sampler.failure;
  }

  /** Notes how large the heap is. */
  note(): void {
    const now = processClock();
    const used = this.#sizes.note(now - this.#origin);
    this.#listener.onSize?.(now, used);
  }

  /** Reads what was sampled, after a collection if what is asked for is to be exact; returns what is known by now. */
  read(isExact = false): MemoryReading | null {
    if (isExact && this.failure === null) this.#collect?.();
    const heap = this.#sampler.read();
    if (heap === null) return this.last;
    this.note();
    const { interval, collected } = this.#wish;
    this.last = {
      ...{ interval, collected, taken: Date.now() },
      ...stacksOf(heap, this.#find),
      heap: this.#sizes.sizes,
      collections: this.#collections.sums,
    };
    this.#listener.onReading(this.last);
    return this.last;
  }

  /** All that was sampled is forgotten. */
  clear(): void {
    this.last = null;
    this.#sampler.restart();
  }

  #tick(): void {
    const began = performance.now();
    if (began < this.#due) return this.note();
    this.read();
    this.#due = began + Math.max(INTERVAL, MOST * (performance.now() - began));
  }
}
