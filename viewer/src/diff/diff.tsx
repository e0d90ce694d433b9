import { computed, signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { ChangedFunction } from '@tsprof/report/diff/changes';
import { COMPARED, type ComparedFigure } from '@tsprof/report/diff/figures';
import type { DiffReport } from '@tsprof/report/diff/report';
import { identityOf } from '@tsprof/report/diff/run-table';
import { figureText, partText, signedText } from '@tsprof/report/diff/texts';
import { diffHeading, diffNotes, nameText } from '@tsprof/report/diff/words';
import { placeText } from '@tsprof/report/rows/places';
import { openFile } from '../open/open-file.ts';
import { Grid, type GridColumn, type GridSort } from '../parts/grid.tsx';
import { shown, shownPlace } from '../parts/text.ts';
import { isListed } from '../state/filter.ts';
import { earlier } from '../state/opened.ts';
import { range, rangeProfile } from '../state/range.ts';
import { select } from '../state/selected.ts';
import { selectedKey } from '../state/selected-key.ts';
import { rangeWords } from '../timeline/range-chip.tsx';
import { COLUMN_WORDS } from '../words.ts';
import { comparedFigure, comparison } from './compared.ts';
import { DiffFlame } from './diff-flame.tsx';

/** Figures with columns of their own. */
const SHOWN: readonly ComparedFigure[] = ['ncall', 'tsub', 'ttot', 'twait', 'trun', 'tavg', 'tmax'];

const sort = signal<GridSort>({ key: 'size', descending: true });
const isPicture = signal(false);

const rows = computed<readonly ChangedFunction[]>(() => {
  const report = comparison.value;
  if (report === null || typeof report === 'string') return [];
  const listed = report.rows.filter(
    ({ place, was }) => isListed.value(place) || (was && isListed.value(was)),
  );
  const { key, descending } = sort.value;
  if (key === 'size') return listed;
  const read = key.startsWith('part ')
    ? (row: ChangedFunction) => partOf(row, key.slice(5) as ComparedFigure)
    : (row: ChangedFunction) => row.figures[key as ComparedFigure].by;
  return [...listed].sort((a, b) => (descending ? read(b) - read(a) : read(a) - read(b)));
});

function partOf({ figures }: ChangedFunction, figure: ComparedFigure): number {
  const { before, by } = figures[figure];
  return before === 0 ? (by > 0 ? Infinity : 0) : by / before;
}

const COLUMNS: readonly GridColumn<ChangedFunction>[] = [
  {
    ...{ title: 'name', words: COLUMN_WORDS.name, width: 'minmax(18rem, 2fr)', isText: true },
    cell: (row) => shown(nameText(row)),
  },
  {
    ...{ title: 'status', words: 'kept, new, or gone', width: '4.5rem', isText: true },
    cell: ({ status }) => status,
  },
  ...SHOWN.flatMap(columnsOf),
  {
    ...{ title: 'file:line', words: COLUMN_WORDS['file:line'], width: '20rem', isText: true, isPlace: true },
    cell: ({ place }) => shownPlace(placeText(place)),
  },
];

function columnsOf(figure: ComparedFigure): readonly GridColumn<ChangedFunction>[] {
  const words = COLUMN_WORDS[figure];
  return [
    {
      ...{ title: figure, words: `${words}: after; before when you point at it`, width: '5.5rem' },
      cell: ({ figures }) => (
        <span title={`${figureText(figure, figures[figure].before)} before`}>
          {figureText(figure, figures[figure].after)}
        </span>
      ),
    },
    {
      ...{ title: `${figure} change`, words: `By how much: ${words}`, width: '7.6rem', sortKey: figure },
      cell: ({ figures }) => {
        const { by } = figures[figure];
        return <strong class={by > 0 ? 'more' : by < 0 ? 'less' : 'faint'}>{signedText(figure, by)}</strong>;
      },
    },
    ...(figure === 'tsub' || figure === 'ncall'
      ? [
          {
            ...{ title: `${figure} %`, words: `By which part: ${words}`, width: '6.5rem' },
            ...{
              sortKey: `part ${figure}`,
              cell: ({ figures }: ChangedFunction) => partText(figures[figure]),
            },
          },
        ]
      : []),
  ];
}

/** What has changed from one profile to another. */
export function Diff() {
  const report = comparison.value;
  if (report === null) return <NothingToCompare />;
  if (typeof report === 'string') return <p class="pad">{shown(report)}</p>;
  return (
    <>
      <Heading report={report} />
      {isPicture.value ? <DiffFlame /> : <Changes />}
    </>
  );
}

function Heading({ report }: { report: DiffReport }) {
  return (
    <>
      <div class="tools">
        <span>
          from <strong class="name">{shown(earlier.value!.name)}</strong>: {diffHeading(report)}
        </span>
      </div>
      <div class="tools">
        <button type="button" aria-pressed={!isPicture.value} onClick={() => (isPicture.value = false)}>
          table
        </button>
        <button type="button" aria-pressed={isPicture.value} onClick={() => (isPicture.value = true)}>
          flame graph
        </button>
        <label>
          by the change of
          <select
            value={comparedFigure.value}
            onChange={({ currentTarget }) => {
              comparedFigure.value = currentTarget.value as ComparedFigure;
              sort.value = { key: 'size', descending: true };
            }}
          >
            {COMPARED.map((figure) => (
              <option>{figure}</option>
            ))}
          </select>
        </label>
        <span class="faint">{diffNotes(report).join('; ')}</span>
        <span class="spacer" />
        <KeepPart />
        <button type="button" onClick={() => (earlier.value = null)}>
          ✕ compare with another
        </button>
      </div>
    </>
  );
}

/** Two parts of one run are compared by keeping the first of them as what the next one is compared with. */
function KeepPart() {
  const [part, chosen] = [rangeProfile.value, range.value];
  if (part === null || chosen === null) return null;
  const keep = () => (earlier.value = { name: rangeWords(chosen), profile: part });
  return (
    <button type="button" onClick={keep} title="Then choose another part of the time, in the timeline">
      compare others with {rangeWords(chosen)}
    </button>
  );
}

function Changes() {
  return (
    <Grid
      label="What has changed"
      columns={COLUMNS}
      rows={rows.value}
      keyOf={({ place, status }) => `${status} ${identityOf(place)}`}
      selectedKey={selectedKey.value === null ? null : `kept ${selectedKey.value}`}
      onSelect={({ place }) => select(place)}
      sort={sort}
      isDescending={() => true}
    />
  );
}

function NothingToCompare() {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div class="empty">
      <div class="drop">
        <h2>Drop a profile from before a change here</h2>
        <p>or</p>
        <button type="button" onClick={() => input.current!.click()}>
          Open it…
        </button>
        <input
          ref={input}
          type="file"
          hidden
          aria-label="Open a profile to compare with"
          onChange={({ currentTarget }) => {
            const chosen = currentTarget.files?.[0];
            if (chosen !== undefined) void openFile(chosen, 'earlier');
          }}
        />
        <p class="faint">
          <span class="code">tsprof view after.tsprof --before before.tsprof</span> opens both.
        </p>
        {range.value !== null && (
          <p>
            or <KeepPart />
          </p>
        )}
      </div>
    </div>
  );
}
