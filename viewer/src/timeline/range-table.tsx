import { signal } from '@preact/signals';
import type { FunctionFigures } from '@tsprof/runtime/profile';
import { identityOf } from '@tsprof/report/diff/run-table';
import { counted } from '@tsprof/report/tables/text';
import { duration } from '@tsprof/report/units';
import { Grid, type GridColumn, type GridSort } from '../parts/grid.tsx';
import { shownName } from '../parts/text.ts';
import { isListed } from '../state/filter.ts';
import { stats } from '../state/figures.ts';
import { rangeProfile } from '../state/range.ts';
import { select } from '../state/selected.ts';
import { selectedKey } from '../state/selected-key.ts';
import { COLUMN_WORDS } from '../words.ts';

type FigureName = 'trun' | 'tsub' | 'twait' | 'ncall';

const sort = signal<GridSort>({ key: 'trun', descending: true });

const figure = (name: FigureName, title: string): GridColumn<FunctionFigures> => ({
  ...{ title, words: COLUMN_WORDS[name], width: '7rem', sortKey: name },
  cell: (row) => (name === 'ncall' ? String(row[name]) : duration(row[name])),
});

const COLUMNS: readonly GridColumn<FunctionFigures>[] = [
  {
    ...{ title: 'name', words: COLUMN_WORDS.name, width: 'minmax(14rem, 1fr)' },
    ...{ isText: true, sortKey: 'name' },
    cell: (row) => <span class="code">{shownName(row)}</span>,
  },
  figure('trun', 'running'),
  figure('tsub', 'own'),
  figure('twait', 'waiting'),
  figure('ncall', 'calls'),
];

/** What functions did in the chosen part of the time. */
export function RangeTable() {
  if (rangeProfile.value === null) return null;
  const { key, descending } = sort.value;
  const compare = (a: FunctionFigures, b: FunctionFigures): number =>
    key === 'name' ? a.name.localeCompare(b.name) : a[key as FigureName] - b[key as FigureName];
  const rows = stats.value.functions
    .filter(isListed.value)
    .sort((a, b) => (descending ? compare(b, a) : compare(a, b)));
  return (
    <section class="range" aria-label="The chosen range">
      <Grid
        label="Functions in the range"
        columns={COLUMNS}
        rows={rows}
        keyOf={identityOf}
        selectedKey={selectedKey.value}
        onSelect={select}
        sort={sort}
        isDescending={(column) => column !== 'name'}
      />
      <div class="count" role="status">
        {counted(rows.length, 'function')} in that time
      </div>
    </section>
  );
}
