import { computed, signal } from '@preact/signals';
import type { AwaitStats } from '@tsprof/runtime/profile';
import { AWAIT_ORDERS } from '@tsprof/report/rows/await-rows';
import { sortRows } from '@tsprof/report/rows/sort';
import { placeText } from '@tsprof/report/rows/places';
import { counted } from '@tsprof/report/tables/text';
import { UNKNOWN, duration } from '@tsprof/report/units';
import { Grid, type GridColumn, type GridSort } from '../parts/grid.tsx';
import { HistogramPicture } from '../parts/histogram.tsx';
import { PARTS, PartsLegend } from '../parts/parts-bar.tsx';
import { PlaceLink } from '../parts/place.tsx';
import { shown, shownPlace } from '../parts/text.ts';
import { isListed } from '../state/filter.ts';
import { awaits, isCounted, isTimed, stats } from '../state/figures.ts';
import { selectAt, selectedAwait } from '../state/selected.ts';
import { AWAIT_WORDS } from '../words.ts';
import { AwaitBar } from './await-bar.tsx';
import { lengthsOfAwait } from './lengths.ts';

export const awaitSort = signal<GridSort>({ key: AWAIT_ORDERS.first, descending: true });

const isRowListed = computed(() => {
  const listed = isListed.value;
  return (row: AwaitStats) =>
    listed({ name: row.function, file: row.file }) || row.awaited.some((callee) => listed(callee));
});

const rows = computed(() =>
  sortRows(awaits.value.all.filter(isRowListed.value), [awaitSort.value], AWAIT_ORDERS),
);

/** What tells awaits apart. */
export const awaitKey = ({ file, line, column, function: name }: AwaitStats): string =>
  `${file}:${line}:${column} ${name}`;

/** The function, what it does there where that is no plain await, and what it waits for, as far as known. */
export function awaitLabel({ function: name, kind, awaited }: AwaitStats): string {
  const what = kind === 'await' ? name : `${name} (${kind})`;
  const [first, ...others] = awaited;
  if (first === undefined) return what;
  return `${what} → ${first.name}${others.length === 0 ? '' : ` and ${others.length} more`}`;
}

const time = (ns: number): string => (isTimed.value ? duration(ns) : UNKNOWN);

const timeColumn = (title: 'wait' | 'avg' | 'p50' | 'p90' | 'p99' | 'max'): GridColumn<AwaitStats> => ({
  ...{ title, words: AWAIT_WORDS[title], sortKey: title, width: '5.4rem', cell: (row) => time(row[title]) },
});

const partColumn = (title: (typeof PARTS)[number]): GridColumn<AwaitStats> => ({
  ...{ title, words: AWAIT_WORDS[title], sortKey: title, width: '5.4rem', cell: (row) => time(row[title]) },
});

const countColumn = (title: 'count' | 'pending' | 'rejected'): GridColumn<AwaitStats> => ({
  ...{ title, words: AWAIT_WORDS[title], sortKey: title, width: '5.4rem', cell: (row) => String(row[title]) },
});

const COLUMNS: readonly GridColumn<AwaitStats>[] = [
  {
    ...{
      title: 'await in',
      words: AWAIT_WORDS['await in'],
      width: '19rem',
      isText: true,
      sortKey: 'function',
    },
    cell: (row) => shown(awaitLabel(row)),
  },
  countColumn('count'),
  timeColumn('wait'),
  {
    ...{ title: 'what it was', words: AWAIT_WORDS['what it was'], width: '8rem', isText: true },
    cell: (row) => <AwaitBar row={row} />,
  },
  ...PARTS.map(partColumn),
  ...(['avg', 'p50', 'p90', 'p99', 'max'] as const).map(timeColumn),
  ...(['pending', 'rejected'] as const).map(countColumn),
  {
    ...{
      title: 'file:line',
      words: AWAIT_WORDS['file:line'],
      width: '22rem',
      isText: true,
      isPlace: true,
      sortKey: 'file',
    },
    cell: (row) => shownPlace(placeText({ ...row, kind: 'await' })),
  },
];

/** What is known where the profile was sampled: how long was waited in all, and what waits still. */
const OF_SAMPLED = COLUMNS.filter(({ title }) =>
  ['await in', 'wait', 'pending', 'file:line'].includes(title),
);

/** Where coroutines wait, and how long. */
export function Awaits() {
  const chosen = rows.value.find((row) => awaitKey(row) === selectedAwait.value) ?? rows.value[0];
  const total = awaits.value.all.length;
  if (total === 0)
    return (
      <p class="pad">
        {stats.value.functions.some(({ nsuspend }) => nsuspend > 0)
          ? 'Functions waited (twait in the table), but what wrote the profile does not know at which awaits.'
          : 'No coroutine has waited: there is no await in what is shown.'}
      </p>
    );
  return (
    <>
      <div class="tools">
        {isCounted.value ? (
          <PartsLegend words={AWAIT_WORDS} />
        ) : (
          <span>
            The profile was sampled: it is known how long was waited, and not how often or for what.
          </span>
        )}
        <span class="faint">
          {rows.value.length === total
            ? counted(total, 'await')
            : `${rows.value.length} of ${counted(total, 'await')}`}
        </span>
      </div>
      <Grid
        label="Awaits"
        columns={isCounted.value ? COLUMNS : OF_SAMPLED}
        rows={rows.value}
        keyOf={awaitKey}
        selectedKey={selectedAwait.value}
        onSelect={(row) => {
          selectedAwait.value = awaitKey(row);
          selectAt({ ...row, name: row.function });
        }}
        sort={awaitSort}
        isDescending={(key) => AWAIT_ORDERS.columns[key]!.descending}
      />
      {chosen !== undefined && isCounted.value && <OneAwait row={chosen} />}
    </>
  );
}

function OneAwait({ row }: { row: AwaitStats }) {
  const { awaited, wait, count } = row;
  return (
    <section class="two" aria-label="The chosen await">
      <div class="box">
        <h3>
          How long <span class="name code">{shown(row.function)}</span> waited at <PlaceLink place={row} />
        </h3>
        <HistogramPicture lengths={lengthsOfAwait(row)} label="Waits that have ended, by length" />
      </div>
      <div class="box">
        <h3>
          {time(wait)} in {counted(count, 'wait')}
        </h3>
        <AwaitBar row={row} />
        <ul>
          {PARTS.filter((part) => row[part] > 0).map((part) => (
            <li>
              {part} {time(row[part])}: <span class="faint">{AWAIT_WORDS[part]}</span>
            </li>
          ))}
        </ul>
        {awaited.length > 0 && (
          <p>
            It waited for{' '}
            {awaited.slice(0, 5).map((callee, at) => (
              <>
                {at > 0 && ', '}
                <button type="button" class="link name code" onClick={() => selectAt(callee)}>
                  {shown(callee.name)}
                </button>{' '}
                ({time(callee.wait)}, {callee.count}×)
              </>
            ))}
          </p>
        )}
      </div>
    </section>
  );
}
