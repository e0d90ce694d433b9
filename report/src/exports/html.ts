import { createHash } from 'node:crypto';
import { printable, profileStats } from '@tsprof/runtime/profile';
import type { FunctionStats, Profile, Stats } from '@tsprof/runtime/profile';
import { calls, duration } from '../units.ts';
import { PAGE_SCRIPT, PAGE_STYLE } from './html-page.ts';
import { threadNames } from './threads.ts';

interface Column {
  readonly title: string;
  /** What the column is sorted by. */
  readonly value: (row: FunctionStats) => string | number;
  readonly text: (row: FunctionStats, elapsed: number) => string;
}

const time = (title: string, value: (row: FunctionStats) => number): Column => ({
  ...{ title, value, text: (row) => duration(value(row)) },
});
const share = (title: string, value: (row: FunctionStats) => number): Column => ({
  ...{
    title,
    value,
    text: (row, elapsed) => (elapsed === 0 ? '' : `${((100 * value(row)) / elapsed).toFixed(1)}`),
  },
});

const COLUMNS: readonly Column[] = [
  { title: 'function', value: ({ name }) => name, text: ({ name }) => name },
  { title: 'calls', value: ({ ncall }) => ncall, text: calls },
  time('own', ({ tsub }) => tsub),
  share('own %', ({ tsub }) => tsub),
  time('total', ({ ttot }) => ttot),
  share('total %', ({ ttot }) => ttot),
  time('average', ({ tavg }) => tavg),
  time('waiting', ({ twait }) => twait),
  time('longest', ({ tmax }) => tmax),
  { title: 'place', value: placeText, text: placeText },
];

/** One page with all functions, which needs nothing from elsewhere and lets nothing in. Figures are in ns in `data-v`. */
export function* html(profile: Profile): Iterable<string> {
  const stats = profileStats(profile);
  yield head();
  yield heading(profile, stats);
  yield '<input type="search" placeholder="filter by name or place" aria-label="filter">\n<table><thead><tr>';
  for (const { title } of COLUMNS) yield `<th><button type="button">${escaped(title)}</button></th>`;
  yield '</tr></thead><tbody>\n';
  const rows = [...stats.functions].sort((one, other) => other.tsub - one.tsub);
  for (const row of rows) {
    yield `<tr>${COLUMNS.map((column) => cell(column, row, stats.elapsed)).join('')}</tr>\n`;
  }
  yield `</tbody></table>\n<script>${PAGE_SCRIPT}</script>\n</body></html>\n`;
}

function head(): string {
  const policy = `default-src 'none'; style-src ${sourceOf(PAGE_STYLE)}; script-src ${sourceOf(PAGE_SCRIPT)}; base-uri 'none'; form-action 'none'`;
  return [
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width"><title>tsprof report</title>',
    `<style>${PAGE_STYLE}</style></head><body>\n`,
  ].join('\n');
}

const sourceOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

function heading(profile: Profile, { elapsed, threads, functions }: Stats): string {
  const root = threads.reduce((sum, { rootSelf }) => sum + rootSelf, 0);
  const facts = [
    `${profile.generator}, ${profile.created}`,
    `elapsed ${duration(elapsed)}, of which ${duration(root)} in the event loop and in code without probes`,
    `threads: ${threadNames(profile).join(', ')}`,
    `${functions.length} functions`,
  ];
  return `<h1>tsprof report</h1>\n<ul>${facts.map((fact) => `<li>${escaped(fact)}</li>`).join('')}</ul>\n`;
}

function cell({ value, text }: Column, row: FunctionStats, elapsed: number): string {
  const sorted = value(row);
  const shown = escaped(text(row, elapsed));
  return typeof sorted === 'number' ? `<td class="n" data-v="${sorted}">${shown}</td>` : `<td>${shown}</td>`;
}

function placeText({ file, line, column }: FunctionStats): string {
  return file === '' ? '' : `${file}:${line}:${column + 1}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in markup: names come from whoever wrote the profile. */
function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
