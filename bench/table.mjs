// How measurements are shown.
import { verdict } from './rows.mjs';

export const HEADINGS = ['work', 'measured (median, fastest - slowest)', 'target', 'met?'];

/** The cells of one row, as text. */
export function cellsOf(row) {
  if (row.failed !== undefined) return [row.work, `failed: ${row.failed}`, '', 'no'];
  if (row.skipped !== undefined) return [row.work, `skipped: ${row.skipped}`, '', ''];
  const { work, unit, measured, least, greatest } = row;
  const extent = least === greatest ? '' : ` (${figure(least, unit)} - ${figure(greatest, unit)})`;
  return [work, `${figure(measured, unit)} ${unit}${extent}`.trim(), target(row), verdict(row)];
}

function target({ atMost, atLeast, stretch, unit }) {
  const limit = atMost ?? atLeast;
  if (limit === undefined) return '';
  const better = stretch === undefined ? '' : `, stretch ${stretch}`;
  return `${atMost === undefined ? '>=' : '<='} ${limit} ${unit}${better}`;
}

/** Three digits that count. */
export function figure(value, unit) {
  if (unit === 'x' || unit === 'kB') return value.toFixed(2);
  return value.toFixed(Math.abs(value) < 10 ? 1 : 0);
}

/** A table in Markdown, its columns aligned. */
export function table(headings, rows) {
  const widths = headings.map((heading, column) =>
    Math.max(...[heading, ...rows.map((cells) => cells[column])].map((cell) => cell.length)),
  );
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(headings), rule, ...rows.map(line)].join('\n');
}
