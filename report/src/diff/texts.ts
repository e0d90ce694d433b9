import { duration } from '../units.ts';
import type { Change } from './changes.ts';
import { isTime, type ComparedFigure } from './figures.ts';

/** A figure as people read it; counts are means over runs, and need not be whole. */
export function figureText(figure: ComparedFigure, value: number): string {
  if (isTime(figure)) return duration(value);
  return Number.isInteger(value) ? String(value) : value.toPrecision(Math.max(3, digitsBefore(value)));
}

const digitsBefore = (value: number): number => Math.trunc(value).toString().length + 1;

/** `+2`, `-12.3 ms`, `0`. */
export function signedText(figure: ComparedFigure, by: number): string {
  if (by === 0) return '0';
  return `${by < 0 ? '-' : '+'}${figureText(figure, Math.abs(by))}`;
}

/** `+20.0%`; of nothing before there is no part. */
export function partText({ before, by }: Change): string {
  if (by === 0) return '0%';
  if (before === 0) return '';
  return `${by < 0 ? '-' : '+'}${((100 * Math.abs(by)) / before).toFixed(1)}%`;
}

/** Both: `+2, +100.0%`. */
export function changeText(figure: ComparedFigure, change: Change): string {
  return [signedText(figure, change.by), partText(change)].filter(Boolean).join(', ');
}
