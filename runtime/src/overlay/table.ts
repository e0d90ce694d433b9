import type { FunctionStats } from '../profile/stats.ts';
import { element, mark, say } from './elements.ts';
import { calls, milliseconds } from './figures.ts';
import { MOST_ROWS, type SortKey, type Top, type View } from './rows.ts';

interface Column {
  readonly key: SortKey;
  readonly heading: string;
  readonly title: string;
  readonly text: (row: FunctionStats) => string;
}

const COLUMNS: readonly Column[] = [
  { key: 'name', heading: 'function', title: 'name', text: nameOf },
  { key: 'ncall', heading: 'calls', title: 'ncall: calls', text: calls },
  {
    key: 'tsub',
    heading: 'own ms',
    title: 'tsub: time in the function itself, ms',
    text: ({ tsub }) => milliseconds(tsub),
  },
  {
    key: 'ttot',
    heading: 'total ms',
    title: 'ttot: from start to end, all that it calls and awaits included, ms',
    text: ({ ttot }) => milliseconds(ttot),
  },
  {
    key: 'twait',
    heading: 'waiting ms',
    title: 'twait: time suspended at awaits, ms',
    text: ({ twait }) => milliseconds(twait),
  },
];

/** Modules are all of one name: what tells them apart stands before it, as the end of a name may be cut off. */
function nameOf({ name, file, kind }: FunctionStats): string {
  if (kind !== 'module' || file === '') return name;
  return `${file.split('/').slice(-2).join('/')} ${name}`;
}

/** The functions that matter most. Rows are made once, and then only what they say changes. */
export class Table {
  readonly element: HTMLElement;
  readonly #headings: readonly HTMLElement[];
  readonly #rows: readonly HTMLTableRowElement[];
  readonly #remark = element('p', { class: 'remark' });

  /** `sort` is told of the heading that was clicked. */
  constructor(sort: (key: SortKey) => void) {
    this.#headings = COLUMNS.map((column) => heading(column, sort));
    this.#rows = Array.from({ length: MOST_ROWS }, () => row());
    const table = element(
      'table',
      { 'aria-label': 'Functions' },
      element('thead', {}, element('tr', {}, ...this.#headings)),
      element('tbody', {}, ...this.#rows),
    );
    // It scrolls, so that one must be able to get there by keyboard.
    const frame = { class: 'frame', tabindex: '0', role: 'group', 'aria-label': 'Functions' };
    this.element = element('div', frame, table, this.#remark);
  }

  draw({ rows, all, found }: Top, { key, isDescending }: View, isTimed: boolean): void {
    for (const [at, column] of COLUMNS.entries()) {
      const order = isDescending ? 'descending' : 'ascending';
      mark(this.#headings[at]!, 'aria-sort', column.key === key ? order : 'none');
    }
    for (const [at, each] of this.#rows.entries()) drawRow(each, rows[at], isTimed);
    say(this.#remark, remark(rows.length, found, all));
  }
}

function heading({ key, heading, title }: Column, sort: (key: SortKey) => void): HTMLElement {
  const button = element('button', { type: 'button', title }, heading);
  button.addEventListener('click', () => sort(key));
  return element('th', { scope: 'col' }, button);
}

function row(): HTMLTableRowElement {
  const cells = COLUMNS.slice(1).map(() => element('td'));
  const made = element('tr', {}, element('th', { scope: 'row' }), ...cells);
  made.hidden = true;
  return made;
}

function drawRow(node: HTMLTableRowElement, stats: FunctionStats | undefined, isTimed: boolean): void {
  node.hidden = stats === undefined;
  if (stats === undefined) return;
  const { file, line, kind } = stats;
  mark(node, 'title', file === '' ? kind : `${file}:${line}`);
  for (const [at, { key, text }] of COLUMNS.entries()) {
    const isKnown = isTimed || key === 'name' || key === 'ncall';
    const cell = node.cells[at]!;
    say(cell, isKnown ? text(stats) : '–');
    mark(cell, 'class', stats[key] === 0 ? 'nothing' : key);
  }
}

function remark(shown: number, found: number, all: number): string {
  if (all === 0) return 'Nothing has been called yet.';
  if (found === 0) return 'No function has this in its name or file.';
  return shown < found ? `${shown} of ${found} functions` : '';
}
