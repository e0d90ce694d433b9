import type { Wait } from '../../carriers/ring.ts';

const { performance } = globalThis;
const { load } = Atomics;

/** Spins, as the main thread of a page may not use Atomics.wait. */
export const spin: Wait = (cells, index, value, patience) => {
  const end = performance.now() + patience;
  while (load(cells, index) === value) if (performance.now() > end) return 'timed-out';
  return 'ok';
};
