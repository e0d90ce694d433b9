// How measurements are shown.
import { cpus, loadavg } from 'node:os';

const HEADINGS = ['', 'ms', 'ratio', 'fastest', 'slowest'];

/** The machine in one line, as a benchmark without it says nothing. */
export function machine() {
  const processors = cpus();
  const load = loadavg()[0].toFixed(1);
  return `${processors[0].model.trim()}, ${processors.length} cores, Node ${process.versions.node}, load ${load}`;
}

/** One case: a row for each way. */
export function table(title, rows) {
  const cells = rows.map(({ name, time, ratio, least, greatest }) => [
    name,
    time.toFixed(1),
    ...[ratio, least, greatest].map((number) => number.toFixed(2)),
  ]);
  const lines = [[title, ...HEADINGS.slice(1)], ...cells];
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines.map((line) => line.map((cell, at) => pad(cell, widths[at], at)).join('  ')).join('\n');
}

function pad(cell, width, column) {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
