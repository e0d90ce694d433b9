import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren, RefObject } from 'preact';
import { FrameView, type FrameViewProps } from './frame-view.ts';
import { frameAt } from './frames.ts';
import { LEVEL } from './draw.ts';
import { PictureButtons } from '../parts/picture-buttons.tsx';
import { Tip } from '../parts/tip.tsx';

export interface FlameCanvasProps extends FrameViewProps {
  /** What is told to who cannot see it. */
  readonly label: string;
  /** What is called what in files that are saved. */
  readonly fileName: string;
  readonly tip: (row: number) => ComponentChildren;
  /** One line about a frame, also for who cannot see it. */
  readonly line: (row: number) => string;
  readonly onChoose: (row: number) => void;
  /** Whether another picture is being made. */
  readonly isBusy?: boolean;
  /** Stands beside the buttons. */
  readonly tools?: ComponentChildren;
}

interface Pointed {
  readonly row: number;
  readonly x: number;
  readonly y: number;
}

/** A flame graph that zooms, pans and is walked through with the keyboard. */
export function FlameCanvas(props: FlameCanvasProps) {
  const { frames, tools, label, fileName, line, tip, isBusy = false } = props;
  const { canvas, box, held, pointed, focused, handlers } = useFrameView(props);
  return (
    <>
      <div class="tools">
        {tools}
        <span class="spacer" />
        <button type="button" onClick={() => held.current!.reset()} title="Show all of it (0)">
          all of it
        </button>
        <PictureButtons name={fileName} svg={() => held.current!.svg(label)} canvas={() => canvas.current!} />
      </div>
      <div class="canvas-box" ref={box}>
        <canvas
          ref={canvas}
          tabIndex={0}
          role="application"
          aria-busy={isBusy}
          aria-label={`${label}. Arrow keys walk through it, Enter zooms in, 0 shows all of it.`}
          aria-describedby="flame-line"
          {...handlers}
        />
        {pointed !== null && pointed.row < frames.start.length && (
          <Tip at={pointed} box={box.current!}>
            {tip(pointed.row)}
          </Tip>
        )}
      </div>
      <div class="crumbs" id="flame-line" role="status" aria-live="polite">
        {isBusy
          ? 'laying out …'
          : focused >= 0 && focused < frames.start.length
            ? line(focused)
            : 'Click chooses, double click zooms in, drag and scroll move, Ctrl and scroll (or + and −) zoom.'}
      </div>
    </>
  );
}

/** A canvas with these frames, and what the pointer and the keyboard do on it. */
function useFrameView(props: FlameCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const held = useRef<FrameView | null>(null);
  const [pointed, point] = useState<Pointed | null>(null);
  const [focused, setFocused] = useState(-1);
  useEffect(() => {
    const view = new FrameView(canvas.current!, box.current!);
    held.current = view;
    view.show(props);
    const resized = new ResizeObserver(() => view.resize());
    resized.observe(box.current!);
    return () => resized.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (held.current === null || !held.current.show(props)) return;
    setFocused(-1);
    point(null);
  });
  const choose = (row: number) => {
    held.current!.focus(row);
    setFocused(row);
    if (row >= 0) props.onChoose(row);
  };
  const handlers = handlersOf(props, held, focused, { point, choose });
  return { canvas, box, held, pointed, focused, handlers };
}

interface Actions {
  readonly point: (pointed: Pointed | null) => void;
  readonly choose: (row: number) => void;
}

function handlersOf(
  { frames }: FlameCanvasProps,
  held: RefObject<FrameView | null>,
  focused: number,
  { point, choose }: Actions,
) {
  const pick = (event: MouseEvent): number => {
    const { position, y } = held.current!.positionOf(event);
    return frameAt(frames, Math.floor(y / LEVEL), position);
  };
  return {
    onKeyDown(event: KeyboardEvent) {
      const next = held.current!.press(event, focused);
      if (next === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      if (next !== null && next !== focused) choose(next);
    },
    onPointerDown: (event: PointerEvent) => held.current!.grab(event),
    onPointerMove(event: PointerEvent) {
      if (held.current!.drag(event)) return point(null);
      const row = pick(event);
      point(row < 0 ? null : { row, x: event.offsetX, y: event.offsetY });
    },
    onPointerUp(event: PointerEvent) {
      if (!held.current!.release(event)) choose(pick(event));
    },
    onPointerLeave: () => point(null),
    onDblClick(event: MouseEvent) {
      const row = pick(event);
      if (row >= 0) held.current!.zoomTo(row);
    },
  };
}
