import { DOZING } from '../../log/cells.ts';
import { STRIDE } from '../../carriers/ring-reader.ts';
import type { Bookkeeper } from './bookkeeper.ts';

/** How long a nap is, ms: the kernel makes some 80 µs of it. */
const NAP = 0.05;
/** Naps between two looks at the mail. */
const MAIL = 16;
/** Naps without news after which we sleep until woken. */
const QUIET = 100;
/** Where nobody can wake us, how often we look, ms. */
const POLL = 20;

/** Reads a realm's ring for ever: watches while there is something to see, then sleeps until an event wakes it. */
export async function watchRing(current: () => Bookkeeper): Promise<void> {
  for (;;) {
    await watch(current);
    if (current().hasRing) await sleep(current().doze());
    else await later(POLL);
  }
}

async function watch(current: () => Bookkeeper): Promise<void> {
  const napping = new Int32Array(new SharedArrayBuffer(4));
  let quiet = 0;
  for (let naps = 0; quiet < QUIET; naps++) {
    if (naps % MAIL === 0) await letters();
    const words = current().read();
    quiet = words > 0 ? 0 : quiet + 1;
    // A writer that is ahead by a stride has more to read.
    if (words < STRIDE) Atomics.wait(napping, 0, 0, NAP);
  }
}

/** Until an event says that it is there. */
async function sleep(cells: Int32Array): Promise<void> {
  if (typeof Atomics.waitAsync === 'function') await Atomics.waitAsync(cells, DOZING, 1).value;
  else while (Atomics.load(cells, DOZING) === 1) await later(POLL);
}

const { port1, port2 } = new MessageChannel();
let onLetters: () => void = () => {};
port1.onmessage = () => onLetters();

/** Lets in what has been posted to us by now. */
function letters(): Promise<void> {
  return new Promise((resolve) => {
    onLetters = resolve;
    port2.postMessage(null);
  });
}

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
