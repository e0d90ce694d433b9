import type { CoroutineStats, SlowCoroutine } from '@tsprof/runtime/profile';
import { hasEnded } from '@tsprof/report/tables/coroutine-words';
import { counted } from '@tsprof/report/tables/text';
import { UNKNOWN, duration } from '@tsprof/report/units';
import { HistogramPicture } from '../parts/histogram.tsx';
import { shown } from '../parts/text.ts';
import { isTimed } from '../state/figures.ts';
import { sourceAt } from '../state/source.ts';
import { show } from '../state/view.ts';
import { lengthsOfCoroutine } from './keyed.ts';

/** How long the coroutines of a row lived. */
export function Lives({ row }: { row: CoroutineStats }) {
  const { name, path } = row;
  return (
    <div class="box">
      <h3>
        How long <span class="name code">{shown(name)}</span> lived
      </h3>
      <p class="faint name">{shown(path.slice(-MOST_CALLERS).join(' › '))}</p>
      {hasEnded(row) ? (
        <HistogramPicture lengths={lengthsOfCoroutine(row)} label="Coroutines that have ended, by length" />
      ) : (
        <p>None of them has ended.</p>
      )}
    </div>
  );
}

/** The slowest of them, one by one. */
export function Slowest({ row: { slowest, started, file } }: { row: CoroutineStats }) {
  if (!isTimed.value || slowest.length === 0) return null;
  return (
    <div class="box">
      <h3>
        The slowest {slowest.length > 1 && `${slowest.length} `}of {counted(started, 'coroutine')}
      </h3>
      <SlowTable rows={slowest} file={file} />
    </div>
  );
}

const MOST_CALLERS = 5;

const HEADINGS: readonly (readonly [title: string, words: string])[] = [
  ['took', 'From start to end; of pending ones so far'],
  ['own', 'Own time'],
  ['waited', 'Its waits at awaits'],
  ['most at', 'The await at which it waited longest'],
  ['ended', 'How it ended, or that it had not when the profile was taken'],
  ['started', 'The time since profiling of its thread began; of a part of the time: since that did'],
];

function SlowTable({ rows, file }: { rows: readonly SlowCoroutine[]; file: string }) {
  return (
    <table class="plain figures" aria-label="The slowest">
      <thead>
        <tr>
          {HEADINGS.map(([title, words]) => (
            <th title={words}>{title}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ at, wall, tsub, twait, state, waited }) => (
          <tr>
            <td>{duration(wall)}</td>
            <td>{duration(tsub)}</td>
            <td>{duration(twait)}</td>
            <td>{waited === null ? UNKNOWN : <LineLink file={file} line={waited} />}</td>
            <td>{state}</td>
            <td>{duration(at)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function LineLink({ file, line }: { file: string; line: number }) {
  if (file === '') return <>line {line}</>;
  const open = () => {
    sourceAt.value = { file, line };
    show('source');
  };
  return (
    <button type="button" class="link" onClick={open}>
      line {line}
    </button>
  );
}
