import { useSignalEffect } from '@preact/signals';
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { ComponentChildren, RefObject } from 'preact';
import { Tip } from '../parts/tip.tsx';
import { PictureButtons } from '../parts/picture-buttons.tsx';
import { shown } from '../parts/text.ts';
import { opened } from '../state/opened.ts';
import { inSight, range, type TimeRange } from '../state/range.ts';
import { select } from '../state/selected.ts';
import type { Span } from './engine/messages.ts';
import { rowAt } from './rows.ts';
import { TimelineView, type Focus, type TimelineViewProps } from './timeline-view.ts';
import { ask, facts, functions, look, threadNames, threads, timelineProblem } from './timeline-state.ts';
import { describe, lineAbout, type Described } from './words.ts';
import { walk } from './walk.ts';

interface Pointed {
  readonly x: number;
  readonly y: number;
  readonly what: Described;
}

const LABEL = 'Timeline of threads and coroutines';
const HELP =
  'Click chooses, double click zooms in, drag and scroll move, Ctrl and scroll zoom, Shift and drag choose a range.';

/** The picture of a timeline: zoomed, moved and walked through by pointer and keyboard. */
export function TimelineCanvas({ tools }: { readonly tools: ComponentChildren }) {
  const { canvas, box, view, pointed, focus, handlers } = useTimeline();
  return (
    <>
      <div class="tools">
        {tools}
        <span class="spacer" />
        <button
          type="button"
          title="All views are of the time that is in sight (R); Shift and drag choose any other"
          onClick={() => chooseRange(view.current!.window)}
        >
          choose this time
        </button>
        <button type="button" title="Closer (+)" onClick={() => view.current!.zoomBy(1 / 1.5)}>
          +
        </button>
        <button type="button" title="Farther (−)" onClick={() => view.current!.zoomBy(1.5)}>
          −
        </button>
        <button type="button" title="Show all of it (0)" onClick={() => view.current!.fit()}>
          all of it
        </button>
        <PictureButtons
          name={`${opened.value?.name ?? 'profile'} timeline`}
          svg={() => view.current!.svg(LABEL)}
          canvas={() => canvas.current!}
        />
      </div>
      <div class="canvas-box" ref={box}>
        <canvas
          ref={canvas}
          tabIndex={0}
          role="application"
          aria-label={`${LABEL}. Arrow keys walk through it, W and S zoom, A and D move, Enter zooms in, R chooses what is in sight, 0 shows all of it.`}
          aria-describedby="timeline-line"
          aria-busy={!view.current?.picture}
          {...handlers}
        />
        {pointed !== null && (
          <Tip at={pointed} box={box.current!}>
            <strong class="name code">{shown(pointed.what.title)}</strong>
            {pointed.what.facts.map((fact) => (
              <div>{shown(fact)}</div>
            ))}
          </Tip>
        )}
      </div>
      <div class="crumbs" id="timeline-line" role="status" aria-live="polite">
        {focus === null ? HELP : lineAbout(view.current!, focus, functions.value)}
      </div>
    </>
  );
}

function useTimeline() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<TimelineView | null>(null);
  const [pointed, point] = useState<Pointed | null>(null);
  const [focus, setFocus] = useState<Focus | null>(null);
  const [, again] = useReducer((turn: number) => turn + 1, 0);
  const props = propsOf(focus, () => again(0));
  useEffect(() => {
    const made = new TimelineView(canvas.current!, box.current!);
    view.current = made;
    made.show(props);
    const resized = new ResizeObserver(() => made.resize());
    resized.observe(box.current!);
    return () => resized.disconnect();
  }, []);
  useLayoutEffect(() => view.current?.show(props));
  // The URL may have changed otherwise than by moving the picture.
  useSignalEffect(() => {
    if (inSight.value !== null && inSight.value !== moved) view.current?.zoomTo(inSight.value, 1);
  });
  const handlers = handlersOf(view, focus, { point, setFocus });
  return { canvas, box, view, pointed, focus, handlers };
}

function propsOf(focus: Focus | null, onPicture: () => void): TimelineViewProps {
  return {
    subject: subjectOf(),
    ...{ span: facts.value!.span, threads: threads.value, names: threadNames.value },
    first: inSight.peek() ?? wider(facts.value!.active),
    ...{ look: look.value, focus, range: range.value, onPicture, onMove: noteMove },
    picture: async (question) => (await ask({ kind: 'picture', ...question })).picture,
    onProblem: ({ message }) => (timelineProblem.value = message),
  };
}

/** With some room on both sides. */
function wider({ from, to }: Span): Span {
  const room = (to - from) / 100;
  return { from: from - room, to: to + room };
}

/** URLs that change at every frame are refused by browsers. */
const PAUSE = 300;
let due: ReturnType<typeof setTimeout> | undefined;
let moved: TimeRange | null = null;

function noteMove({ from, to }: Span): void {
  clearTimeout(due);
  due = setTimeout(() => (inSight.value = moved = { from: Math.round(from), to: Math.round(to) }), PAUSE);
}

function chooseRange({ from, to }: Span): void {
  const { span } = facts.value!;
  const chosen = {
    from: Math.round(Math.max(span.from, from)),
    to: Math.round(Math.min(span.to, to)),
  };
  if (chosen.from < chosen.to) range.value = chosen;
}

let subject: { readonly facts: unknown; readonly threads: unknown } | null = null;

/** The same object as long as it is the same timeline and the same threads. */
function subjectOf(): unknown {
  if (subject?.facts !== facts.value || subject?.threads !== threads.value)
    subject = { facts: facts.value, threads: threads.value };
  return subject;
}

interface Actions {
  readonly point: (pointed: Pointed | null) => void;
  readonly setFocus: (focus: Focus | null) => void;
}

function handlersOf(view: RefObject<TimelineView | null>, focus: Focus | null, { point, setFocus }: Actions) {
  const pick = (event: MouseEvent): { focus: Focus; what: Described } | null => {
    const position = view.current!.positionOf(event);
    const row = position === null ? undefined : rowAt(view.current!.rows, position.y);
    const what = row && describe(view.current!, row, position!.time, functions.value);
    if (row === undefined || !what) return null;
    const { from, to } = what.span;
    return { focus: { key: row.key, time: Math.max(from, Math.min(to, position!.time)) }, what };
  };
  const choose = (found: Focus | null, named: number): void => {
    setFocus(found);
    const place = functions.value.places[named];
    if (place !== undefined) select(place);
  };
  return {
    onKeyDown: (event: KeyboardEvent) => press(event, view.current!, focus, { setFocus, choose }),
    onPointerDown: (event: PointerEvent) => view.current!.grab(event),
    onPointerMove(event: PointerEvent) {
      if (view.current!.drag(event)) return point(null);
      const found = pick(event);
      point(found && { x: event.offsetX, y: event.offsetY, what: found.what });
    },
    onPointerUp(event: PointerEvent) {
      const dragged = view.current!.release(event);
      if (typeof dragged === 'object') chooseRange(dragged);
      if (dragged !== false) return;
      const found = pick(event);
      choose(found?.focus ?? null, found?.what.function ?? -1);
    },
    onPointerLeave: () => point(null),
    onDblClick(event: MouseEvent) {
      const found = pick(event);
      if (found !== null) view.current!.zoomTo(found.what.span);
    },
  };
}

interface KeyActions {
  readonly setFocus: (focus: Focus | null) => void;
  readonly choose: (focus: Focus | null, named: number) => void;
}

function press(
  event: KeyboardEvent,
  view: TimelineView,
  focus: Focus | null,
  { setFocus, choose }: KeyActions,
): void {
  const { key, ctrlKey, metaKey, altKey } = event;
  if (ctrlKey || metaKey || altKey || !act()) return;
  event.preventDefault();
  event.stopPropagation();

  function act(): boolean {
    if (view.press(key)) return true;
    if (key.startsWith('Arrow')) return go(walk(view, key, focus));
    if (key === 'Enter' && focus !== null) {
      const what = at(focus);
      if (what !== null) view.zoomTo(what.span);
      return true;
    }
    if (key === 'r') chooseRange(view.window);
    else if (key === 'Escape' && (range.value !== null || focus !== null)) {
      if (range.value === null) setFocus(null);
      range.value = null;
    } else return false;
    return true;
  }
  function at({ key: row, time }: Focus): Described | null {
    const found = view.rows.find((each) => each.key === row);
    return found === undefined ? null : describe(view, found, time, functions.value);
  }
  function go(next: Focus | null): boolean {
    if (next === null) return true;
    view.reveal(next);
    choose(next, at(next)?.function ?? -1);
    return true;
  }
}
