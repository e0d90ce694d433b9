import { printable } from '@tsprof/runtime/profile';
import { withoutColour } from '../command-line/colours.ts';
import { crowdedLines, placeText } from '../rows/places.ts';
import { fit } from '../tables/fit.ts';
import { layOut } from '../tables/layout.ts';
import { alignsOf, shownLine } from '../tables/place-table.ts';
import { blocksThatFit } from '../tables/row-limit.ts';
import { UNKNOWN, size } from '../units.ts';
import type { Change } from './changes.ts';
import type { DiffTableOptions } from './diff-table.ts';
import type { MemoryChange, MemoryDiff } from './memory-diff.ts';
import { partText } from './texts.ts';

const HEADINGS = ['function', 'before', 'after', 'change', '±', 'calls', 'per call', 'file:line'];
const CHANGE = HEADINGS.indexOf('change');

/** What has become of the bytes of each function, as a table for people, and what to look at first. */
export function memoryDiffTable(diff: MemoryDiff, options: DiffTableOptions): string {
  const { width, paint = withoutColour } = options;
  const remarks = lookFirst(diff);
  const blocks = diff.rows.map((row) => [row]);
  const rows = diff.rows.slice(0, blocksThatFit(blocks, { ...options, taken: remarks.length + 1 }));
  const crowded = crowdedLines(rows.map(({ place }) => place));
  const cells = [HEADINGS, ...rows.map((row) => cellsOf(row, crowded))];
  const table = layOut(fit(cells, width), alignsOf(HEADINGS.length), (text, row, column) => {
    if (row === 0) return paint('heading', text);
    if (column === HEADINGS.length - 1) return paint('faint', text);
    if (column !== CHANGE || text === '0') return text;
    return text.startsWith('+') ? paint('hot', text) : paint('waiting', text);
  });
  const lines = [
    paint('heading', heading(diff)),
    '',
    ...(rows.length === 0 ? [] : [...table, '']),
    ...remarks,
    ...shownLine(rows.length, diff.changed, 'change', rows.length < diff.rows.length),
  ];
  return `${lines.join('\n')}\n`;
}

function heading({ own, collected }: MemoryDiff): string {
  const change = [signed(own.by), partText(own)].filter(Boolean).join(', ');
  const fate = collected ? 'allocated' : 'still there';
  return `${size(own.before)} to ${size(own.after)} ${fate} (${change}), by the change of own`;
}

const signed = (bytes: number): string =>
  bytes === 0 ? '0' : `${bytes < 0 ? '-' : '+'}${size(Math.abs(bytes))}`;

const sizeOf = (bytes: number): string => (bytes === 0 ? '0' : size(bytes));

function cellsOf({ place, own, error, ncall, growth }: MemoryChange, crowded: ReadonlySet<string>): string[] {
  return [
    printable(place.name),
    sizeOf(own.before),
    sizeOf(own.after),
    signed(own.by),
    own.by === 0 ? '' : size(error),
    countText(ncall),
    growth === null || own.by === 0 ? UNKNOWN : signed(growth),
    printable(placeText(place, crowded)),
  ];
}

/** Means over runs need not be whole. */
function countText({ by }: Change): string {
  const text = Number.isInteger(by) ? String(by) : by.toFixed(1);
  return by > 0 ? `+${text}` : text;
}

function lookFirst({ first, changed }: MemoryDiff): string[] {
  if (changed === 0) return ['nothing has changed'];
  if (first === null) return ['nothing has grown by more than chance can'];
  const { place, own, error, ncall, growth } = first;
  const more = growth === null ? '' : `, ${size(growth)} for each of ${countText(ncall).slice(1)} calls more`;
  const where = placeText(place);
  const name = where === '' ? place.name : `${place.name} (${where})`;
  return [printable(`look first at ${name}: ${signed(own.by)} ± ${size(error)}${more}`)];
}
