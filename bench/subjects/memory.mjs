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

/** Coroutines that never do; nobody holds on to them. */
function pending(number) {
  for (let made = 0; made < number; made++) wait();
}

export const phases = { calls, settled, pending };
