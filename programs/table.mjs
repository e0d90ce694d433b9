// How the results are shown: tables in Markdown, as they stand in docs/programs.md.
import { cpus, loadavg } from 'node:os';

/** Where and on what the programs ran: a time without it says nothing. */
export function machine() {
  const processors = cpus();
  const date = new Date().toISOString().slice(0, 10);
  const system = `${processors[0].model.trim()}, ${processors.length} cores, load ${loadavg()[0].toFixed(1)}`;
  return `${system}, Node ${process.versions.node}, ${date}`;
}

/** A table of rows of cells; the first column is text, the others are numbers. */
export function markdown(headings, rows) {
  const rule = headings.map((_, column) => (column === 0 ? '---' : '---:'));
  return [headings, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The row of a program that was measured. */
export function programRow({ name, what, version, calls, plain, instrumented, ratio, ...checks }) {
  const { differences, anomalies, unbalanced } = checks;
  return [
    `${name} ${version}: ${what}`,
    differences.length === 0 ? 'yes' : '**no**',
    count(calls),
    plain.toFixed(2),
    instrumented.toFixed(2),
    ratio.toFixed(2),
    anomalies.length === 0 ? 'none' : `**${anomalies.length}**`,
    unbalanced.length === 0 ? 'yes' : '**no**',
  ];
}

export const PROGRAM_HEADINGS = [
  'program',
  'same result',
  'calls',
  'plain, s',
  'instrumented, s',
  'ratio',
  'anomalies',
  'times conserved',
];

/** With thin spaces between thousands, as in `1 234 567`. */
export function count(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ' ');
}
