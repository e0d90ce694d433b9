/** How well a log was carried: counts and nanoseconds, shown in the profile. */
export interface Health {
  [name: string]: number;
  /** Batches replayed in the program's own thread. */
  batches: number;
  /** Of these, the ones too dense to read the clock at every event. */
  dense: number;
  /** Times at which an observer on another thread saw the cursor. */
  marks: number;
  /** Time the program stood still for replay, ns. */
  paused: number;
}

/** All zero. */
export function createHealth(): Health {
  return { batches: 0, dense: 0, marks: 0, paused: 0 };
}
