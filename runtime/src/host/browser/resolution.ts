/** Steps of the clock that are looked at. */
const STEPS = 5;
/** Readings after which a clock that stands still is left alone. */
const PATIENCE = 20_000;

/** The least step (ns) that a clock makes: browsers give theirs a hundred microseconds, or five in isolated pages. */
export function resolutionOf(clock: () => number): number {
  let least = Infinity;
  let before = clock();
  for (let steps = 0, readings = 0; steps < STEPS && readings < PATIENCE; readings++) {
    const now = clock();
    if (now <= before) continue;
    least = Math.min(least, now - before);
    before = now;
    steps++;
  }
  return least === Infinity ? 0 : least;
}
