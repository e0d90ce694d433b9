/** What became of a file, or of several; plain data, since it may come from another thread or the last run. */
export interface Outcome {
  readonly instrumented: number;
  readonly sites: number;
  readonly copied: number;
  readonly failed: number;
  /** For the user: a line each, the ones on syntax errors with a code frame below. */
  readonly messages: readonly string[];
  /** What it depends on besides the file itself: absolute paths of files, which need not exist. */
  readonly reads: readonly string[];
}

export const NOTHING: Outcome = {
  instrumented: 0,
  sites: 0,
  copied: 0,
  failed: 0,
  messages: [],
  reads: [],
};

/** One file that was copied as it is. */
export const COPIED: Outcome = { ...NOTHING, copied: 1 };

/** What became of all of them. */
export function total(outcomes: readonly Outcome[]): Outcome {
  const sum = (field: 'instrumented' | 'sites' | 'copied' | 'failed'): number =>
    outcomes.reduce((before, outcome) => before + outcome[field], 0);
  return {
    instrumented: sum('instrumented'),
    sites: sum('sites'),
    copied: sum('copied'),
    failed: sum('failed'),
    messages: outcomes.flatMap(({ messages }) => messages),
    reads: outcomes.flatMap(({ reads }) => reads),
  };
}
