import { TsprofError } from '../command-line/errors.ts';
import { changesOf, type ChangedFunction } from './changes.ts';
import { violationsOf, type Condition, type Violation } from './conditions.ts';
import { shownFrom } from './directories.ts';
import { COMPARED, type ComparedFigure } from './figures.ts';
import { matchFunctions } from './match.ts';
import { SIGNIFICANT, leastChance } from './noise.ts';
import { matchPaths } from './paths.ts';
import type { RunGroup, Runs } from './runs.ts';

export interface DiffOptions {
  readonly cwd: string;
  /** The figure that matters most: rows come by the size of its change. */
  readonly sort: ComparedFigure;
  readonly limit?: number | undefined;
  readonly filter?: RegExp | undefined;
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

/** Compares two groups of runs, which have call paths where these are asked for. */
export function reportOnDiff(before: Runs, after: Runs, options: DiffOptions): DiffReport {
  const { sort, limit, filter, failOn = [] } = options;
  const one = before.group();
  const other = after.group();
  const runs = { before: one.count, after: other.count };
  const least = leastChance(one.count, other.count);
  const { directory, shown } = shownFrom(before.directories, after.directories, options.cwd);
  const matches = matchFunctions(one.functions, other.functions);
  const functions = changesOf(shown(matches), runs);
  const circumstances = { timed: one.timed && other.timed, canTellNoise: least <= SIGNIFICANT };
  const violations = violationsOf(failOn, functions, circumstances);
  const paths = before.paths && after.paths && matchPaths(before.paths, after.paths, matches, runs);
  const compared = paths ? changesOf(shown(paths), runs) : functions;
  const changed = compared.filter((each) => hasChanged(each) && matchesFilter(each, filter));
  const rows = changed.sort((a, b) => compareChanges(a, b, sort)).slice(0, limit);
  return {
    ...{ before: one, after: other, sort, leastChance: least },
    ...{ rows, changed: changed.length, violations, directory },
  };
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
