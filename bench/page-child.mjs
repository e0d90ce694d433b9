// The page's side of measure-pages.mjs: as child.mjs does it in Node.
const THOROUGH = { warm: [3000, 2], measured: [1000, 3] };
const ROUGH = { warm: [500, 1], measured: [0, 1] };

/** Runs the program of a module until it is warm, then a few times on the clock: the least time (ms), the last result. */
globalThis.measure = async function measure(module, { isShort, isProfiled }) {
  const { run } = await import(module);
  while (isProfiled && globalThis.__tsprof__ === undefined) await new Promise((go) => setTimeout(go, 10));
  const { warm, measured } = isShort ? ROUGH : THOROUGH;
  await timeRuns(run, warm);
  return timeRuns(run, measured);
};

async function timeRuns(run, [enough, least]) {
  const times = [];
  let result;
  for (let total = 0; total < enough || times.length < least; total += times.at(-1)) {
    const began = performance.now();
    result = await run();
    times.push(performance.now() - began);
    // A page that never let anything else happen would be none.
    await new Promise((resolve) => setTimeout(resolve));
  }
  return { time: Math.min(...times), result };
}
