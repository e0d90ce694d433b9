// The trials of the suite of faults: who is hit, by which signal, when, and how the program is profiled.

/** What a signal is sent to, and which threads the program has then. */
export const TARGETS = {
  main: { to: 'main', threads: ['main'] },
  child: { to: 'child', threads: ['main', 'child'] },
  'main with a worker': { to: 'main', threads: ['main', 'worker'] },
  command: { to: 'command', threads: ['main'] },
  'command with a child': { to: 'command', threads: ['main', 'child'] },
  'all processes at once': { to: 'group', threads: ['main', 'child', 'worker'] },
};

export const SIGNALS = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'];

/** Ways to profile: the clock, and how many calls come in a row. */
const WAYS = [
  { clock: 'observed', row: 2000 },
  { clock: 'observed', row: 1 },
  { clock: 'exact', row: 20 },
  { clock: 'none', row: 2000 },
  { clock: 'cpu', row: 200 },
];

/** The program ends by itself after so long, ms; signals come before, on a busy machine, too. */
export const DURATION = 30_000;
const LATEST = 3200;

/** All trials, `times` for each target and signal; always the same ones for a seed. */
export function trialsOf(times, seed) {
  const random = randomOf(seed);
  const rows = Object.keys(TARGETS).flatMap((target) => SIGNALS.map((signal) => ({ target, signal })));
  return rows.flatMap((row) =>
    Array.from({ length: times }, () => ({
      ...row,
      ...WAYS[Math.floor(random() * WAYS.length)],
      after: Math.floor(random() * LATEST),
    })),
  );
}

/** Mulberry32: numbers from 0 up to 1. */
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
