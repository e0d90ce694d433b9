import type { FunctionPlace } from '@tsprof/runtime/profile';
import { COMPARED, type ComparedFigure } from './figures.ts';
import type { Match } from './match.ts';
import { chanceOf } from './noise.ts';
import { mean, type RunFunction } from './run-table.ts';

/** A figure of a function before a change and after it: means over the runs of each. */
export interface Change {
  readonly before: number;
  readonly after: number;
  readonly by: number;
}

/** What has become of a function. */
export interface ChangedFunction {
  /** Where it is now, or was. */
  readonly place: FunctionPlace;
  readonly status: 'kept' | 'new' | 'gone';
  /** What it was called before, or in which file it was, where that is something else. */
  readonly was: FunctionPlace | undefined;
  readonly figures: Readonly<Record<ComparedFigure, Change>>;
  /** Whether a figure is the same in all runs before the change, and in all after it. */
  isSteady(figure: ComparedFigure): boolean;
  /** How likely such a change of a figure is by chance, 1 where that cannot be said. */
  chance(figure: ComparedFigure): number;
}

/** What has become of each function. */
export function changesOf(
  matches: readonly Match[],
  runs: { readonly before: number; readonly after: number },
): readonly ChangedFunction[] {
  return matches.map(({ before, after }) => {
    const values = (figure: ComparedFigure) => ({
      before: valuesOf(before, figure, runs.before),
      after: valuesOf(after, figure, runs.after),
    });
    const known = new Map<ComparedFigure, number>();
    return {
      place: (after ?? before)!.place,
      status: before === undefined ? 'new' : after === undefined ? 'gone' : 'kept',
      was: before && after && isElsewhere(before.place, after.place) ? before.place : undefined,
      figures: Object.fromEntries(
        COMPARED.map((figure) => [figure, changeOf(values(figure))]),
      ) as unknown as ChangedFunction['figures'],
      isSteady: (figure) => Object.values(values(figure)).every((runs) => new Set(runs).size <= 1),
      chance: (figure) => {
        const chance = known.get(figure) ?? chanceOf(values(figure).before, values(figure).after);
        known.set(figure, chance);
        return chance;
      },
    };
  });
}

function valuesOf(of: RunFunction | undefined, figure: ComparedFigure, runs: number): readonly number[] {
  const at = COMPARED.indexOf(figure);
  return of?.runs.map((values) => values[at]!) ?? new Array<number>(runs).fill(0);
}

function changeOf({ before, after }: { before: readonly number[]; after: readonly number[] }): Change {
  const [one, other] = [mean(before), mean(after)];
  return { before: one, after: other, by: other - one };
}

/** Another line is none of its business, nor one in its name. */
function isElsewhere(before: FunctionPlace, after: FunctionPlace): boolean {
  const names = [before, after].map(({ name }) => name.replace(/:\d+>/g, '>'));
  return names[0] !== names[1] || before.file !== after.file;
}
