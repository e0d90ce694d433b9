import { computed } from '@preact/signals';
import { VERSION, printable } from '@tsprof/runtime/profile';
import type { AwaitStats, FunctionFigures, StretchStats } from '@tsprof/runtime/profile';
import { placeText } from '@tsprof/report/rows/places';
import { programTime, rootParts } from '@tsprof/report/rows/root-time';
import { mostDelaying } from '@tsprof/report/tables/advice';
import { remarks } from '@tsprof/report/tables/remarks';
import { delayOf, mostDelayedAwait, slowestAwait, waitText } from '@tsprof/report/tables/slowest-await';
import { counted } from '@tsprof/report/tables/text';
import { duration, percentage } from '@tsprof/report/units';
import { awaitKey } from '../awaits/awaits.tsx';
import { AwaitBar } from '../awaits/await-bar.tsx';
import { NowCard } from '../live/now-card.tsx';
import { PlaceLink } from '../parts/place.tsx';
import { shown } from '../parts/text.ts';
import { isListed, isNarrowed, tag } from '../state/filter.ts';
import { allStretches, awaits, blocking, isCounted, isTimed, stats } from '../state/figures.ts';
import { profile } from '../state/profile.ts';
import { select, selectAt, selectedAwait } from '../state/selected.ts';
import { Card, Go } from './card.tsx';
import { FirstRoute } from './first-route.tsx';
import { MostMemory } from './most-memory.tsx';
import { SlowestCoroutine } from './slowest-coroutine.tsx';
import { TimeBar } from './time-bar.tsx';

/** What to look at first, in words and figures, each a way to where it is shown. */
export function Overview() {
  return (
    <div class="scroller">
      <div class="cards">
        <NowCard />
        <WhereTimeWent />
        {isNarrowed.value && (
          <p class="faint wide">
            Search and filters by package and file hold for the cards of functions, awaits and coroutines; the
            bar above and requests are of all functions.
          </p>
        )}
        <SlowestAwait />
        <HeldThread />
        <FirstRoute />
        <MostOwnTime />
        <MostDelayed />
        <MostMemory />
        <SlowestCoroutine />
        <IdleShare />
        <NotKnown />
      </div>
    </div>
  );
}

function WhereTimeWent() {
  const { elapsed, threads, functions } = stats.value;
  return (
    <section class="card wide" data-card="time" aria-label="Where the time went">
      <h2>
        {duration(elapsed)} of {counted(threads.length, 'thread')}, {counted(functions.length, 'function')}{' '}
        called
        {tag.value !== '' && ` under tag ${shown(tag.value)}`}
      </h2>
      {isTimed.value ? (
        <TimeBar />
      ) : (
        <p>The profile was taken without a clock: it has exact counts, and no times.</p>
      )}
    </section>
  );
}

/** What search and filters let through: the cards are of it. */
const listedAwaits = computed(() =>
  awaits.value.all.filter(({ function: name, file }) => isListed.value({ name, file })),
);
const listedStretches = computed(() => allStretches.value.filter(isListed.value));

function SlowestAwait() {
  const row = slowestAwait(listedAwaits.value) ?? longestWait(listedAwaits.value);
  if (row === null) return null;
  return (
    <Card
      id="slowest-await"
      title={isCounted.value && row.outside > 0 ? 'Slowest await (on timers, I/O)' : 'Slowest await'}
      big={duration(row.wait)}
    >
      <p>
        <AwaitLink row={row} /> waited so long in all: {waitText(row)}.
      </p>
      {isCounted.value ? (
        <>
          <AwaitBar row={row} />
          <p class="faint">
            {duration(row.outside)} of it for the outside; in the rest what was awaited ran, or the thread was
            busy.
          </p>
        </>
      ) : (
        <p class="faint">For what it waited is not known: the profile was sampled.</p>
      )}
      <p>
        <PlaceLink place={row} />
      </p>
    </Card>
  );
}

/** Where nothing waited for the outside longer than the thread was busy anyway. */
function longestWait(all: readonly AwaitStats[]): AwaitStats | null {
  const waits = all.filter(({ parked, wait }) => !parked && wait > 0);
  return waits.reduce<AwaitStats | null>((most, row) => (row.wait > (most?.wait ?? 0) ? row : most), null);
}

function AwaitLink({ row }: { row: AwaitStats }) {
  const prepare = () => {
    selectedAwait.value = awaitKey(row);
    selectAt({ ...row, name: row.function });
  };
  return (
    <Go to="awaits" prepare={prepare}>
      <strong class="code">{shown(row.function)}</strong>
    </Go>
  );
}

const blocker = computed<StretchStats | undefined>(
  () =>
    mostDelaying(listedStretches.value) ??
    listedStretches.value.reduce<StretchStats | undefined>(
      (most, row) => (row.max > (most?.max ?? 0) ? row : most),
      undefined,
    ),
);

const MOST_VICTIMS = 3;

function HeldThread() {
  const row = blocker.value;
  if (row === undefined) return null;
  const victims = blocking.value.all.delays.filter(
    (delay) =>
      delay.blocker.name === row.name && delay.blocker.file === row.file && delay.blocker.line === row.line,
  );
  return (
    <Card id="blocking" title="Held the thread, kept others waiting" big={`up to ${duration(row.max)}`}>
      <p>
        <Go to="blocking" prepare={() => selectAt(row)}>
          <strong class="code">{shown(row.name)}</strong>
        </Go>
        {row.delayed.time > 0
          ? ` ran so long without a break, and delayed ${counted(row.delayed.waits, 'await')} by up to ${duration(row.delayed.time)} in all:`
          : ' ran so long without a break; nobody is known to have waited for it.'}
      </p>
      {victims.length > 0 && (
        <ul>
          {victims.slice(0, MOST_VICTIMS).map(({ victim, count, time }) => (
            <li>
              <Go to="blocking" prepare={() => selectAt(victim)}>
                <span class="code">{shown(victim.name)}</span>
              </Go>{' '}
              {count} times, by up to {duration(time)}
            </li>
          ))}
          {victims.length > MOST_VICTIMS && <li>and {victims.length - MOST_VICTIMS} more</li>}
        </ul>
      )}
      <p>
        <PlaceLink place={{ ...row, column: 0 }} />
      </p>
    </Card>
  );
}

function MostOwnTime() {
  const row = stats.value.functions
    .filter(isListed.value)
    .reduce<FunctionFigures | undefined>(
      (most, each) => (each.tsub > (most?.tsub ?? 0) ? each : most),
      undefined,
    );
  if (row === undefined) return null;
  return (
    <Card
      id="own"
      title="Most own time"
      big={`${duration(row.tsub)}, ${percentage(row.tsub, programTime(stats.value))}`}
    >
      <p>
        <Go to="flame" prepare={() => select(row)}>
          <strong class="code">{shown(row.name)}</strong>
        </Go>{' '}
        ran itself so long{isCounted.value && row.ncall > 0 && `, in ${counted(row.ncall, 'call')}`}.{' '}
        <Go to="table">All functions</Go>
      </p>
      <p>{placeText(row) !== '' && <PlaceLink place={row} />}</p>
    </Card>
  );
}

/** Less than this share of a wait is not worth a card. */
const LEAST_DELAY = 0.02;

function MostDelayed() {
  const row = mostDelayedAwait(listedAwaits.value);
  if (row === null || delayOf(row) < LEAST_DELAY * row.wait) return null;
  return (
    <Card
      id="delayed"
      title="Await that was kept waiting longest"
      big={`${row.busy > 0 ? 'up to ' : ''}${duration(delayOf(row))}`}
    >
      <p>
        <AwaitLink row={row} /> waited {duration(row.wait)} in all; for so long of it the thread was busy with
        something else.
      </p>
      <AwaitBar row={row} />
      <p>
        <PlaceLink place={row} />
      </p>
    </Card>
  );
}

function IdleShare() {
  const parts = rootParts(stats.value);
  const whole = programTime(stats.value);
  const idle = parts.find(({ name }) => name === 'idle');
  if (!isTimed.value || tag.value !== '') return null;
  const isOne = stats.value.threads.length === 1;
  const big = idle === undefined ? 'not known' : isOne ? percentage(idle.time, whole) : duration(idle.time);
  return (
    <Card id="idle" title="Idle: the event loop had nothing to do" big={big}>
      <ul>
        {parts.map(({ name, time, isOwn }) => (
          <li>
            {duration(time)} {name}
            {isOwn === true && ', which is in no percentage'}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Of figures that a sampled profile does not have. */
const OF_CALLS = [
  'A delay is an upper bound: when a timer was due or data arrived is not seen, only that the thread was busy until the await went on.',
  'p99 is known of async functions, by the clock exact of all, and else of what was called less than 100 times.',
];

/** What nobody should believe the figures without. */
const caveats = computed(() => {
  const { threads } = stats.value;
  const lines = remarks({
    ...{ tag: tag.value || undefined, stats: stats.value, sort: [], noun: 'function' },
    rows: stats.value.functions,
    total: stats.value.functions.length,
  });
  const isEmpty = (read: (thread: (typeof threads)[number]['thread']) => number) =>
    threads.every(({ thread }) => read(thread) === 0);
  return [
    ...lines.filter((line) => !line.startsWith('[root]') && !line.startsWith('[tag')),
    ...(isEmpty(({ suspensions }) => suspensions.edge.length) && awaits.value.all.length === 0
      ? ['It has no awaits: either nothing waited, or what wrote it does not know of waits.']
      : []),
    ...(isTimed.value && isCounted.value && isEmpty(({ stretches }) => stretches.edge.length)
      ? ['It does not say who held the thread: nothing did for 1 ms, or what wrote it does not know.']
      : []),
    'Built-in and uninstrumented functions are part of who called them, or of the event loop.',
    ...(isCounted.value ? OF_CALLS : []),
  ];
});

function NotKnown() {
  const { created, generator, version } = profile.value;
  return (
    <section class="card wide" data-card="unknown" aria-label="What this profile cannot know">
      <h2>What this profile cannot know, and what to bear in mind</h2>
      <ul>
        {caveats.value.map((line) => (
          <li class="name">{shown(line, 600)}</li>
        ))}
      </ul>
      <p class="faint">
        Written {printable(created)} by {shown(generator)}
        {version !== VERSION && ` in version ${version} of the format`}.
      </p>
    </section>
  );
}
