import type { MemoryWish } from '../../../thread-profile/memory-reading.ts';

/** The wish that stands in the environment, as `32768` or `32768 collected`; undefined: there is none. */
export function memoryWish(text: string | undefined): MemoryWish | undefined {
  const [, bytes, collected] = /^(\d+)( collected)?$/.exec(text ?? '') ?? [];
  const interval = Number(bytes);
  return interval > 0 ? { interval, collected: collected !== undefined } : undefined;
}
