import { FIGURES } from '@tsprof/runtime/profile';
import type { FunctionStats } from '@tsprof/runtime/profile';

/** What is compared, in the order in which it is shown. */
export const COMPARED = [
  ...(['ncall', 'nactualcall', 'tsub', 'ttot', 'tavg', 'twait', 'trun', 'tmax'] as const),
  ...(['nsuspend', 'nyield', 'pending'] as const),
] satisfies readonly (keyof FunctionStats)[];

export type ComparedFigure = (typeof COMPARED)[number];

/** Whether it is a time, ns; other figures are counts. */
export function isTime(figure: ComparedFigure): boolean {
  return !Object.hasOwn(FIGURES, figure) || FIGURES[figure as keyof typeof FIGURES].type === 'time';
}
