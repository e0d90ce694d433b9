import { computed, signal } from '@preact/signals';
import type { RequestStats } from '@tsprof/runtime/profile';
import { REQUEST_ORDERS } from '@tsprof/report/rows/request-rows';
import { sortRows } from '@tsprof/report/rows/sort';
import type { Finding } from '@tsprof/report/tables/request-findings';
import { counted } from '@tsprof/report/tables/text';
import { UNKNOWN, duration } from '@tsprof/report/units';
import { Grid, type GridColumn, type GridSort } from '../parts/grid.tsx';
import { PartsBar, PartsLegend } from '../parts/parts-bar.tsx';
import { shown } from '../parts/text.ts';
import { isFound } from '../state/filter.ts';
import { isCounted, isTimed, requestFindings, requests } from '../state/figures.ts';
import { selectedRequest } from '../state/selected.ts';
import { REQUEST_WORDS } from '../words.ts';
import { OneRoute } from './one-route.tsx';
import { partsOf } from './parts-of.ts';

export const requestSort = signal<GridSort>({ key: REQUEST_ORDERS.first, descending: true });

/** Filters by package and file are of functions; the search finds routes, too. */
const rows = computed(() =>
  sortRows(
    requests.value.all.filter(({ tag }) => isFound.value({ name: tag, file: '' })),
    [requestSort.value],
    REQUEST_ORDERS,
  ),
);

const findingsByTag = computed(() => new Map(requestFindings.value.map((found) => [found.row.tag, found])));
const findingOf = (row: RequestStats): Finding | undefined => findingsByTag.value.get(row.tag);

/** The columns of times, by what the rows call them. */
const TIMES = {
  wall: 'wall',
  p50: 'p50',
  p99: 'p99',
  max: 'max',
  own: 'tsub',
  waiting: 'twait',
  ready: 'ready',
  busy: 'busy',
} as const;

const timeColumn = (title: keyof typeof TIMES): GridColumn<RequestStats> => ({
  ...{ title, words: REQUEST_WORDS[title], sortKey: TIMES[title], width: '5.3rem' },
  cell: (row) => (isTimed.value ? duration(row[TIMES[title]]) : UNKNOWN),
});

const countColumn = (title: 'count' | 'errors'): GridColumn<RequestStats> => ({
  ...{ title, words: REQUEST_WORDS[title], sortKey: title, width: '4.6rem' },
  cell: (row) => String(row[title]),
});

const COLUMNS: readonly GridColumn<RequestStats>[] = [
  {
    ...{ title: 'request', words: REQUEST_WORDS.request, width: '15rem', isText: true, sortKey: 'tag' },
    cell: (row) => shown(row.tag),
  },
  countColumn('count'),
  countColumn('errors'),
  {
    ...{ title: 'which', words: REQUEST_WORDS.which, width: '5rem', isText: true },
    cell: (row) => findingOf(row)?.verdict ?? UNKNOWN,
  },
  {
    ...{ title: 'what it was', words: REQUEST_WORDS['what it was'], width: '8rem', isText: true },
    cell: (row) => <RouteBar found={findingOf(row)} />,
  },
  ...(Object.keys(TIMES) as (keyof typeof TIMES)[]).map(timeColumn),
];

const RouteBar = ({ found }: { found: Finding | undefined }) =>
  found === undefined ? null : <PartsBar of={partsOf(found)} whole={found.row.wall} />;

/** Which routes wait, which ones block, which ones are blocked. */
export function Requests() {
  if (!isCounted.value)
    return (
      <p class="pad">
        The profile was sampled: no request is told from another. The tags above restrict all views to one
        route.
      </p>
    );
  const { all } = requests.value;
  if (all.length === 0)
    return (
      <p class="pad">
        No requests: <span class="code">tsprof run --tag-requests</span> tells those of HTTP servers apart,{' '}
        <span class="code">tag(name, fn)</span> whatever else there is.
      </p>
    );
  const chosen = rows.value.find(({ tag }) => tag === selectedRequest.value) ?? rows.value[0];
  const found = chosen === undefined ? undefined : findingOf(chosen);
  return (
    <>
      <div class="tools">
        <PartsLegend words={REQUEST_WORDS} />
        <span class="faint" data-fact="requests">
          {headText(all, rows.value.length)}
        </span>
      </div>
      <Grid
        label="Requests"
        columns={COLUMNS}
        rows={rows.value}
        keyOf={({ tag }) => tag}
        selectedKey={selectedRequest.value}
        onSelect={({ tag }) => (selectedRequest.value = tag)}
        sort={requestSort}
        isDescending={(key) => REQUEST_ORDERS.columns[key]!.descending}
      />
      {found !== undefined && <OneRoute found={found} />}
    </>
  );
}

function headText(all: readonly RequestStats[], listed: number): string {
  const sum = (name: 'count' | 'pending') => all.reduce((total, row) => total + row[name], 0);
  const kinds = listed === all.length ? '' : `${listed} of `;
  const pending = sum('pending') === 0 ? '' : `, ${sum('pending')} not over yet`;
  return `${counted(sum('count'), 'request')} of ${kinds}${counted(all.length, 'kind')}${pending}`;
}
