import type { Host } from '../../accountant/host.ts';
import { DOZING } from '../../log/cells.ts';
import { processClock } from './clocks.ts';
import { hasTaskEnded } from './system-thread.ts';

const { performance } = globalThis;

/** How long a nap is, ms: the kernel makes some 80 µs of it. */
const NAP = 0.05;

const napping = new Int32Array(new SharedArrayBuffer(4));

/** What Node gives to the accountant of a process. */
export const nodeHost: Host = {
  now: () => performance.now(),
  logClock: (origin) => () => processClock() - origin,
  nap() {
    Atomics.wait(napping, 0, 0, NAP);
  },
  turn: () => new Promise((resolve) => setImmediate(resolve)),
  async woken({ cells }) {
    await Atomics.waitAsync(cells, DOZING, 1).value;
  },
  hasEnded: hasTaskEnded,
};
