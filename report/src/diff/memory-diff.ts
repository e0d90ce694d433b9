import { memoryStats } from '@tsprof/runtime/profile';
import type { FunctionPlace, Profile } from '@tsprof/runtime/profile';
import { TsprofError } from '../command-line/errors.ts';
import type { Change } from './changes.ts';
import { matchFunctions } from './match.ts';
import { Directories, shownFrom } from './directories.ts';
import { identityOf, mean, RunTable, type RunFunction } from './run-table.ts';

export interface MemoryDiffOptions {
  readonly cwd: string;
  readonly limit?: number | undefined;
  /** Only functions whose name or file it matches. */
  readonly filter?: RegExp | undefined;
}

/** What has become of the bytes of a function: means over the runs of each side. */
export interface MemoryChange {
  /** Where it is now, or was. */
  readonly place: FunctionPlace;
  readonly own: Change;
  readonly total: Change;
  readonly ncall: Change;
  /** The standard error of the change of `own`. */
  readonly error: number;
  /** Bytes by which `own` has grown for each call more; null where there are no more calls. */
  readonly growth: number | null;
}

export interface MemoryDiff {
  /** Whether what was collected is counted, too. */
  readonly collected: boolean;
  /** All functions together. */
  readonly own: Change;
  /** Those to show, the largest change first; and how many have changed. */
  readonly rows: readonly MemoryChange[];
  readonly changed: number;
  /** What has grown most, and is hardly chance; null: nothing. */
  readonly first: MemoryChange | null;
}

/** The columns of a function's runs. */
const FIGURES = ['own', 'total', 'ncall', 'samples'] as const;
/** A change of so many standard errors is chance in one case of twenty. */
const SURE = 2;

/** Compares what was allocated in two groups of runs, or at two times of one. */
export function memoryDiff(before: MemoryRuns, after: MemoryRuns, options: MemoryDiffOptions): MemoryDiff {
  if (before.collected !== after.collected)
    throw new TsprofError(
      'one side tells of all that was allocated (--memory-collected), the other does not',
    );
  const { shown } = shownFrom(before.directories, after.directories, options.cwd);
  const matches = matchFunctions(before.functions(), after.functions());
  const changes = shown(matches).map((match) => changeOf(match.before, match.after));
  const isWanted = ({ place }: MemoryChange) =>
    !options.filter || options.filter.test(place.name) || options.filter.test(place.file);
  const changed = changes.filter((row) => isWanted(row) && (row.own.by !== 0 || row.total.by !== 0));
  const rows = changed.sort(bySize).slice(0, options.limit);
  const grown = changed.filter(({ own, error }) => own.by > SURE * error).sort(bySize);
  const own = sumOf(changes.map((row) => row.own));
  return { collected: before.collected, own, rows, changed: changed.length, first: grown[0] ?? null };
}

/** Gathers what the runs of a group have allocated: each profile can be forgotten once it is added. */
export class MemoryRuns {
  readonly directories = new Directories();
  /** Whether any tells of all that was allocated. */
  collected = false;
  readonly #threads: readonly string[] | undefined;
  readonly #functions = new RunTable(FIGURES.length);
  #count = 0;

  constructor(threads: readonly string[] | undefined) {
    this.#threads = threads;
  }

  add(profile: Profile): void {
    const report = memoryStats(profile, { threads: this.#threads });
    if (report.threads.length === 0)
      throw new TsprofError('a profile tells of no memory', { remedy: 'tsprof run --memory watches it.' });
    const run = this.#count++;
    for (const row of report.functions)
      this.#functions.add(
        row,
        run,
        FIGURES.map((figure) => row[figure]),
      );
    this.directories.add(profile);
    this.collected ||= report.collected;
  }

  functions(): readonly RunFunction[] {
    return this.#functions.functions(this.#count);
  }
}

function changeOf(before: RunFunction | undefined, after: RunFunction | undefined): MemoryChange {
  const figure = (name: (typeof FIGURES)[number]): Change => {
    const at = FIGURES.indexOf(name);
    const [one, other] = [before, after].map((side) => mean(side?.runs.map((values) => values[at]!) ?? []));
    return { before: one!, after: other!, by: other! - one! };
  };
  const [own, ncall] = [figure('own'), figure('ncall')];
  return {
    place: (after ?? before)!.place,
    ...{ own, ncall, total: figure('total') },
    error: Math.hypot(errorOf(before), errorOf(after)),
    growth: ncall.by > 0 ? own.by / ncall.by : null,
  };
}

/** Of the mean of estimates, which are each a sum of samples of much the same weight. */
function errorOf(side: RunFunction | undefined): number {
  const errors = side?.runs.map(([own = 0, , , samples = 0]) => own / Math.sqrt(Math.max(1, samples))) ?? [];
  return errors.length === 0 ? 0 : Math.hypot(...errors) / errors.length;
}

function sumOf(changes: readonly Change[]): Change {
  const sum = (read: (change: Change) => number) =>
    changes.reduce((total, change) => total + read(change), 0);
  return { before: sum(({ before }) => before), after: sum(({ after }) => after), by: sum(({ by }) => by) };
}

function bySize(a: MemoryChange, b: MemoryChange): number {
  const order = Math.abs(b.own.by) - Math.abs(a.own.by) || Math.abs(b.total.by) - Math.abs(a.total.by);
  if (order !== 0) return order;
  return identityOf(a.place) < identityOf(b.place) ? -1 : 1;
}
