import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { Signal } from '@preact/signals';
import { isNarrowed } from '../state/filter.ts';
import { useVirtualRows } from './virtual-rows.ts';

/** A column of a table: what stands in it, and what it means. */
export interface GridColumn<R> {
  readonly title: string;
  readonly words: string;
  /** As CSS has it. */
  readonly width: string;
  readonly isText?: boolean;
  /** Whether its end says more than its beginning, so that the beginning is cut off where there is no room. */
  readonly isPlace?: boolean;
  /** What rows are sorted by; absent: they cannot be. */
  readonly sortKey?: string | undefined;
  readonly cell: (row: R) => ComponentChildren;
  /** How much of the cell is to be coloured, 0 to 1. */
  readonly heat?: (row: R) => number;
}

/** What rows are sorted by. */
export interface GridSort {
  readonly key: string;
  readonly descending: boolean;
}

export interface GridProps<R> {
  readonly label: string;
  readonly columns: readonly GridColumn<R>[];
  /** In the order in which they are shown. */
  readonly rows: readonly R[];
  readonly keyOf: (row: R) => string;
  readonly selectedKey: string | null;
  readonly onSelect: (row: R) => void;
  readonly sort: Signal<GridSort>;
  /** Whether a column begins with its greatest values. */
  readonly isDescending: (key: string) => boolean;
}

const ROW_HEIGHT = 27;

/** A table of any length: only what is in sight is in the page. Arrow keys move the selection. */
export function Grid<R>(props: GridProps<R>) {
  const { label, columns, rows, keyOf, selectedKey, onSelect } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const virtual = useVirtualRows(rows.length, ROW_HEIGHT, scroller);
  const template = columns.map(({ width }) => width).join(' ');
  const minWidth = leastWidth(columns);
  const at = selectedKey === null ? -1 : rows.findIndex((row) => keyOf(row) === selectedKey);
  useLayoutEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at]);
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined || rows.length === 0) return;
    event.preventDefault();
    onSelect(rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + step))]!);
  };
  return (
    <div
      class="scroller"
      ref={scroller}
      tabIndex={0}
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
      onKeyDown={move}
    >
      <GridHead {...props} template={template} minWidth={minWidth} />
      {rows.length === 0 && (
        <p class="pad faint">No rows{isNarrowed.value && ': search and filters let none through'}.</p>
      )}
      <div class="grid-body" style={{ height: `${virtual.getTotalSize()}px`, minWidth }} role="rowgroup">
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <div
              class="grid-row"
              role="row"
              id={`${id}-${index}`}
              key={keyOf(row)}
              aria-rowindex={index + 2}
              aria-selected={index === at}
              style={{ gridTemplateColumns: template, transform: `translateY(${start}px)` }}
              onClick={() => onSelect(row)}
            >
              {columns.map((column) => (
                <Cell column={column} row={row} />
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The least width of all columns together, as CSS: rows whose width came from what is in them would not be in line. */
function leastWidth<R>(columns: readonly GridColumn<R>[]): string {
  const least = columns.map(({ width }) => /^minmax\(([^,]+),/.exec(width)?.[1] ?? width);
  return `calc(${least.join(' + ')})`;
}

const STEPS: Readonly<Record<string, number>> = {
  ...{ ArrowDown: 1, ArrowUp: -1, PageDown: 20, PageUp: -20, Home: -Infinity, End: Infinity },
};

function GridHead<R>({
  columns,
  sort,
  isDescending,
  template,
  minWidth,
}: GridProps<R> & { readonly template: string; readonly minWidth: string }) {
  const { key, descending } = sort.value;
  const press = (pressed: string) =>
    (sort.value = { key: pressed, descending: pressed === key ? !descending : isDescending(pressed) });
  return (
    <div class="grid-head" role="row" aria-rowindex={1} style={{ gridTemplateColumns: template, minWidth }}>
      {columns.map(({ title, words, sortKey, isText }) => (
        <div
          role="columnheader"
          aria-label={title}
          class={isText ? 'left' : ''}
          aria-sort={sortKey === key ? (descending ? 'descending' : 'ascending') : 'none'}
        >
          <button
            type="button"
            aria-label={title}
            title={words}
            disabled={sortKey === undefined}
            onClick={() => press(sortKey!)}
          >
            {title}
          </button>
        </div>
      ))}
    </div>
  );
}

function Cell<R>({ column: { title, isText, isPlace, cell, heat }, row }: { column: GridColumn<R>; row: R }) {
  const share = Math.max(0, Math.min(1, heat?.(row) ?? 0));
  const colour = `rgba(var(--heat), .28)`;
  const style =
    share > 0.001 ? { background: `linear-gradient(90deg, ${colour} ${100 * share}%, transparent 0)` } : {};
  return (
    <div
      role="gridcell"
      class={isPlace ? 'name place' : isText ? 'name' : 'n'}
      data-column={title}
      style={style}
    >
      {isPlace ? <bdi dir="ltr">{cell(row)}</bdi> : cell(row)}
    </div>
  );
}
