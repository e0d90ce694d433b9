import { LEVEL, drawFrames, type Look, type Window } from './draw.ts';
import type { Frames } from './frames.ts';
import { SvgPainter, canvasPainter } from './painter.ts';
import { onceAFrame } from '../parts/once-a-frame.ts';

export interface FrameViewProps {
  readonly frames: Frames;
  /** What the picture is of: other frames of the same are shown as far zoomed in as those before. */
  readonly subject: string;
  readonly look: Look;
}

/** Farther in there is nothing to see. */
const CLOSEST = 1e-9;
const WHEEL = 0.0016;
const STEP = 1.5;
/** A pointer that has moved less has clicked. */
const DRAGGED = 4;

/** What of a flame graph is in sight on a canvas, and how that changes. */
export class FrameView {
  readonly #canvas: HTMLCanvasElement;
  readonly #box: HTMLElement;
  #frames: Frames | null = null;
  #look: Look | null = null;
  #subject = '';
  #window: Window = { from: 0, to: 1, top: 0 };
  #focused = -1;
  readonly #schedule = onceAFrame(() => this.#draw());
  #grabbed: { x: number; y: number; window: Window; isMoved: boolean } | null = null;

  constructor(canvas: HTMLCanvasElement, box: HTMLElement) {
    this.#canvas = canvas;
    this.#box = box;
    canvas.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
  }

  /** Shows frames in this way, and says whether these are others than before. All of them are in sight if it is of something else. */
  show({ frames, look, subject }: FrameViewProps): boolean {
    const isNew = frames !== this.#frames;
    const before = this.#frames === null || subject !== this.#subject ? 0 : this.#total;
    this.#frames = frames;
    this.#look = look;
    this.#subject = subject;
    if (isNew) {
      this.#focused = -1;
      if (before > 0) this.#scale(this.#total / before);
      else this.reset();
    }
    this.resize();
    return isNew;
  }

  resize(): void {
    const { clientWidth: width, clientHeight: height } = this.#box;
    const ratio = devicePixelRatio;
    const canvas = this.#canvas;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    this.#draw();
  }

  reset(): void {
    this.#move({ from: 0, to: this.#total, top: 0 });
  }

  #scale(by: number): void {
    const { from, to, top } = this.#window;
    this.#move({ from: from * by, to: to * by, top });
  }

  zoomTo(row: number): void {
    const { start, width, depth } = this.#frames!;
    this.#move({
      from: start[row]!,
      to: start[row]! + width[row]!,
      top: Math.max(0, (depth[row]! - 1) * LEVEL),
    });
  }

  focus(row: number): void {
    this.#focused = row;
    this.#reveal(row);
    this.#schedule();
  }

  /** Where a pointer is: ns or calls, and pixels below the top of the first level. */
  positionOf({ offsetX, offsetY }: MouseEvent): { position: number; y: number } {
    const { from, to, top } = this.#window;
    return { position: from + (offsetX / this.#width) * (to - from), y: offsetY + top };
  }

  grab(event: PointerEvent): void {
    this.#canvas.setPointerCapture(event.pointerId);
    this.#grabbed = { x: event.clientX, y: event.clientY, window: this.#window, isMoved: false };
  }

  /** Whether the pointer drags. */
  drag({ clientX, clientY }: PointerEvent): boolean {
    const grabbed = this.#grabbed;
    if (grabbed === null) return false;
    const [x, y] = [clientX - grabbed.x, clientY - grabbed.y];
    if (Math.hypot(x, y) > DRAGGED) grabbed.isMoved = true;
    if (!grabbed.isMoved) return false;
    const { from, to, top } = grabbed.window;
    const by = (-x / this.#width) * (to - from);
    this.#move({ from: from + by, to: to + by, top: top - y });
    return true;
  }

  /** Whether it has dragged. */
  release(event: PointerEvent): boolean {
    this.#canvas.releasePointerCapture(event.pointerId);
    const isMoved = this.#grabbed?.isMoved ?? false;
    this.#grabbed = null;
    return isMoved;
  }

  /** What a key means: the frame to go to, null for another thing that was done, undefined for nothing. */
  press({ key, ctrlKey, metaKey, altKey }: KeyboardEvent, focused: number): number | null | undefined {
    if (ctrlKey || metaKey || altKey) return undefined;
    if (key === '+' || key === '=') return this.#zoomBy(1 / STEP);
    if (key === '-') return this.#zoomBy(STEP);
    if (key === '0' || key === 'Escape') {
      this.reset();
      return null;
    }
    if (key === 'Enter') {
      if (focused >= 0) this.zoomTo(focused);
      return null;
    }
    return key.startsWith('Arrow') ? this.#walk(key, focused) : undefined;
  }

  /** The same picture as a text of SVG. */
  svg(title: string): string {
    const painter = new SvgPainter();
    const [width, height] = [this.#width, Math.min(this.#height, this.#frames!.levels.length * LEVEL)];
    drawFrames(painter, this.#frames!, this.#window, { width, height }, this.#look!, this.#focused);
    return painter.end(width, height, title);
  }

  get #total(): number {
    return this.#frames?.width[0] || 1;
  }

  get #width(): number {
    return Math.max(1, this.#box.clientWidth);
  }

  get #height(): number {
    return this.#box.clientHeight;
  }

  #walk(key: string, focused: number): number {
    const { parent, levels, depth } = this.#frames!;
    if (focused < 0) return 0;
    if (key === 'ArrowUp') return Math.max(0, parent[focused]!);
    const level = depth[focused]!;
    const row = levels[level]!;
    if (key === 'ArrowDown') return levels[level + 1]?.find((child) => parent[child] === focused) ?? focused;
    const at = row.indexOf(focused) + (key === 'ArrowRight' ? 1 : -1);
    return row[at] ?? focused;
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const { from, to, top } = this.#window;
    if (event.ctrlKey || event.metaKey)
      return void this.#zoomBy(Math.exp(event.deltaY * WHEEL * 3), event.offsetX / this.#width);
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    const by = (sideways / this.#width) * (to - from);
    this.#move({ from: from + by, to: to + by, top: event.shiftKey ? top : top + event.deltaY });
  }

  #zoomBy(factor: number, at = 0.5): null {
    const { from, to, top } = this.#window;
    const wide = Math.min(this.#total, Math.max(this.#total * CLOSEST, (to - from) * factor));
    const centre = from + (to - from) * at;
    this.#move({ from: centre - wide * at, to: centre + wide * (1 - at), top });
    return null;
  }

  #reveal(row: number): void {
    if (row < 0) return;
    const { start, width, depth } = this.#frames!;
    const { from, to, top } = this.#window;
    const y = depth[row]! * LEVEL;
    const down = y < top ? y : y + LEVEL > top + this.#height ? y + LEVEL - this.#height : top;
    const isOut = start[row]! >= to || start[row]! + width[row]! <= from;
    const middle = start[row]! + width[row]! / 2;
    const wide = to - from;
    this.#move({ from: isOut ? middle - wide / 2 : from, to: isOut ? middle + wide / 2 : to, top: down });
  }

  /** Never beyond what there is. */
  #move({ from, to, top }: Window): void {
    const wide = Math.min(this.#total, to - from);
    const start = Math.max(0, Math.min(this.#total - wide, from));
    const levels = this.#frames?.levels.length ?? 0;
    const lowest = Math.max(0, levels * LEVEL - this.#height + LEVEL);
    this.#window = { from: start, to: start + wide, top: Math.max(0, Math.min(lowest, top)) };
    this.#schedule();
  }

  #draw(): void {
    if (this.#frames === null || this.#look === null || this.#height === 0) return;
    const context = this.#canvas.getContext('2d', { alpha: false })!;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    const size = { width: this.#width, height: this.#height };
    drawFrames(canvasPainter(context), this.#frames, this.#window, size, this.#look, this.#focused);
  }
}
