import { setImmediate } from 'node:timers/promises';

function call() {}

/** Nothing but calls. */
function calls(number) {
  for (let made = 0; made < number; made++) call();
}

async function settle() {
  await undefined;
}

/** Coroutines that come to their end. */
async function settled(number) {
  for (let made = 0; made < number; made++) await settle();
}

async function wait() {
  await new Promise(() => {});
}

/** As many as a server has to do with between two turns of its event loop. */
const TURN = 5000;

/** Coroutines that never do; nobody holds on to them. Until the next turn they cannot be collected, profiled or not. */
async function pending(number) {
  for (let made = 0; made < number; made++) {
    if (made % TURN === 0) await setImmediate();
    wait();
  }
}

export const phases = { calls, settled, pending };
