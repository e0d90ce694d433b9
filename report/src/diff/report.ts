import type { Profile, Selection } from '@tsprof/runtime/profile';
import { TsprofError } from '../command-line/errors.ts';
import { relocateShortly } from '../processors/relocate.ts';
import { changesOf, type ChangedFunction } from './changes.ts';
import { violationsOf, type Condition, type Violation } from './conditions.ts';
import { COMPARED, type ComparedFigure } from './figures.ts';
import { matchFunctions } from './match.ts';
import { SIGNIFICANT, leastChance } from './noise.ts';
import { pathsOf } from './paths.ts';
import { groupOfRuns, type RunGroup } from './runs.ts';

export interface DiffOptions extends Selection {
  readonly cwd: string;
  /** The figure that matters most: rows come by the size of its change. */
  readonly sort: ComparedFigure;
  readonly limit?: number | undefined;
  readonly filter?: RegExp | undefined;
  /** Call paths in place of functions. */
  readonly paths?: boolean | undefined;
  readonly failOn?: readonly Condition[] | undefined;
}

export interface DiffReport {
  readonly before: RunGroup;
  readonly after: RunGroup;
  readonly sort: ComparedFigure;
  /** The least chance that so many runs can show. */
  readonly leastChance: number;
  /** What has changed, the largest change first; and how many there are without a limit. */
  readonly rows: readonly ChangedFunction[];
  readonly changed: number;
  readonly violations: readonly Violation[];
  /** What files of functions that are there after the change are relative to. */
  readonly directory: string | null;
}

interface Runs {
  readonly before: readonly Profile[];
  readonly after: readonly Profile[];
}

/** Compares two groups of runs. */
export function reportOnDiff(
  before: readonly Profile[],
  after: readonly Profile[],
  options: DiffOptions,
): DiffReport {
  const { cwd, sort, limit, filter, paths, failOn = [] } = options;
  const profiles = inOneDirectory({ before, after }, cwd);
  const one = groupOfRuns(profiles.before, options);
  const other = groupOfRuns(profiles.after, options);
  const runs = { before: one.count, after: other.count };
  const least = leastChance(one.count, other.count);
  const matches = matchFunctions(one.functions, other.functions);
  const functions = changesOf(matches, runs);
  const circumstances = { timed: one.timed && other.timed, canTellNoise: least <= SIGNIFICANT };
  const violations = violationsOf(failOn, functions, circumstances);
  const compared = paths ? changesOf(pathsOf(profiles, matches, options), runs) : functions;
  const changed = compared.filter((each) => hasChanged(each) && matchesFilter(each, filter));
  const rows = changed.sort((a, b) => compareChanges(a, b, sort)).slice(0, limit);
  const directory = profiles.after[0]?.cwd ?? null;
  return {
    ...{ before: one, after: other, sort, leastChance: least },
    ...{ rows, changed: changed.length, violations, directory },
  };
}

/**
 * Profiles with files as they are shown. Two checkouts of a program are compared by paths within each of them; those of one are
 * shown relative to where the command runs.
 */
export function inOneDirectory(runs: Runs, cwd: string): Runs {
  const directories = new Set([...runs.before, ...runs.after].map((profile) => profile.cwd));
  if (directories.size > 1) return runs;
  const [before, after] = [runs.before, runs.after].map((profiles) =>
    profiles.map((profile) => relocateShortly(profile, cwd)),
  ) as [Profile[], Profile[]];
  return { before, after };
}

function hasChanged({ figures, was, status }: ChangedFunction): boolean {
  return status !== 'kept' || was !== undefined || COMPARED.some((figure) => figures[figure].by !== 0);
}

function matchesFilter({ place, was }: ChangedFunction, filter: RegExp | undefined): boolean {
  if (filter === undefined) return true;
  return [place, was].some((each) => each && (filter.test(each.name) || filter.test(each.file)));
}

/** By the size of the change, then by those of all other figures, so that the order is always the same. */
function compareChanges(a: ChangedFunction, b: ChangedFunction, sort: ComparedFigure): number {
  for (const figure of [sort, ...COMPARED]) {
    const order = Math.abs(b.figures[figure].by) - Math.abs(a.figures[figure].by);
    if (order !== 0) return order;
  }
  const [one, other] = [a.place, b.place].map(({ name, file, line }) => `${name} ${file} ${line}`);
  return one! < other! ? -1 : 1;
}

/** Reads `--sort`; a bad one is a TsprofError. */
export function parseFigure(text: string): ComparedFigure {
  const found = COMPARED.find((figure) => figure === text);
  if (found !== undefined) return found;
  throw new TsprofError(`cannot sort by ${JSON.stringify(text)}`, {
    remedy: `Use one of ${COMPARED.join(', ')}.`,
  });
}
