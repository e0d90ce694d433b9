import { createRequire } from 'node:module';
import { printableLines } from '@tsprof/runtime/profile';

/** More of a line than this fits no screen. */
const WIDEST = 160;

/** How many lines are shown before and after. */
const CONTEXT = 2;

/** The lines around a place (line from 1, column from 0), with a mark below it; text that is safe for terminals. */
export function codeFrame(text: string, line: number, column: number): string {
  // Loaded when something is wrong, which is seldom.
  const { codeFrameColumns } = createRequire(import.meta.url)(
    '@babel/code-frame',
  ) as typeof import('@babel/code-frame');
  const lines = text
    .trimEnd()
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .slice(0, line + CONTEXT);
  // Of long lines, as minified code has them, what is around the place.
  const start = Math.max(0, column - WIDEST / 2);
  const shown = lines.map((each) => printableLines(each.slice(start, start + WIDEST)));
  const before = printableLines((lines[line - 1] ?? '').slice(start, column));
  const place = { start: { line, column: before.length + 1 } };
  return codeFrameColumns(shown.join('\n'), place, { linesAbove: CONTEXT, linesBelow: CONTEXT });
}
