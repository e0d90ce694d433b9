import { computed, signal } from '@preact/signals';
import type { CoroutineStats } from '@tsprof/runtime/profile';
import { COROUTINE_ORDERS } from '@tsprof/report/rows/coroutine-rows';
import { placeText } from '@tsprof/report/rows/places';
import { sortRows } from '@tsprof/report/rows/sort';
import { ENDS, coroutineLabel, endsText, hasEnded } from '@tsprof/report/tables/coroutine-words';
import { counted } from '@tsprof/report/tables/text';
import { UNKNOWN, duration } from '@tsprof/report/units';
import { Grid, type GridColumn, type GridSort } from '../parts/grid.tsx';
import { shown, shownPlace } from '../parts/text.ts';
import { isListed } from '../state/filter.ts';
import { coroutines, isCounted, isTimed } from '../state/figures.ts';
import { select, selectedCoroutine } from '../state/selected.ts';
import { COROUTINE_WORDS } from '../words.ts';
import { AwaiterTree } from './awaiter-tree.tsx';
import { coroutineKey } from './keyed.ts';
import { Lives, Slowest } from './one-coroutine.tsx';

export const coroutineSort = signal<GridSort>({ key: COROUTINE_ORDERS.first, descending: true });

const rows = computed(() =>
  sortRows(coroutines.value.all.filter(isListed.value), [coroutineSort.value], COROUTINE_ORDERS),
);

/** The columns of times, by what the rows call them. */
const TIMES = { wall: 'wall', own: 'tsub', wait: 'twait', p50: 'p50', p99: 'p99', max: 'max' } as const;

const countColumn = (title: 'started' | (typeof ENDS)[number]): GridColumn<CoroutineStats> => ({
  ...{ title, words: COROUTINE_WORDS[title], sortKey: title, width: '5.7rem' },
  cell: (row) => String(row[title]),
});

const timeColumn = (title: keyof typeof TIMES): GridColumn<CoroutineStats> => ({
  ...{ title, words: COROUTINE_WORDS[title], sortKey: TIMES[title], width: '5.2rem' },
  cell: (row) =>
    isTimed.value && (!title.startsWith('p') || hasEnded(row)) ? duration(row[TIMES[title]]) : UNKNOWN,
});

const COLUMNS: readonly GridColumn<CoroutineStats>[] = [
  {
    ...{ title: 'coroutine', words: COROUTINE_WORDS.coroutine, width: '19rem', isText: true },
    sortKey: 'name',
    cell: (row) => shown(coroutineLabel(row)),
  },
  countColumn('started'),
  ...(Object.keys(TIMES) as (keyof typeof TIMES)[]).map(timeColumn),
  ...ENDS.map(countColumn),
  {
    ...{
      title: 'file:line',
      words: COROUTINE_WORDS['file:line'],
      width: '22rem',
      isText: true,
      isPlace: true,
    },
    sortKey: 'file',
    cell: (row) => shownPlace(placeText(row)),
  },
];

/** What became of coroutines, and who waits for whom. */
export function Coroutines() {
  if (!isCounted.value) return <p class="pad">The profile was sampled: no coroutine is told from another.</p>;
  const { all, awaiters } = coroutines.value;
  if (all.length === 0)
    return (
      <p class="pad">No coroutine was started in what is shown, or what wrote the profile does not know.</p>
    );
  const chosen = rows.value.find((row) => coroutineKey(row) === selectedCoroutine.value) ?? rows.value[0];
  return (
    <>
      <div class="tools">
        <span data-fact="ends">{endsText(all)}</span>
        <span class="faint">
          {rows.value.length === all.length
            ? counted(all.length, 'row')
            : `${rows.value.length} of ${counted(all.length, 'row')}`}
        </span>
      </div>
      <Grid
        label="Coroutines"
        columns={COLUMNS}
        rows={rows.value}
        keyOf={coroutineKey}
        selectedKey={selectedCoroutine.value}
        onSelect={(row) => {
          selectedCoroutine.value = coroutineKey(row);
          select(row);
        }}
        sort={coroutineSort}
        isDescending={(key) => COROUTINE_ORDERS.columns[key]!.descending}
      />
      <section class="two" aria-label="The chosen coroutines, and those that are suspended">
        {chosen !== undefined && <Lives row={chosen} />}
        <div class="boxes">
          {chosen !== undefined && <Slowest row={chosen} />}
          {awaiters.length > 0 && <AwaiterTree awaiters={awaiters} />}
        </div>
      </section>
    </>
  );
}
