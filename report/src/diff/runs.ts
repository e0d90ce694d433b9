import { haveCounts, haveTimes, profileStats } from '@tsprof/runtime/profile';
import type { FunctionPlace, Profile, Selection } from '@tsprof/runtime/profile';
import { programTime } from '../rows/root-time.ts';
import { COMPARED } from './figures.ts';

/** A function in some runs of a program. */
export interface RunFunction {
  readonly place: FunctionPlace;
  /** For each run the figures of `COMPARED`, in their order; nothing where it was not called. */
  readonly runs: readonly (readonly number[])[];
}

/** Runs of one state of a program: what was before a change, or after it. */
export interface RunGroup {
  readonly count: number;
  /** The mean of the elapsed times less tsprof's own, ns. */
  readonly elapsed: number;
  /** Without a clock there are no times. */
  readonly timed: boolean;
  /** Samples tell of no calls. */
  readonly counted: boolean;
  readonly functions: readonly RunFunction[];
}

const NOTHING: readonly number[] = COMPARED.map(() => 0);

/** The functions of all runs. */
export function groupOfRuns(profiles: readonly Profile[], selection: Selection): RunGroup {
  const functions = new Map<string, { place: FunctionPlace; runs: (readonly number[])[] }>();
  const elapsed = profiles.map((profile, run) => {
    const stats = profileStats(profile, selection);
    for (const row of stats.functions) {
      const key = identityOf(row);
      const known = functions.get(key) ?? { place: placeOf(row), runs: profiles.map(() => NOTHING) };
      functions.set(key, known);
      known.runs[run] = COMPARED.map((figure) => row[figure]);
    }
    return programTime(stats);
  });
  return {
    count: profiles.length,
    elapsed: mean(elapsed),
    timed: profiles.every(({ threads }) => haveTimes(threads)),
    counted: profiles.every(({ threads }) => haveCounts(threads)),
    functions: [...functions.values()],
  };
}

/** What tells functions of a profile apart. */
export function identityOf({ name, file, line, column, kind }: FunctionPlace): string {
  return JSON.stringify([name, file, line, column, kind]);
}

function placeOf({ name, file, line, column, kind }: FunctionPlace): FunctionPlace {
  return { name, file, line, column, kind };
}

/** Of no numbers: 0. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
