import type { Mark } from '../../accountant/messages.ts';

/** Taken at load time: the program may put its own in its place. Worklets have none. */
const performance = globalThis.performance as Performance | undefined;
const measure = performance?.measure;

/** All tracks are shown together, below this heading. */
const GROUP = 'tsprof';
const TRACK = 'Coroutines';

/** Puts coroutines on the browser's timeline, in the words of the extensibility API of Chromium's DevTools. */
export function putMarks(marks: readonly Mark[]): void {
  for (const mark of marks) {
    const { name, start, end } = mark;
    measure?.call(performance!, name, { start, end, detail: { devtools: trackEntry(mark) } });
  }
}

function trackEntry(mark: Mark): object {
  const { name, kind, place, start, end, waited, waits, track } = mark;
  const waiting = `waiting ${milliseconds(waited)} of ${milliseconds(end - start)}`;
  return {
    dataType: 'track-entry',
    track: track === 0 ? TRACK : `${TRACK} ${track + 1}`,
    trackGroup: GROUP,
    color: colorOf(mark),
    tooltipText: `${name}: ${waiting}`,
    properties: [
      ['file', place],
      ['kind', kind],
      ['waiting', milliseconds(waited)],
      ['waits', String(waits)],
    ],
  };
}

/** Generators look different from async functions; the lighter, the more of the time was waiting. */
function colorOf({ kind, start, end, waited }: Mark): string {
  const color = kind === 'generator' || kind === 'async generator' ? 'tertiary' : 'primary';
  const share = waited / (end - start);
  if (share > 2 / 3) return `${color}-light`;
  return share > 1 / 3 ? color : `${color}-dark`;
}

function milliseconds(time: number): string {
  return `${time.toFixed(1)} ms`;
}
