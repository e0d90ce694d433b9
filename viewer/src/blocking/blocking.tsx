import { computed, signal } from '@preact/signals';
import type { StretchStats } from '@tsprof/runtime/profile';
import { STRETCH_ORDERS } from '@tsprof/report/rows/blocking-rows';
import { sortRows } from '@tsprof/report/rows/sort';
import { placeText } from '@tsprof/report/rows/places';
import { counted } from '@tsprof/report/tables/text';
import { UNKNOWN, duration } from '@tsprof/report/units';
import { Grid, type GridColumn, type GridSort } from '../parts/grid.tsx';
import { HistogramPicture } from '../parts/histogram.tsx';
import { shown, shownPlace } from '../parts/text.ts';
import { isListed } from '../state/filter.ts';
import { blocking, chosenThreshold, isCounted, isTimed, threshold } from '../state/figures.ts';
import { selectAt } from '../state/selected.ts';
import { STRETCH_WORDS } from '../words.ts';
import { lengthsOfStretches } from './lengths.ts';
import { DelayMatrix } from './matrix.tsx';

export const stretchSort = signal<GridSort>({ key: STRETCH_ORDERS.first, descending: true });
const chosen = signal<string | null>(null);

const rows = computed(() =>
  sortRows(blocking.value.all.stretches.filter(isListed.value), [stretchSort.value], STRETCH_ORDERS),
);

const keyOf = ({ file, line, path }: StretchStats): string => JSON.stringify([file, line, path]);

const COLUMNS: readonly GridColumn<StretchStats>[] = [
  {
    ...{ title: 'held by', words: STRETCH_WORDS['held by'], width: '18rem', isText: true, sortKey: 'name' },
    cell: (row) => shown(row.name),
  },
  {
    ...{ title: 'count', words: STRETCH_WORDS.count, width: '5rem', sortKey: 'count' },
    cell: (row) => String(row.count),
  },
  {
    ...{ title: 'total', words: STRETCH_WORDS.total, width: '5.5rem', sortKey: 'total' },
    cell: (row) => duration(row.total),
  },
  {
    ...{ title: 'max', words: STRETCH_WORDS.max, width: '5.5rem', sortKey: 'max' },
    cell: (row) => duration(row.max),
  },
  {
    ...{ title: 'delayed', words: STRETCH_WORDS.delayed, width: '5.5rem', sortKey: 'delayed' },
    cell: ({ delayed }) => (delayed.time === 0 ? UNKNOWN : duration(delayed.time)),
  },
  {
    ...{ title: 'waits', words: STRETCH_WORDS.waits, width: '5rem', sortKey: 'waits' },
    cell: ({ delayed }) => (delayed.waits === 0 ? UNKNOWN : String(delayed.waits)),
  },
  {
    ...{
      title: 'file:line',
      words: STRETCH_WORDS['file:line'],
      width: '20rem',
      isText: true,
      isPlace: true,
      sortKey: 'file',
    },
    cell: (row) => shownPlace(placeText({ ...row, column: 0, kind: 'function' })),
  },
  {
    ...{ title: 'called by', words: STRETCH_WORDS['called by'], width: '34rem', isText: true },
    cell: ({ path }) => shown(callers(path)),
  },
];

const MOST_CALLERS = 4;

function callers(path: readonly string[]): string {
  const above = path.slice(0, -1);
  if (above.length === 0) return 'the event loop';
  return [...(above.length > MOST_CALLERS ? ['…'] : []), ...above.slice(-MOST_CALLERS)].join(' › ');
}

/** Who holds the thread, and whom that delays. */
export function Blocking() {
  if (!isTimed.value) return <p class="pad">The profile was taken without a clock: it has no times.</p>;
  if (!isCounted.value)
    return <p class="pad">The profile was sampled: who held the thread without a break is not known.</p>;
  const { delay, all } = blocking.value;
  if (lengthsOfStretches.value.length === 0 && all.delays.length === 0)
    return (
      <p class="pad">
        Nothing held the thread for 1 ms or more, or what wrote the profile does not know of that.
      </p>
    );
  const countOf = (of: readonly StretchStats[]) => of.reduce((sum, row) => sum + row.count, 0);
  const [count, total] = [countOf(rows.value), countOf(all.stretches)];
  const worst =
    delay.p99 === null || delay.max === null
      ? ''
      : `, p99 ${duration(delay.p99)}, at most ${duration(delay.max)}`;
  return (
    <div class="scroller">
      <div class="tools">
        <ThresholdInput />
        <span data-fact="stretches">
          {count < total && `${count} of `}
          {counted(total, 'stretch', 'stretches')} of {duration(threshold.value * 1e6)} or more
        </span>
        <span data-fact="delay">
          awaits delayed by up to {duration(delay.total)} in all{worst}
        </span>
      </div>
      <div style={{ height: `${Math.min(16, rows.value.length + 2.5) * 27}px`, display: 'flex' }}>
        <Grid
          label="Who holds the thread"
          columns={COLUMNS}
          rows={rows.value}
          keyOf={keyOf}
          selectedKey={chosen.value}
          onSelect={(row) => {
            chosen.value = keyOf(row);
            selectAt(row);
          }}
          sort={stretchSort}
          isDescending={(key) => STRETCH_ORDERS.columns[key]!.descending}
        />
      </div>
      <section class="pad">
        <h2>Who delayed whom, by at most</h2>
        <DelayMatrix />
      </section>
      <section class="pad">
        <h2>How long the thread was held in one piece (1 ms or more)</h2>
        <HistogramPicture lengths={lengthsOfStretches.value} label="Stretches by length" />
      </section>
    </div>
  );
}

function ThresholdInput() {
  return (
    <label title="Shorter stretches are not in the table">
      at least
      <input
        type="number"
        min="1"
        step="1"
        style={{ width: '4.5rem' }}
        value={threshold.value}
        onChange={({ currentTarget: { valueAsNumber } }) =>
          (chosenThreshold.value = valueAsNumber >= 1 ? valueAsNumber : null)
        }
      />
      ms
    </label>
  );
}
