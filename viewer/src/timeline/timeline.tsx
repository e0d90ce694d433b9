import { counted } from '@tsprof/report/tables/text';
import { following } from '../live/follow.ts';
import { shown } from '../parts/text.ts';
import { tag, thread } from '../state/filter.ts';
import { sizeWords } from './words.ts';
import { RangeTable } from './range-table.tsx';
import { TimelineCanvas } from './timeline-canvas.tsx';
import { facts, isReading, threads, timelineProblem, wanted } from './timeline-state.ts';

/** What legends say, in their order; classes as in style.css. */
const LEGENDS: readonly (readonly [style: string, name: string, words: string])[] = [
  ['running', 'running', 'on the stack'],
  ['waits', 'waiting', 'suspended at an await'],
  ['is-ready', 'ready', 'what it awaited had ended, and it did not go on yet'],
  ['parked', 'parked', 'a generator suspended at a yield'],
];

/** Threads, what was on their stacks, and coroutines, on one time axis. */
export function Timeline() {
  if (timelineProblem.value !== null) return <p class="pad name">{shown(timelineProblem.value, 1000)}</p>;
  if (isReading.value) return <p class="pad">reading the timeline …</p>;
  if (facts.value === null) return <Absent />;
  if (threads.value.length === 0)
    return (
      <p class="pad">
        {thread.value === '' ? 'The timeline is empty.' : 'The chosen thread is not in the timeline.'}
      </p>
    );
  return (
    <>
      {tag.value !== '' && (
        <p class="range-line" role="status">
          A timeline does not know of tags: this one is of all of them.
        </p>
      )}
      <TimelineCanvas tools={<Legend />} />
      <RangeTable />
    </>
  );
}

function Legend() {
  const { threads: all, dropped, isCut } = facts.value!;
  const shownThreads = threads.value.map((row) => all[row]!);
  const sum = (name: 'slices' | 'coroutines') => shownThreads.reduce((total, each) => total + each[name], 0);
  return (
    <>
      <span class="faint" data-fact="size">
        {sizeWords(sum('slices'), sum('coroutines'))}
      </span>
      {dropped > 0 && (
        <span
          class="more"
          title="The file would have become too large: the sums of what is missing are in it"
        >
          {counted(dropped, 'slice')} left out
        </span>
      )}
      {isCut && following.value === null && (
        <span class="more" title="The run was killed, or went on">
          ends early
        </span>
      )}
      {LEGENDS.map(([style, name, words]) => (
        <span class="legend" title={words}>
          <span class={`swatch ${style}`} /> {name}
        </span>
      ))}
    </>
  );
}

/** What to do to have one. */
function Absent() {
  const source = wanted.value;
  if (source !== null && 'absent' in source) return <p class="pad">{shown(source.absent, 1000)}</p>;
  if (following.value !== null)
    return (
      <p class="pad">
        The program has written no timeline so far. It records one under{' '}
        <span class="code">tsprof run --control --timeline</span>.
      </p>
    );
  return (
    <div class="pad">
      <p>There is no timeline beside this profile. To record when things happen:</p>
      <p>
        <span class="code">tsprof run --timeline main.ts</span>, then <span class="code">tsprof view</span>
      </p>
      <p class="faint">
        Profiles of pages have none. A file that ends in <span class="code">.timeline</span> can be dropped
        here.
      </p>
    </div>
  );
}
