import { haveCounts, haveTimes, profileStats } from '@tsprof/runtime/profile';
import type { Profile, Selection } from '@tsprof/runtime/profile';
import { programTime } from '../rows/root-time.ts';
import { Directories } from './directories.ts';
import { COMPARED } from './figures.ts';
import { PathTable } from './paths.ts';
import { mean, RunTable, type RunFunction } from './run-table.ts';

/** Runs of one state of a program: what was before a change, or after it. */
export interface RunGroup {
  readonly count: number;
  /** The mean of the elapsed times less tsprof's own, ns. */
  readonly elapsed: number;
  /** Without a clock there are no times. */
  readonly timed: boolean;
  /** Samples tell of no calls. */
  readonly counted: boolean;
  /** The figures of `COMPARED`, in their order. */
  readonly functions: readonly RunFunction[];
}

/** Gathers the runs of a group: each profile can be forgotten once it is added, as only figures are kept. */
export class Runs {
  readonly directories = new Directories();
  /** Null where call paths are not asked for. */
  readonly paths: PathTable | null;
  readonly #selection: Selection;
  readonly #functions = new RunTable(COMPARED.length);
  readonly #elapsed: number[] = [];
  #timed = true;
  #counted = true;

  constructor(selection: Selection, hasPaths = false) {
    this.#selection = selection;
    this.paths = hasPaths ? new PathTable(selection) : null;
  }

  add(profile: Profile): void {
    const stats = profileStats(profile, this.#selection);
    const run = this.#elapsed.push(programTime(stats)) - 1;
    for (const row of stats.functions)
      this.#functions.add(
        row,
        run,
        COMPARED.map((figure) => row[figure]),
      );
    this.paths?.add(profile, run);
    this.directories.add(profile);
    this.#timed &&= haveTimes(profile.threads);
    this.#counted &&= haveCounts(profile.threads);
  }

  group(): RunGroup {
    const count = this.#elapsed.length;
    return {
      ...{ count, elapsed: mean(this.#elapsed), timed: this.#timed, counted: this.#counted },
      functions: this.#functions.functions(count),
    };
  }
}

/** The runs of profiles that are at hand. */
export function runsOf(profiles: readonly Profile[], selection: Selection, hasPaths = false): Runs {
  const runs = new Runs(selection, hasPaths);
  for (const profile of profiles) runs.add(profile);
  return runs;
}
