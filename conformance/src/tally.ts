import type { Cause, Judged } from './judge.ts';

/** A test that failed instrumented, or whose accounts broke a law. */
export interface Finding {
  readonly test: string;
  readonly strict: boolean;
  readonly cause: Cause | 'violation';
  readonly error: string;
  /** Whether it is on the list of the unavoidable ones. */
  readonly known: boolean;
}

/** All that was found. */
export interface Tally {
  tests: number;
  runs: number;
  passesAsIs: number;
  passesBabel: number;
  passesInstrumented: number;
  readonly findings: Finding[];
  /** Tests on the list of the unavoidable ones that were run and passed. */
  readonly mended: string[];
}

/** Nothing yet. */
export const createTally = (): Tally => ({
  ...{ tests: 0, runs: 0, passesAsIs: 0, passesBabel: 0, passesInstrumented: 0 },
  findings: [],
  mended: [],
});

/** Takes in what came of a test; `known` tells whether it may fail. */
export function count(tally: Tally, test: string, judged: readonly Judged[], known: boolean): void {
  if (judged.length === 0) return;
  tally.tests++;
  for (const { strict, passesAsIs, passesBabel, regression, violations } of judged) {
    tally.runs++;
    if (passesAsIs) tally.passesAsIs++;
    if (!passesBabel) continue;
    tally.passesBabel++;
    if (regression) tally.findings.push({ test, strict, ...regression, known });
    else tally.passesInstrumented++;
    if (violations.length > 0) {
      const error = violations
        .slice(0, 3)
        .map((violation) => violation.slice(0, 300))
        .join('; ');
      tally.findings.push({ test, strict, cause: 'violation', error, known: false });
    }
  }
  if (known && judged.every(({ regression, passesBabel }) => passesBabel && !regression))
    tally.mended.push(test);
}
