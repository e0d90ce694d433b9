// How measurements are shown.
import { cpus, loadavg } from 'node:os';
import { verdict } from './rows.mjs';

/** The machine in one line, as a benchmark without it says nothing. */
export function machine() {
  const processors = cpus();
  const load = loadavg()[0].toFixed(1);
  const date = new Date().toISOString().slice(0, 10);
  return `${processors[0].model.trim()}, ${processors.length} cores, Node ${process.versions.node}, load ${load}, ${date}`;
}

export const HEADINGS = ['work', 'measured (median, fastest - slowest)', 'target', 'met?'];

/** The cells of one row, as text. */
export function cellsOf(row) {
  if (row.failed !== undefined) return [row.work, `failed: ${row.failed}`, '', 'no'];
  if (row.skipped !== undefined) return [row.work, `skipped: ${row.skipped}`, '', ''];
  const { work, unit, measured, least, greatest } = row;
  const extent = `${figure(least, unit)} - ${figure(greatest, unit)}`;
  return [work, `${figure(measured, unit)} ${unit} (${extent})`, target(row), verdict(row)];
}

function target({ atMost, atLeast, stretch, unit }) {
  const limit = atMost ?? atLeast;
  if (limit === undefined) return '';
  const better = stretch === undefined ? '' : `, stretch ${stretch}`;
  return `${atMost === undefined ? '>=' : '<='} ${limit} ${unit}${better}`;
}

/** Three digits that count. */
function figure(value, unit) {
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
