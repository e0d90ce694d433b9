const CALLS = 400_000;
const STEPS = 8;

/** As long as a call of acorn's is on average: some ten nanoseconds. */
function tiny(hash) {
  for (let step = 0; step < STEPS; step++) hash = (hash ^ (hash << 5)) + step;
  return hash;
}

function chatty(calls) {
  let hash = 1;
  for (let call = 0; call < calls; call++) hash = tiny(hash);
  return hash;
}

/** The same work without a call. */
function inline(calls) {
  let hash = 1;
  for (let call = 0; call < calls; call++) {
    for (let step = 0; step < STEPS; step++) hash = (hash ^ (hash << 5)) + step;
  }
  return hash;
}

/** `calls`: those that the inline half stands for, so that it takes as long as the other. */
export function run(calls) {
  return chatty(CALLS) ^ inline(calls);
}

/** Milliseconds of both halves, the inline one standing for so many calls. */
export function timeHalves(calls = CALLS) {
  const began = performance.now();
  chatty(CALLS);
  const middle = performance.now();
  inline(calls);
  return { chatty: middle - began, inline: performance.now() - middle, calls };
}
