/** For how long something was on: off and at zero at first. */
export function createStopwatch(clock: () => number) {
  let since: number | null = null;
  let passed = 0;
  const elapsed = () => passed + (since === null ? 0 : clock() - since);
  return {
    elapsed,
    isOn: () => since !== null,
    start: () => void (since ??= clock()),
    stop() {
      passed = elapsed();
      since = null;
    },
    clear() {
      passed = 0;
      if (since !== null) since = clock();
    },
  };
}
