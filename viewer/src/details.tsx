import { Fragment } from 'preact';
import type { MemoryStats, PairStats } from '@tsprof/runtime/profile';
import { identityOf } from '@tsprof/report/diff/run-table';
import { perCall } from '@tsprof/report/rows/memory-rows';
import { placeText } from '@tsprof/report/rows/places';
import { columnOf, type ColumnName } from '@tsprof/report/rows/columns';
import { cellText } from '@tsprof/report/tables/cells';
import { UNKNOWN, duration, size } from '@tsprof/report/units';
import { awaitKey, awaitLabel } from './awaits/awaits.tsx';
import { showSandwich } from './flame/flame.tsx';
import { FunctionName, PlaceLink } from './parts/place.tsx';
import { shown } from './parts/text.ts';
import { awaits, blocking, isCounted, isTimed, memoryByKey, pairs, style } from './state/figures.ts';
import { select, selected, selectedAwait } from './state/selected.ts';
import { show } from './state/view.ts';
import { COLUMN_WORDS, MEMORY_WORDS } from './words.ts';

const FACTS: readonly ColumnName[] = [
  ...([
    'ncall',
    'tsub',
    'tsub%',
    'ttot',
    'tavg',
    'twait',
    'trun',
    'tmin',
    'tmax',
    'nsuspend',
    'pending',
  ] as const),
];

const MOST_PAIRS = 12;
const MOST_DELAYS = 5;

/** What is known of the selected function, beside every view. */
export function Details() {
  const row = selected.value;
  if (row === null) return null;
  return (
    <aside aria-label="The selected function">
      <h2 class="name code">{shown(row.name)}</h2>
      <div class="faint">
        {row.kind} {placeText(row) !== '' && <PlaceLink place={row} />}
      </div>
      <dl class="facts">
        {FACTS.map((name) => (
          <Fragment key={name}>
            <dt title={COLUMN_WORDS[name]}>{name}</dt>
            <dd data-fact={name}>
              {columnOf(name).type === 'place' ? '' : cellText(name, row, style.value)}
            </dd>
          </Fragment>
        ))}
        <MemoryFacts of={memoryByKey.value.get(identityOf(row))} />
      </dl>
      <div class="row-of-buttons">
        <Jump to="table">in the table</Jump>
        <Jump to="flame" prepare={() => showSandwich('callers')}>
          who calls it
        </Jump>
        <Jump to="flame" prepare={() => showSandwich('callees')}>
          what it calls
        </Jump>
        <Jump to="graph">in the graph</Jump>
        <button type="button" onClick={() => select(null)} title="Select nothing (Escape)">
          ✕ deselect
        </button>
      </div>
      <Pairs title="Called by" of={pairs.value.callers} />
      <Pairs title="Calls" of={pairs.value.callees} />
      <OwnAwaits name={row.name} file={row.file} />
      <Delays name={row.name} file={row.file} />
    </aside>
  );
}

function MemoryFacts({ of }: { of: MemoryStats | undefined }) {
  if (of === undefined) return null;
  const facts = { memory: of.own, 'memory total': of.total, 'per call': perCall(of) };
  return (
    <>
      {(Object.keys(facts) as (keyof typeof facts)[]).map((name) => (
        <Fragment key={name}>
          <dt title={MEMORY_WORDS[name]}>{name}</dt>
          <dd data-fact={name}>{size(facts[name])}</dd>
        </Fragment>
      ))}
    </>
  );
}

function Jump({ to, prepare, children }: { to: string; prepare?: () => void; children: string }) {
  return (
    <button
      type="button"
      onClick={() => {
        prepare?.();
        show(to);
      }}
    >
      {children}
    </button>
  );
}

const time = (ns: number): string => (isTimed.value ? duration(ns) : UNKNOWN);

function Pairs({ title, of }: { title: string; of: readonly PairStats[] }) {
  if (of.length === 0) return null;
  const sorted = [...of].sort((a, b) => b.ttot - a.ttot || b.ncall - a.ncall);
  return (
    <section>
      <h3>{title}</h3>
      <div class="pairs" data-pairs={title}>
        {sorted.slice(0, MOST_PAIRS).map(({ place, ncall, ttot }) => (
          <>
            <span>
              <FunctionName place={place} />
            </span>
            <span class="n" title="calls">
              {isCounted.value ? `${ncall}×` : UNKNOWN}
            </span>
            <span class="n" title="total time of these calls">
              {time(ttot)}
            </span>
          </>
        ))}
      </div>
      {sorted.length > MOST_PAIRS && <p class="faint">and {sorted.length - MOST_PAIRS} more</p>}
    </section>
  );
}

interface Named {
  readonly name: string;
  readonly file: string;
}

function OwnAwaits({ name, file }: Named) {
  const rows = awaits.value.all.filter((row) => row.function === name && row.file === file);
  if (rows.length === 0) return null;
  return (
    <section>
      <h3>Waits at</h3>
      <div class="pairs">
        {rows.map((row) => (
          <>
            <button
              type="button"
              class="link name code"
              onClick={() => {
                selectedAwait.value = awaitKey(row);
                show('awaits');
              }}
            >
              line {row.line}: {shown(awaitLabel(row), 60)}
            </button>
            <span class="n">{row.count}×</span>
            <span class="n">{time(row.wait)}</span>
          </>
        ))}
      </div>
    </section>
  );
}

function Delays({ name, file }: Named) {
  const { delays } = blocking.value.all;
  const by = delays.filter(({ blocker }) => blocker.name === name && blocker.file === file);
  const of = delays.filter(({ victim }) => victim.name === name && victim.file === file);
  return (
    <>
      <DelayList
        title="Delays, by at most"
        rows={by.map(({ victim, count, time }) => ({ who: victim, count, time }))}
      />
      <DelayList
        title="Is delayed, by at most"
        rows={of.map(({ blocker, count, time }) => ({ who: blocker, count, time }))}
      />
    </>
  );
}

interface DelayRow {
  readonly who: Named & { readonly line: number };
  readonly count: number;
  readonly time: number;
}

function DelayList({ title, rows }: { title: string; rows: readonly DelayRow[] }) {
  if (rows.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <div class="pairs">
        {rows.slice(0, MOST_DELAYS).map(({ who, count, time: ns }) => (
          <>
            <button type="button" class="link name code" onClick={() => show('blocking')}>
              {shown(who.name)}
            </button>
            <span class="n">{count}×</span>
            <span class="n">{time(ns)}</span>
          </>
        ))}
      </div>
    </section>
  );
}
