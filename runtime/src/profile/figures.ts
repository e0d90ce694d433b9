import * as columns from './columns.ts';
import type { Column } from './shape.ts';

/** What is counted and summed up along an edge. */
interface Figure {
  readonly type: 'count' | 'time';
  /** Of what there are so many, or `ns`. */
  readonly unit: string;
  /** How that of two edges becomes one. */
  readonly add: 'sum' | 'least' | 'greatest';
  /** The version of the format that it came with. */
  readonly since: 1 | 2 | 3;
  /** What stands for it in older files: another figure. Without one there are none. */
  readonly default?: string;
  /** Counted once per pair (caller's function, callee's function) in place of that one, which is so per function. */
  readonly ofPair?: string;
}

const count = { type: 'count', add: 'sum', since: 1 } as const;
const time = { type: 'time', unit: 'ns', add: 'sum', since: 1 } as const;

/**
 * The figures of an edge: columns of `EdgeTable`, in the order in which they are written. Types, what a reader accepts, sums
 * and merged rows follow from here. `ncall nactualcall tsub ttot twait nsuspend nyield tmin tmax` are Yappi's words where
 * Yappi has them, and mean here what they mean for a function, restricted to the activations that came through this edge.
 */
export const FIGURES = {
  ncall: { ...count, unit: 'calls' },
  /** Of these, the ones with no activation of the same function above them on the logical call path. */
  nactualcall: { ...count, unit: 'calls' },
  tsub: time,
  /** The function's total time: recursion counted once. */
  ttot: time,
  tpair: { ...time, ofPair: 'ttot' },
  /** Of ncall, the ones with no activation of the same pair above them. */
  npair: { ...count, unit: 'calls', ofPair: 'nactualcall' },
  /** Time waiting at awaits, counted once in recursion as `ttot` is, of which it is a part; in version 1 over all. */
  twait: time,
  wpair: { ...time, ofPair: 'twait', since: 2, default: 'twait' },
  nsuspend: { ...count, unit: 'suspensions' },
  nyield: { ...count, unit: 'yields' },
  /** Least and greatest wall time of one activation; 0 where there was none. */
  tmin: { ...time, add: 'least' },
  tmax: { ...time, add: 'greatest' },
  /** Of ncall, the activations that had not ended when the profile was taken (or profiling stopped). */
  pending: { ...count, unit: 'calls' },
  /** Of ncall, the coroutines that were already alive when profiling started. */
  late: { ...count, unit: 'calls' },
} as const satisfies Record<string, Figure>;

export type FigureName = keyof typeof FIGURES;

/** Those that a function has, or a pair of functions: for a pair each means what its `ofPair` says. */
export type SumName = {
  [N in FigureName]: (typeof FIGURES)[N] extends { ofPair: string } ? never : N;
}[FigureName];

/** All of them, in order. */
export const FIGURE_NAMES = Object.keys(FIGURES) as readonly FigureName[];

/** What is known of one of them. */
export const figureOf = (name: FigureName): Figure => FIGURES[name];

/** What a file may have in that column. */
export const ruleOf = (name: FigureName): Column<number> =>
  figureOf(name).type === 'count' ? columns.count : columns.time;

/** Those of a function or a pair, in order. */
export const SUM_NAMES = FIGURE_NAMES.filter(
  (name) => figureOf(name).ofPair === undefined,
) as readonly SumName[];

/** For each of `SUM_NAMES` the column in which edges have it, by pair: its own, where it is no other for pairs. */
export const PAIR_COLUMNS: readonly FigureName[] = SUM_NAMES.map(
  (sum) => FIGURE_NAMES.find((name) => figureOf(name).ofPair === sum) ?? sum,
);
