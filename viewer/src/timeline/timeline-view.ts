import { SvgPainter, canvasPainter } from '../flame/painter.ts';
import { AXIS, drawScene, type Scene, type TimelineWindow } from './draw.ts';
import type { Picture, PictureQuestion, Span } from './engine/messages.ts';
import type { TimelineLook } from './look.ts';
import { heightOf, rowsOf, type Row } from './rows.ts';
import { onceAFrame } from '../parts/once-a-frame.ts';

/** Where the keyboard is, or what was clicked: a row, and a time in it. */
export interface Focus {
  readonly key: string;
  readonly time: number;
}

export interface TimelineViewProps {
  /** What is read anew if it changes: the timeline, and which threads of it. */
  readonly subject: unknown;
  readonly span: Span;
  /** What is in sight at first. */
  readonly first: Span;
  readonly threads: readonly number[];
  readonly names: readonly string[];
  readonly look: TimelineLook;
  readonly focus: Focus | null;
  readonly range: Span | null;
  readonly picture: (question: PictureQuestion) => Promise<Picture>;
  /** Another picture is there. */
  readonly onPicture: () => void;
  readonly onProblem: (error: Error) => void;
  /** Another part of the time is in sight. */
  readonly onMove: (span: Span) => void;
}

const GUTTER = 150;
const NARROW_GUTTER = 90;
const NARROW = 700;
/** Farther in there is nothing to see. */
const LEAST_SPAN = 50;
const WHEEL = 0.0016;
const STEP = 1.5;
const PAN = 0.25;
/** A pointer that has moved less has clicked. */
const DRAGGED = 4;
/** A picture has so much more on each side, in widths of the window. */
const MARGIN = 0.5;
/** A picture of other pixels than these is made anew. */
const COARSE = 1.4;
const FINE = 0.6;

interface Grabbed {
  readonly x: number;
  readonly y: number;
  readonly window: TimelineWindow;
  /** Where the range begins that is being dragged; null: the picture is. */
  readonly since: number | null;
  isMoved: boolean;
}

/** What of a timeline is in sight on a canvas, and how that changes; pictures come from a worker. */
export class TimelineView {
  rows: readonly Row[] = [];
  window: TimelineWindow = { from: 0, to: 1, top: 0 };
  picture: Picture | null = null;
  #whole: { readonly picture: Picture; readonly rows: ReadonlyMap<string, Row> } | null = null;
  readonly #canvas: HTMLCanvasElement;
  readonly #box: HTMLElement;
  #props: TimelineViewProps | null = null;
  /** What was asked last, and whether it is under way; what is wanted meanwhile is asked afterwards. */
  #asked: PictureQuestion | null = null;
  #isAsking = false;
  readonly #schedule = onceAFrame(() => this.#draw());
  #grabbed: Grabbed | null = null;
  /** The range that is being dragged. */
  #dragged: Span | null = null;

  constructor(canvas: HTMLCanvasElement, box: HTMLElement) {
    this.#canvas = canvas;
    this.#box = box;
    canvas.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
  }

  show(props: TimelineViewProps): void {
    const isNew = props.subject !== this.#props?.subject;
    this.#props = props;
    if (isNew) {
      this.rows = [];
      this.picture = this.#whole = this.#asked = null;
      this.zoomTo(props.first, 1);
    }
    this.resize();
  }

  resize(): void {
    const { clientWidth: width, clientHeight: height } = this.#box;
    const canvas = this.#canvas;
    const [wide, high] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
    if (canvas.width !== wide || canvas.height !== high) {
      Object.assign(canvas, { width: wide, height: high });
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    this.#draw();
    this.#need();
  }

  get gutter(): number {
    return this.#width < NARROW ? NARROW_GUTTER : GUTTER;
  }

  /** How much time a pixel is. */
  get pixel(): number {
    return (this.window.to - this.window.from) / Math.max(1, this.#width - this.gutter);
  }

  /** Where a pointer is: a time, and pixels below the top of the first row; null beside the picture. */
  positionOf({ offsetX, offsetY }: MouseEvent): { time: number; y: number } | null {
    if (offsetY < AXIS || offsetX < this.gutter) return null;
    return { time: this.#timeAt(offsetX), y: offsetY - AXIS + this.window.top };
  }

  #timeAt(x: number): number {
    return this.window.from + (x - this.gutter) * this.pixel;
  }

  fit(): void {
    this.move({ ...this.#props!.span, top: this.window.top });
  }

  /** Shows a part of the time with something around it. */
  zoomTo({ from, to }: Span, room = 1.2): void {
    const wide = Math.max(LEAST_SPAN, (to - from) * room);
    const centre = (from + to) / 2;
    this.move({ from: centre - wide / 2, to: centre + wide / 2, top: this.window.top });
  }

  zoomBy(factor: number, at = 0.5): void {
    const { from, to, top } = this.window;
    const wide = (to - from) * factor;
    const centre = from + (to - from) * at;
    this.move({ from: centre - wide * at, to: centre + wide * (1 - at), top });
  }

  panBy(share: number): void {
    const by = (this.window.to - this.window.from) * share;
    this.move({ from: this.window.from + by, to: this.window.to + by, top: this.window.top });
  }

  /** Has a time and a row in sight. */
  reveal({ key, time }: Focus): void {
    const { from, to, top } = this.window;
    const row = this.rows.find((each) => each.key === key);
    const room = this.#height - AXIS;
    const below = row === undefined ? top : Math.max(top, row.y + row.height - room);
    const isOut = time < from || time > to;
    const half = (to - from) / 2;
    this.move({
      from: isOut ? time - half : from,
      to: isOut ? time + half : to,
      top: row === undefined ? top : Math.min(below, row.y),
    });
  }

  grab(event: PointerEvent): void {
    this.#canvas.setPointerCapture(event.pointerId);
    const since = event.shiftKey ? this.#within(this.#timeAt(event.offsetX)) : null;
    this.#grabbed = { x: event.clientX, y: event.clientY, window: this.window, since, isMoved: false };
  }

  /** Moves the picture, or chooses a range; false where the pointer does not drag. */
  drag(event: PointerEvent): boolean {
    const grabbed = this.#grabbed;
    if (grabbed === null) return false;
    const [x, y] = [event.clientX - grabbed.x, event.clientY - grabbed.y];
    if (Math.hypot(x, y) > DRAGGED) grabbed.isMoved = true;
    if (!grabbed.isMoved) return false;
    const { window, since } = grabbed;
    if (since === null) {
      const by = -x * this.pixel;
      this.move({ from: window.from + by, to: window.to + by, top: window.top - y });
    } else {
      const until = this.#within(this.#timeAt(event.offsetX));
      this.#dragged = { from: Math.min(since, until), to: Math.max(since, until) };
      this.#schedule();
    }
    return true;
  }

  #within(time: number): number {
    const { from, to } = this.#props!.span;
    return Math.max(from, Math.min(to, time));
  }

  /** Ends dragging: the range that was chosen by it; else whether the pointer has dragged at all. */
  release(event: PointerEvent): Span | boolean {
    this.#canvas.releasePointerCapture(event.pointerId);
    const found = this.#dragged ?? this.#grabbed?.isMoved ?? false;
    this.#grabbed = this.#dragged = null;
    return found;
  }

  /** What keys do that move the picture; false for other keys. */
  press(key: string): boolean {
    const act: (() => void) | undefined = {
      '+': () => this.zoomBy(1 / STEP),
      '=': () => this.zoomBy(1 / STEP),
      w: () => this.zoomBy(1 / STEP),
      '-': () => this.zoomBy(STEP),
      s: () => this.zoomBy(STEP),
      a: () => this.panBy(-PAN),
      d: () => this.panBy(PAN),
      0: () => this.fit(),
      PageDown: () => this.#scroll(this.#height * 0.8),
      PageUp: () => this.#scroll(-this.#height * 0.8),
    }[key];
    act?.();
    return act !== undefined;
  }

  #scroll(by: number): void {
    this.move({ ...this.window, top: this.window.top + by });
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) {
      const at = (event.offsetX - this.gutter) / Math.max(1, this.#width - this.gutter);
      return this.zoomBy(Math.exp(event.deltaY * WHEEL * 3), Math.max(0, Math.min(1, at)));
    }
    const sideways = (event.shiftKey ? event.deltaY : event.deltaX) * this.pixel;
    const { from, to, top } = this.window;
    this.move({ from: from + sideways, to: to + sideways, top: event.shiftKey ? top : top + event.deltaY });
  }

  /** Never beyond what there is. */
  move({ from, to, top }: TimelineWindow): void {
    const { span } = this.#props!;
    const whole = span.to - span.from;
    const wide = Math.min(whole, Math.max(Math.min(LEAST_SPAN, whole), to - from));
    const start = Math.max(span.from, Math.min(span.to - wide, from));
    const lowest = Math.max(0, heightOf(this.rows) - this.#height + AXIS);
    this.window = { from: start, to: start + wide, top: Math.max(0, Math.min(lowest, top)) };
    this.#props!.onMove(this.window);
    this.#schedule();
    this.#need();
  }

  /** Asks for a picture if the one there is does not do for what is in sight. */
  #need(): void {
    const props = this.#props;
    if (props === null || this.#isAsking || this.#height === 0 || this.#isEnough()) return;
    const { from, to } = this.window;
    const around = MARGIN * (to - from);
    const question = {
      ...{ from: Math.max(props.span.from, from - around), to: Math.min(props.span.to, to + around) },
      ...{ threads: props.threads, pixel: this.pixel },
    };
    this.#asked = question;
    this.#isAsking = true;
    void props
      .picture(question)
      .then(
        (picture) => this.#take(props, picture),
        (error: unknown) => props.onProblem(error as Error),
      )
      .finally(() => {
        this.#isAsking = false;
        if (this.#props !== props || this.picture !== null) this.#need();
      });
  }

  #isEnough(): boolean {
    if (this.#asked === null) return false;
    const { span } = this.#props!;
    const { from, to, pixel } = this.#asked;
    const ratio = this.pixel / pixel;
    if (ratio > COARSE || ratio < FINE) return false;
    const near = (MARGIN / 4) * (this.window.to - this.window.from);
    return (
      from <= Math.max(span.from, this.window.from - near) && to >= Math.min(span.to, this.window.to + near)
    );
  }

  #take(asker: TimelineViewProps, picture: Picture): void {
    if (asker.subject !== this.#props?.subject) return;
    this.picture = picture;
    this.rows = rowsOf(picture);
    const { span } = asker;
    if (picture.from <= span.from && picture.to >= span.to)
      this.#whole ??= { picture, rows: new Map(this.rows.map((row) => [row.key, row])) };
    this.move(this.window);
    asker.onPicture();
  }

  get #width(): number {
    return Math.max(1, this.#box.clientWidth);
  }

  get #height(): number {
    return this.#box.clientHeight;
  }

  #draw(): void {
    const scene = this.#scene();
    if (scene === null || this.#height === 0) return;
    const context = this.#canvas.getContext('2d', { alpha: false })!;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    drawScene(canvasPainter(context), scene);
  }

  #scene(): Scene | null {
    const { picture, rows, window, gutter } = this;
    if (this.#props === null || picture === null) return null;
    const { look, names, focus } = this.#props;
    const range = this.#dragged ?? this.#props.range;
    const [whole, wholePicture] = [this.#whole?.rows ?? new Map(), this.#whole?.picture ?? null];
    const size = { width: this.#width, height: this.#height };
    return { ...size, rows, picture, whole, wholePicture, window, gutter, look, names, focus, range };
  }

  /** The same picture as a text of SVG; '' where there is none yet. */
  svg(title: string): string {
    const scene = this.#scene();
    if (scene === null) return '';
    const painter = new SvgPainter();
    const height = Math.min(scene.height, heightOf(scene.rows) - scene.window.top + AXIS);
    drawScene(painter, { ...scene, height });
    return painter.end(scene.width, height, title);
  }
}
