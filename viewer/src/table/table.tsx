import { computed, signal } from '@preact/signals';
import type { FunctionFigures, MemoryStats } from '@tsprof/runtime/profile';
import { identityOf } from '@tsprof/report/diff/run-table';
import { COLUMNS, columnOf, type ColumnName } from '@tsprof/report/rows/columns';
import { FUNCTION_ORDERS } from '@tsprof/report/rows/function-orders';
import { byNumber, byText, sortRows, type Orders } from '@tsprof/report/rows/sort';
import { cellText } from '@tsprof/report/tables/cells';
import { placeText } from '@tsprof/report/rows/places';
import { perCall } from '@tsprof/report/rows/memory-rows';
import { size } from '@tsprof/report/units';
import { counted } from '@tsprof/report/tables/text';
import { Grid, type GridColumn, type GridSort } from '../parts/grid.tsx';
import { shown, shownPlace } from '../parts/text.ts';
import { isListed } from '../state/filter.ts';
import { hasMemory, memoryByKey, stats, style } from '../state/figures.ts';
import { select } from '../state/selected.ts';
import { selectedKey } from '../state/selected-key.ts';
import { COLUMN_WORDS, MEMORY_WORDS } from '../words.ts';

/** In this order; the others are shown as cells of these. */
const SHOWN: readonly ColumnName[] = [
  ...([
    'name',
    'ncall',
    'tsub',
    'tsub%',
    'ttot',
    'ttot%',
    'tavg',
    'twait',
    'twait%',
    'trun',
    'trun%',
  ] as const),
  ...(['tmin', 'tmax', 'p99', 'nsuspend', 'nyield', 'pending', 'kind', 'file:line'] as const),
];

type MemoryColumn = keyof typeof MEMORY_WORDS;

/** Bytes; none are known of functions that allocated nothing that was seen. */
const MEMORY: Readonly<Record<MemoryColumn, (row: MemoryStats) => number>> = {
  memory: ({ own }) => own,
  'memory total': ({ total }) => total,
  'per call': perCall,
};

const bytesOf = (name: MemoryColumn, row: FunctionFigures): number => {
  const found = memoryByKey.value.get(identityOf(row));
  return found === undefined ? 0 : MEMORY[name](found);
};

const memoryColumn = (name: MemoryColumn): GridColumn<FunctionFigures> => ({
  ...{ title: name, words: MEMORY_WORDS[name], sortKey: name, width: '8rem' },
  cell: (row) => (bytesOf(name, row) === 0 ? '0' : size(bytesOf(name, row))),
});

const MEMORY_NAMES = Object.keys(MEMORY) as MemoryColumn[];

/** Every column can be sorted by; where the commands have an order for it, by that. */
const ORDERS: Orders<FunctionFigures> = {
  ...FUNCTION_ORDERS,
  columns: Object.fromEntries([
    ...(Object.keys(COLUMNS) as ColumnName[]).map((name) => [name, orderOf(name)] as const),
    ...MEMORY_NAMES.map((name) => [name, byNumber<FunctionFigures>((row) => bytesOf(name, row))] as const),
  ]),
};

function orderOf(name: ColumnName) {
  const known = FUNCTION_ORDERS.columns[name === 'file:line' ? 'file' : name];
  if (known !== undefined) return known;
  const column = columnOf(name);
  if (column.type === 'place') throw new Error(`${name} has no order`);
  if (column.type === 'text') return byText<FunctionFigures>(column.read);
  // What is not known comes last.
  return byNumber<FunctionFigures>((row) => column.read(row) ?? -1);
}

export const tableSort = signal<GridSort>({ key: 'tsub', descending: true });

const rows = computed(() =>
  sortRows(stats.value.functions.filter(isListed.value), [tableSort.value], ORDERS),
);

const WIDTHS: Partial<Record<ColumnName, string>> = {
  name: 'minmax(17rem, 2fr)',
  ncall: '9rem',
  kind: '8rem',
  'file:line': 'minmax(24rem, 3fr)',
};

const columns = computed(() => {
  const most = Math.max(0, ...maxima());
  const known = SHOWN.map((name): GridColumn<FunctionFigures> => {
    const { type } = columnOf(name);
    return {
      ...{ title: name, words: COLUMN_WORDS[name], sortKey: name, width: WIDTHS[name] ?? '5.6rem' },
      ...{ isText: type === 'text' || type === 'place', isPlace: type === 'place' },
      cell: (row) =>
        type === 'place'
          ? shownPlace(placeText(row, style.value.crowded))
          : shown(cellText(name, row, style.value)),
      ...(name === 'tsub' && most > 0 && { heat: (row: FunctionFigures) => row.tsub / most }),
    };
  });
  if (!hasMemory.value) return known;
  return [...known.slice(0, AFTER_TIMES), ...MEMORY_NAMES.map(memoryColumn), ...known.slice(AFTER_TIMES)];
});

/** Memory stands behind times and what they are per cent of. */
const AFTER_TIMES = SHOWN.indexOf('tmin');

function* maxima(): Iterable<number> {
  let most = 0;
  for (const { tsub } of stats.value.functions) most = Math.max(most, tsub);
  yield most;
}

/** All functions with all figures. */
export function Table() {
  const { length } = rows.value;
  const { length: all } = stats.value.functions;
  return (
    <>
      <Grid
        label="Functions"
        columns={columns.value}
        rows={rows.value}
        keyOf={identityOf}
        selectedKey={selectedKey.value}
        onSelect={select}
        sort={tableSort}
        isDescending={(key) => ORDERS.columns[key]!.descending}
      />
      <div class="count" role="status">
        {length === all ? counted(all, 'function') : `${length} of ${counted(all, 'function')}`}
      </div>
    </>
  );
}
