// The tables of the documents that are made from the recorded results. In a document each stands between two comments:
// `<!-- bench: KIND ARGUMENTS -->` and `<!-- /bench -->`.
import { readFileSync, writeFileSync } from 'node:fs';
import { cellsOf as accuracyCells, HEADINGS as ACCURACY } from './accuracy/rows.mjs';
import { measuredWhere } from './provenance.mjs';
import { HEADINGS, cellsOf, figure } from './table.mjs';

const root = new URL('../', import.meta.url);

/** Every document with such a table. */
export const documents = [
  'README.md',
  'docs/bench.md',
  'docs/browser.md',
  'docs/memory.md',
  'docs/sampling.md',
  'docs/viewer.md',
];

const kinds = { cases, accuracy, programs, pages };

const MARKED = /(<!-- bench: (\w+)((?: [\w-]+)*) -->\n)[^]*?(<!-- \/bench -->)/g;

/** `text` with its tables as the results say. */
export function remade(text, results) {
  return text.replace(MARKED, (_, from, kind, names, to) => {
    if (kinds[kind] === undefined) throw new Error(`<!-- bench: ${kind} -->: there is no such table`);
    return `${from}\n${kinds[kind](results, names.trim().split(' ').filter(Boolean))}\n\n${to}`;
  });
}

export function readDocument(path) {
  return readFileSync(new URL(path, root), 'utf8');
}

/** Brings all documents up to date. */
export function remakeDocuments(results) {
  for (const path of documents) writeFileSync(new URL(path, root), remade(readDocument(path), results));
}

/** All rows of the cases that are named, of all where none is. */
function cases({ costs }, names) {
  const chosen = pick(costs, names);
  return block([HEADINGS, ...rowsOf(chosen).map(cellsOf)], chosen);
}

function accuracy(results, names) {
  const chosen = pick(results.accuracy, names);
  return block([ACCURACY, ...rowsOf(chosen).map(accuracyCells)], chosen);
}

/** Columns of figures alone. */
const FIGURES = '---:';

/** A line for each program, a column for each way of running it; and what a server keeps under load. */
function programs({ costs }, names) {
  const ways = {
    auto: 'profiled',
    off: 'probes, profiling off',
    istanbul: 'istanbul’s counters',
    sampled: '`node --cpu-prof`',
  };
  const chosen = pick(costs, names);
  const lines = Object.values(chosen).map(({ rows }) => [
    rows[0].program,
    ...Object.keys(ways).map((way) => cellOf(rows, { way })),
  ]);
  const { fastify } = pick(costs, ['fastify']);
  const kept = (way) => cellOf(fastify.rows, { way });
  const server = [
    `Fastify under load keeps ${kept('all')} of its requests per second with all of its packages profiled, and`,
    `${kept('own')} with the server’s own code alone, as it is by default.`,
  ].join('\n');
  const headings = ['program, all of it instrumented', ...Object.values(ways)];
  return `${markdown([headings, ...lines], FIGURES)}\n\n${server}\n\n${measuredWhere({ ...chosen, fastify })}`;
}

/** A line for each program in a browser, a column for each way of running it there. */
function pages({ costs }) {
  const { chromium } = pick(costs, ['chromium']);
  const ways = {
    plain: 'plain',
    isolated: 'profiled, isolated',
    apart: 'profiled, not isolated',
    sampled: 'Chromium’s own sampling profiler',
  };
  const names = new Set(chromium.rows.map(({ program }) => program));
  const lines = [...names].map((program) => [
    program,
    ...Object.keys(ways).map((way) => cellOf(chromium.rows, { program, way })),
  ]);
  return `${markdown([['program', ...Object.values(ways)], ...lines], FIGURES)}\n\n${measuredWhere({ chromium })}`;
}

/** The median of the row with these fields, with its unit; nothing where there is no such row. */
function cellOf(rows, fields) {
  const row = rows.find((each) => Object.entries(fields).every(([name, value]) => each[name] === value));
  return row === undefined ? '' : `${figure(row.measured, row.unit)} ${row.unit}`;
}

function pick(recorded, names) {
  const unknown = names.filter((name) => recorded[name] === undefined);
  if (unknown.length > 0) throw new Error(`nothing is recorded of ${unknown.join(', ')}`);
  const chosen = names.length === 0 ? Object.keys(recorded) : names;
  return Object.fromEntries(chosen.map((name) => [name, recorded[name]]));
}

function rowsOf(recorded) {
  return Object.values(recorded).flatMap(({ rows }) => rows);
}

function block(lines, recorded) {
  return `${markdown(lines)}\n\n${measuredWhere(recorded)}`;
}

/** With no padding, so that a new figure changes its line alone. `columns`: how all but the first are aligned. */
function markdown([headings, ...rows], columns = '---') {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(headings), line(['---', ...headings.slice(1).map(() => columns)]), ...rows.map(line)].join(
    '\n',
  );
}
