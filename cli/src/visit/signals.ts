const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** From now on a signal ends the visit rather than this process. */
export interface Signals {
  /** Whether there was one. */
  readonly wasReceived: boolean;
  /** Resolves at the first one. */
  readonly received: Promise<void>;
  /** Signals mean again what they did. */
  release(): void;
}

export function holdSignals(): Signals {
  let wasReceived = false;
  let note = (): void => {};
  const received = new Promise<void>((resolve) => {
    note = () => {
      wasReceived = true;
      resolve();
    };
  });
  for (const signal of SIGNALS) process.on(signal, note);
  return {
    get wasReceived() {
      return wasReceived;
    },
    received,
    release() {
      for (const signal of SIGNALS) process.removeListener(signal, note);
    },
  };
}
