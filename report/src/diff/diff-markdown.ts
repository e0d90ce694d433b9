import { printable } from '@tsprof/runtime/profile';
import { placeText } from '../rows/places.ts';
import { violationLine } from './conditions.ts';
import { diffColumns } from './diff-table.ts';
import type { DiffReport } from './report.ts';
import { diffHeading, diffNotes, nameText } from './words.ts';

/** A comment under a pull request is to be read. */
const MOST_ROWS = 25;

/** What has changed, for a comment under a pull request; names are text in it, whatever is in them. */
export function diffMarkdown(report: DiffReport, limit = MOST_ROWS): string {
  const { rows, changed, violations } = report;
  const shown = rows.slice(0, limit);
  const lines = [
    ...violations.map((violation) => `- :x: ${code(violationLine(violation))}`),
    ...(violations.length === 0 ? [] : ['']),
    `**${diffHeading(report)}**`,
    '',
    ...(shown.length === 0 ? [] : [...table({ ...report, rows: shown }), '']),
    ...(shown.length === changed ? [] : [`${shown.length} of ${changed} changes shown.`, '']),
    ...diffNotes(report).map((note) => `${note}.`),
  ];
  return `${lines.join('\n')}\n`;
}

function table(report: DiffReport): string[] {
  const columns = diffColumns(report);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(['function', ...columns.map(({ heading }) => heading), 'where']),
    line(['---', ...columns.map(() => '---:'), '---']),
    ...report.rows.map((row) => {
      const where = placeText(row.place);
      return line([
        code(nameText(row)),
        ...columns.map(({ text }) => text(row)),
        where === '' ? '' : code(where),
      ]);
    }),
  ];
}

/**
 * A span of code, in which nothing is markup. Nothing can stand for the two characters that would end it, or the cell that it is
 * in: others that look alike do.
 */
function code(text: string): string {
  const plain = printable(text).replaceAll('`', "'").replaceAll('|', '¦').trim();
  return `\`${plain || ' '}\``;
}
