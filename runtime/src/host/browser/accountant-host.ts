import type { Host } from '../../accountant/host.ts';
import { wallClock } from '../../clock.ts';
import { DOZING } from '../../log/cells.ts';

/** How long a nap is, ms: the kernel makes some 80 µs of it. */
const NAP = 0.05;
/** How often a cell is looked at where the browser cannot tell of it, ms. */
const POLL = 20;

let napping: Int32Array | null = null;
let channel: MessageChannel | null = null;
let onTurn: () => void = () => {};

/** What a browser gives to an accountant. Of one that runs in the realm's own thread only the clocks are used. */
export const browserHost: Host = {
  now: () => performance.now(),
  /** A realm's clock and the accountant's start at different times; `origin` is `performance.timeOrigin` there, ms. */
  logClock(origin) {
    const offset = Math.round((performance.timeOrigin - origin) * 1e6);
    return () => wallClock() + offset;
  },
  nap() {
    napping ??= new Int32Array(new SharedArrayBuffer(4));
    Atomics.wait(napping, 0, 0, NAP);
  },
  /** A message to ourselves comes after all that has been posted before. */
  turn() {
    const { port2 } = (channel ??= openChannel());
    return new Promise((resolve) => {
      onTurn = resolve;
      port2.postMessage(null);
    });
  },
  async woken({ cells }) {
    if (typeof Atomics.waitAsync === 'function') await Atomics.waitAsync(cells, DOZING, 1).value;
    else while (Atomics.load(cells, DOZING) === 1) await later(POLL);
  },
  hasEnded: () => false,
};

function openChannel(): MessageChannel {
  const opened = new MessageChannel();
  opened.port1.onmessage = () => onTurn();
  return opened;
}

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
