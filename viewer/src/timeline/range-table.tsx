import { signal } from '@preact/signals';
import { duration } from '@tsprof/report/units';
import { counted } from '@tsprof/report/tables/text';
import { Grid, type GridColumn, type GridSort } from '../parts/grid.tsx';
import { shown } from '../parts/text.ts';
import { isListed } from '../state/filter.ts';
import { select, selectedKey } from '../state/selected.ts';
import { moment } from './axis.ts';
import type { RangeRow } from './engine/messages.ts';
import { functions, range, rangeFacts } from './timeline-state.ts';

const sort = signal<GridSort>({ key: 'running', descending: true });

const figure = (
  title: 'running' | 'own' | 'waiting' | 'calls' | 'stretches',
  words: string,
  isTime: boolean,
): GridColumn<RangeRow> => ({
  ...{ title, words, width: '7rem', sortKey: title },
  cell: (row) => (isTime ? duration(row[title]) : String(row[title])),
});

const COLUMNS: readonly GridColumn<RangeRow>[] = [
  {
    ...{
      title: 'name',
      words: 'The function, as the source names it',
      width: 'minmax(14rem, 1fr)',
      isText: true,
    },
    ...{
      sortKey: 'name',
      cell: (row) => <span class="code">{shown(functions.value.label(row.function))}</span>,
    },
  },
  figure(
    'running',
    'It was on the stack, with all that it called; calls within the same function count once',
    true,
  ),
  figure('own', 'The same, and nothing else of this timeline was above it', true),
  figure(
    'waiting',
    'Its coroutines waited at awaits, ready ones included; those at the same time add up',
    true,
  ),
  figure('calls', 'Plain calls; those too short to be in the timeline are not counted', false),
  figure('stretches', 'Stretches of its coroutines on the stack', false),
];

/** What functions did in the chosen part of the time. */
export function RangeTable() {
  const [chosen, found] = [range.value, rangeFacts.value];
  if (chosen === null) return null;
  const pixel = (chosen.to - chosen.from) / 1000;
  const words = `${moment(chosen.from, pixel)} to ${moment(chosen.to, pixel)}, ${duration(chosen.to - chosen.from)}`;
  return (
    <section class="range" aria-label="The chosen range">
      <div class="tools">
        <strong data-fact="range">{words}</strong>
        <span class="faint" role="status">
          {found === null ? 'adding up …' : counted(found.rows.length, 'function')}
        </span>
        <span class="spacer" />
        <button type="button" onClick={() => (range.value = null)} title="Choose no range (Escape)">
          ✕ close
        </button>
      </div>
      {found !== null && <RangeRows rows={found.rows} />}
    </section>
  );
}

function RangeRows({ rows }: { rows: readonly RangeRow[] }) {
  const { keys, places } = functions.value;
  const listed = isListed.value;
  const { key, descending } = sort.value;
  const valueOf = (row: RangeRow): number | string =>
    key === 'name' ? functions.value.label(row.function) : row[key as 'running'];
  const compare = (a: RangeRow, b: RangeRow): number => {
    const [one, other] = [valueOf(a), valueOf(b)];
    return typeof one === 'number' ? one - (other as number) : one.localeCompare(other as string);
  };
  const sorted = rows
    .filter((row) => places[row.function] === undefined || listed(places[row.function]!))
    .sort((a, b) => (descending ? compare(b, a) : compare(a, b)));
  return (
    <Grid
      label="Functions in the range"
      columns={COLUMNS}
      rows={sorted}
      keyOf={(row) => keys[row.function] ?? ''}
      selectedKey={selectedKey.value}
      onSelect={(row) => select(places[row.function] ?? null)}
      sort={sort}
      isDescending={(column) => column !== 'name'}
    />
  );
}
