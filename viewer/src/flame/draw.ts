import { firstFrom, type Frames } from './frames.ts';
import { CHARACTER, FONT_SIZE, type Painter } from './painter.ts';

/** How a frame looks. */
export interface Look {
  fill(row: number): string;
  label(row: number): string;
  isDim(row: number): boolean;
  isMarked(row: number): boolean;
  readonly colours: {
    readonly back: string;
    readonly text: string;
    readonly dim: string;
    readonly dimText: string;
    readonly merged: string;
    readonly stripe: string;
    readonly mark: string;
    readonly focus: string;
  };
}

/** The part of the frames that is in sight: `from` and `to` in their unit, `top` in pixels. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly top: number;
}

export const LEVEL = 20;
const GAP = 1;
const PADDING = 4;
/**
 * Narrower frames become one with their neighbours: the first of these widths that leaves so few boxes that a picture is
 * drawn in a few milliseconds.
 */
const NARROWEST = [2, 3, 5, 8, 12] as const;
const MOST_BOXES = 2500;
/** So much room a label needs. */
const LEAST_LABEL = 24;

/** Draws what is in sight, and says how many boxes that took. */
export function drawFrames(
  painter: Painter,
  frames: Frames,
  { from, to, top }: Window,
  { width, height }: { readonly width: number; readonly height: number },
  look: Look,
  focused: number,
): number {
  painter.rect(0, 0, width, height, look.colours.back);
  const scale = width / (to - from);
  const first = Math.max(0, Math.floor(top / LEVEL));
  const last = Math.min(frames.levels.length - 1, Math.floor((top + height) / LEVEL));
  const drawn = { frames, look, focused, from, to, scale };
  const draw = (painter: Painter | null, narrowest: number, most: number): number => {
    let boxes = 0;
    for (let level = first; level <= last && boxes <= most; level++)
      boxes += drawLevel({ ...drawn, painter, narrowest }, level, level * LEVEL - top);
    return boxes;
  };
  const isFew = (narrowest: number) =>
    frames.start.length <= MOST_BOXES || draw(null, narrowest, MOST_BOXES) <= MOST_BOXES;
  return draw(painter, NARROWEST.find(isFew) ?? NARROWEST.at(-1)!, Infinity);
}

interface Drawing {
  /** null: boxes are only counted. */
  readonly painter: Painter | null;
  readonly narrowest: number;
  readonly frames: Frames;
  readonly look: Look;
  readonly focused: number;
  readonly from: number;
  readonly to: number;
  readonly scale: number;
}

function drawLevel(drawing: Drawing, level: number, y: number): number {
  const { painter, narrowest, frames, look, from, to, scale } = drawing;
  const { start, width } = frames;
  const rows = frames.levels[level]!;
  let at = Math.max(0, firstFrom(rows, start, from) - 1);
  let boxes = 0;
  while (at < rows.length && start[rows[at]!]! < to) {
    const row = rows[at]!;
    const x = (start[row]! - from) * scale;
    const wide = width[row]! * scale;
    if (x + wide < 0) {
      at++;
      continue;
    }
    boxes++;
    if (wide >= narrowest) {
      drawFrame(drawing, row, Math.max(0, x), Math.min(x + wide, (to - from) * scale) - Math.max(0, x), y);
      at++;
      continue;
    }
    const end = mergedEnd(drawing, rows, at);
    const last = rows[end - 1]!;
    const right = Math.max(x + 1, (start[last]! + width[last]! - from) * scale);
    painter?.rect(x, y, right - x, LEVEL - GAP, look.colours.merged);
    at = end;
  }
  return boxes;
}

/** Behind the narrow frames from there on that touch each other. */
function mergedEnd(
  { frames: { start, width }, scale, narrowest }: Drawing,
  rows: Int32Array,
  first: number,
): number {
  let at = first + 1;
  while (at < rows.length) {
    const row = rows[at]!;
    const before = rows[at - 1]!;
    const gap = (start[row]! - start[before]! - width[before]!) * scale;
    if (width[row]! * scale >= narrowest || gap > narrowest) break;
    at++;
  }
  return at;
}

function drawFrame(
  { painter, frames, look, focused }: Drawing,
  row: number,
  x: number,
  wide: number,
  y: number,
): void {
  if (painter === null) return;
  const { colours } = look;
  const height = LEVEL - GAP;
  const shown = Math.max(0.5, wide - (wide > 3 ? GAP : 0));
  const isDim = look.isDim(row);
  painter.rect(x, y, shown, height, isDim ? colours.dim : look.fill(row));
  if (frames.isWait[row] === 1) painter.hatch(x, y, shown, height, colours.stripe);
  if (wide >= LEAST_LABEL) {
    const room = Math.floor((wide - 2 * PADDING) / (CHARACTER * FONT_SIZE));
    const label = look.label(row);
    const text = label.length <= room ? label : room > 2 ? `${label.slice(0, room - 1)}…` : '';
    if (text !== '')
      painter.text(
        x + PADDING,
        y + height / 2 + 0.5,
        wide - 2 * PADDING,
        text,
        isDim ? colours.dimText : colours.text,
      );
  }
  if (look.isMarked(row) && wide >= 3) painter.outline(x, y, shown, height, colours.mark);
  if (row === focused) painter.outline(x, y, shown, height, colours.focus);
}
