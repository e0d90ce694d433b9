/** An observer saw the cursor at `at` from `first` to `last` (absolute ns). */
export interface Mark {
  readonly at: number;
  readonly first: number;
  readonly last: number;
}

/** What the writer wants of its observer. */
export interface Marks {
  /** The marks of this batch, in order. */
  take(batch: number): readonly Mark[];
  /** The observer dozes: wake it. */
  wake(): void;
}
