import { duration } from '@tsprof/report/units';
import { range, rangeProfile, type TimeRange } from '../state/range.ts';
import { moment } from './axis.ts';
import { leastCall, timelineProblem } from './timeline-state.ts';

/** A part of the time in words. */
export function rangeWords({ from, to }: TimeRange): string {
  const pixel = (to - from) / 1000;
  return `${moment(from, pixel)} to ${moment(to, pixel)}, ${duration(to - from)}`;
}

/** The part of the time that all views are of; a click ends that. */
export function RangeChip() {
  const chosen = range.value;
  if (chosen === null) return null;
  const words = rangeWords(chosen);
  return (
    <button
      type="button"
      class="chip"
      aria-label={`All views are of ${words}: show all of the time`}
      title="All views are of this part of the time. Show all of it (Escape)"
      onClick={() => (range.value = null)}
    >
      <span data-fact="range">{words}</span> ✕
    </button>
  );
}

/** What figures of a part of the time are without. */
export function RangeLine() {
  if (range.value === null) return null;
  if (timelineProblem.value !== null)
    return (
      <p class="range-line" role="status">
        The figures are those of all of the time: the timeline cannot be read.
      </p>
    );
  if (rangeProfile.value === null)
    return (
      <p class="range-line" role="status">
        adding up what the timeline has of that time …
      </p>
    );
  const least = leastCall.value;
  return (
    <p class="range-line" role="status">
      {least > 0 && `Calls below ${duration(least)} are part of their callers; `}
      what probes took is in the times; errors, lines and idle time are not known of a part of the time.
    </p>
  );
}
