import { CHARACTER, FONT_SIZE, type Painter } from '../flame/painter.ts';
import { shown } from '../parts/text.ts';
import { ticks } from './axis.ts';
import { MERGED, READY, type Picture } from './engine/messages.ts';
import type { TimelineLook } from './look.ts';
import { STRIPS, markFrom, type Row } from './rows.ts';

/** The part of a timeline that is in sight: times, and pixels from the top of the first row. */
export interface TimelineWindow {
  readonly from: number;
  readonly to: number;
  readonly top: number;
}

/** What is drawn: sizes in CSS pixels. */
export interface Scene {
  readonly rows: readonly Row[];
  /** Rows of the whole timeline: they show what is beyond the picture. */
  readonly whole: ReadonlyMap<string, Row>;
  readonly picture: Picture;
  readonly wholePicture: Picture | null;
  readonly window: TimelineWindow;
  readonly width: number;
  readonly height: number;
  /** The room of the rows' names. */
  readonly gutter: number;
  readonly look: TimelineLook;
  /** What threads are called, by their numbers. */
  readonly names: readonly string[];
  /** What the keyboard is at, or was clicked. */
  readonly focus: { readonly key: string; readonly time: number } | null;
  readonly range: { readonly from: number; readonly to: number } | null;
}

export const AXIS = 22;
const PADDING = 4;
const LEAST_LABEL = 26;
/** What is very brief is still to be seen. */
const LEAST_HEIGHT = 3;
const TICK_ROOM = 84;

/** Draws all that is in sight. */
export function drawScene(painter: Painter, scene: Scene): void {
  const { rows, look, width, height, gutter, window } = scene;
  painter.rect(0, 0, width, height, look.colours.back);
  drawGrid(painter, scene);
  const visible = rows.filter(({ y, height: high }) => {
    const top = y - window.top + AXIS;
    return top + high > AXIS && top < height;
  });
  for (const row of visible) drawRow(painter, scene, row);
  drawArrows(painter, scene);
  drawRange(painter, scene);
  painter.rect(0, AXIS, gutter, height - AXIS, look.lines.panel);
  for (const row of visible) drawName(painter, scene, row);
  drawAxis(painter, scene);
}

function xOf({ window, width, gutter }: Scene, time: number): number {
  return gutter + ((time - window.from) / (window.to - window.from)) * (width - gutter);
}

const yOf = ({ window }: Scene, row: Row): number => row.y - window.top + AXIS;

function ticksOf({ window: { from, to }, width, gutter }: Scene) {
  return ticks(from, to, ((to - from) * TICK_ROOM) / Math.max(1, width - gutter));
}

function drawGrid(painter: Painter, scene: Scene): void {
  for (const { at } of ticksOf(scene))
    painter.rect(xOf(scene, at), AXIS, 1, scene.height - AXIS, scene.look.lines.panel);
}

function drawAxis(painter: Painter, scene: Scene): void {
  const { look, width, gutter } = scene;
  painter.rect(0, 0, width, AXIS, look.lines.panel);
  painter.rect(0, AXIS - 1, width, 1, look.lines.line);
  for (const { at, label } of ticksOf(scene)) {
    const x = xOf(scene, at);
    if (x < gutter) continue;
    painter.rect(x, AXIS - 6, 1, 6, look.lines.faint);
    painter.text(x + 3, AXIS / 2, TICK_ROOM, label, look.lines.faint);
  }
}

function drawRow(painter: Painter, scene: Scene, row: Row): void {
  const { picture } = scene;
  if (row.kind === 'thread') {
    painter.rect(0, yOf(scene, row) + row.height - 3, scene.width, 1, scene.look.lines.line);
    return;
  }
  drawContent(painter, scene, row, picture, -Infinity, Infinity);
  const beyond = scene.whole.get(row.key);
  if (beyond === undefined || scene.wholePicture === null || scene.wholePicture === picture) return;
  const there = { ...beyond, y: row.y };
  drawContent(painter, scene, there, scene.wholePicture, -Infinity, picture.from);
  drawContent(painter, scene, there, scene.wholePicture, picture.to, Infinity);
}

/** What of a row is between two times. */
function drawContent(
  painter: Painter,
  scene: Scene,
  row: Row,
  from: Picture,
  least: number,
  most: number,
): void {
  const { window } = scene;
  const clipped = { ...scene, picture: from };
  const [begin, end] = [Math.max(least, window.from), Math.min(most, window.to)];
  if (begin >= end) return;
  if (row.kind === 'strip') drawStrip(painter, clipped, row, begin, end);
  else if (row.kind === 'function') drawFunctionLane(painter, clipped, row, begin, end);
  else if (row.kind !== 'thread') drawMarks(painter, clipped, row, begin, end);
}

function drawStrip(
  painter: Painter,
  scene: Scene,
  row: Row & { kind: 'strip' },
  from: number,
  to: number,
): void {
  const y = yOf(scene, row);
  for (const event of row.events) {
    if (event.to < from || event.from > to) continue;
    const x = leftOf(scene, Math.max(event.from, from));
    const wide = widthFrom(scene, x, Math.min(event.to, to));
    painter.rect(x, y + 2, wide, row.height - 3, scene.look.strip(row.event));
  }
}

/** Where a time begins within the picture. */
const leftOf = (scene: Scene, from: number): number => Math.max(scene.gutter, xOf(scene, from));

/** How wide it is from there on: a pixel at least. */
const widthFrom = (scene: Scene, x: number, to: number): number =>
  Math.max(1, Math.min(xOf(scene, to), scene.width) - x);

type MarksRow = Row & { kind: 'level' | 'coroutine' };

function drawMarks(painter: Painter, scene: Scene, row: MarksRow, from: number, to: number): void {
  const { marks, first, end } = row;
  for (let at = markFrom(marks, first, end, from); at < end && marks.from[at]! < to; at++)
    drawMark(painter, scene, row, at);
}

function drawMark(painter: Painter, scene: Scene, row: MarksRow, at: number): void {
  const { look } = scene;
  const { marks } = row;
  const x = leftOf(scene, marks.from[at]!);
  const wide = widthFrom(scene, x, marks.to[at]!);
  const y = yOf(scene, row);
  const height = row.height - 1;
  const state = look.state(marks.mode[at]!);
  if (state !== undefined) {
    painter.rect(x, y + 3, wide, height - 6, state.fill);
    if (state.texture !== null) painter.hatch(x, y + 3, wide, height - 6, state.stroke, state.texture);
  } else {
    const named = marks.function[at]!;
    const high = Math.max(LEAST_HEIGHT, height * marks.share[at]!);
    const shownWide = wide > 3 ? wide - 0.6 : wide;
    painter.rect(x, y, shownWide, high, fillOf(look, row, named));
    if (wide >= LEAST_LABEL && height >= FONT_SIZE && row.kind === 'level' && marks.mode[at] !== MERGED)
      drawLabel(painter, look, named, x, y + height / 2 + 0.5, wide);
  }
  if (isFocused(scene, row, at)) painter.outline(x, y, Math.max(3, wide), height, look.colours.focus);
}

/** In a lane, running has one colour: the lane says whose it is. */
function fillOf(look: TimelineLook, row: MarksRow, named: number): string {
  if (look.isMarked(named)) return look.colours.mark;
  if (look.isDim(named)) return look.colours.dim;
  return row.kind === 'coroutine' ? look.running : look.fill(named);
}

function isFocused({ focus }: Scene, { key, marks }: MarksRow, at: number): boolean {
  if (focus === null || focus.key !== key) return false;
  return marks.from[at]! <= focus.time && (focus.time < marks.to[at]! || marks.from[at] === focus.time);
}

function drawLabel(
  painter: Painter,
  { functions, colours, isDim, isMarked }: TimelineLook,
  named: number,
  x: number,
  y: number,
  wide: number,
): void {
  const text = cut(functions.label(named), wide - 2 * PADDING);
  const fill = isMarked(named) ? colours.back : isDim(named) ? colours.dimText : colours.text;
  if (text !== '') painter.text(x + PADDING, y, wide - 2 * PADDING, text, fill);
}

function cut(text: string, wide: number): string {
  const room = Math.floor(wide / (CHARACTER * FONT_SIZE));
  return text.length <= room ? text : room > 2 ? `${text.slice(0, room - 1)}…` : '';
}

/** How many there were, and the dark part that was on the stack. */
function drawFunctionLane(
  painter: Painter,
  scene: Scene,
  row: Row & { kind: 'function' },
  from: number,
  to: number,
): void {
  const lane = row.thread.functionLanes[row.at]!;
  const { picture, look } = scene;
  const high = row.height - 4;
  const base = yOf(scene, row) + row.height - 1;
  const first = Math.max(0, Math.floor((from - picture.from) / picture.bin));
  const end = Math.min(lane.alive.length, Math.ceil((to - picture.from) / picture.bin));
  if (first >= end) return;
  const isMarked = look.isMarked(lane.function);
  const drawn = { scene, from: picture.from, bin: picture.bin, first, end, base, scale: high / lane.most };
  painter.area(outline(lane.alive, drawn), look.isDim(lane.function) ? look.colours.dim : look.lines.alive);
  painter.area(outline(lane.running, drawn), isMarked ? look.colours.mark : look.running);
}

/** Some bins of a lane, and where they are drawn. */
interface DrawnBins {
  readonly scene: Scene;
  readonly from: number;
  readonly bin: number;
  readonly first: number;
  readonly end: number;
  readonly base: number;
  readonly scale: number;
}

/** Heights that differ by less are drawn as one. */
const SAME_HEIGHT = 0.5;
/** What outlines are written into, one after the other: pictures are drawn many times a second. */
let points = new Float64Array(1024);

/** The steps of some heights above their base, x and y in turn. */
function outline(
  values: Float32Array,
  { scene, from, bin, first, end, base, scale }: DrawnBins,
): Float64Array {
  if (points.length < 4 * (end - first + 2)) points = new Float64Array(8 * (end - first + 2));
  let count = 0;
  let last = base;
  for (let at = first; at < end; at++) {
    const y = base - values[at]! * scale;
    if (at > first && Math.abs(y - last) < SAME_HEIGHT) continue;
    const x = leftOf(scene, from + at * bin);
    points[count++] = x;
    points[count++] = last;
    points[count++] = x;
    points[count++] = y;
    last = y;
  }
  const right = leftOf(scene, from + end * bin);
  points[count++] = right;
  points[count++] = last;
  points[count++] = right;
  points[count++] = base;
  return points.subarray(0, count);
}

const HEAD = 3.5;

/** From creators to what they created, and from what has ended to what went on by that. */
function drawArrows(painter: Painter, scene: Scene): void {
  const lanes = new Map(scene.rows.filter(({ kind }) => kind === 'coroutine').map((row) => [row.key, row]));
  for (const { thread, arrows, lanes: found } of scene.picture.threads)
    for (const { kind, at, until, fromLane, toLane } of arrows) {
      const key = (lane: number) => `coroutine ${thread} ${found!.coroutines[lane]!.instance}`;
      const [from, to] = [lanes.get(key(fromLane)), lanes.get(key(toLane))];
      if (from === undefined || to === undefined) continue;
      const colour = kind === 'creates' ? scene.look.lines.arrow : (scene.look.state(READY)?.stroke ?? '');
      drawArrow(
        painter,
        scene,
        colour,
        [xOf(scene, at), middle(scene, from)],
        [xOf(scene, until), middle(scene, to)],
      );
    }
}

const middle = (scene: Scene, row: Row): number => yOf(scene, row) + row.height / 2;

function drawArrow(
  painter: Painter,
  { gutter, width, height }: Scene,
  colour: string,
  [x, y]: readonly [number, number],
  [toX, toY]: readonly [number, number],
): void {
  if (Math.max(x, toX) < gutter || Math.min(x, toX) > width || Math.max(y, toY) < AXIS) return;
  if (Math.min(y, toY) > height) return;
  const back = toY > y ? -1 : 1;
  painter.line(x, y, toX, toY, colour);
  painter.area([toX, toY, toX - HEAD, toY + 2 * back * HEAD, toX + HEAD, toY + 2 * back * HEAD], colour);
}

function drawRange(painter: Painter, scene: Scene): void {
  const { range, look, height } = scene;
  if (range === null) return;
  const x = leftOf(scene, range.from);
  const wide = widthFrom(scene, x, range.to);
  painter.outline(x, AXIS, Math.max(3, wide), height - AXIS, look.colours.focus);
}

function drawName(painter: Painter, scene: Scene, row: Row): void {
  const { look, gutter } = scene;
  const y = yOf(scene, row) + row.height / 2;
  const put = (text: string, fill: string, x = PADDING + 8) => {
    const short = cut(text, (row.kind === 'thread' ? scene.width : gutter) - x - PADDING);
    if (short !== '') painter.text(x, y, scene.width, short, fill);
  };
  if (row.kind === 'thread') put(scene.names[row.thread.thread]!, look.colours.text, PADDING);
  else if (row.kind === 'strip') put(STRIPS.find(([event]) => event === row.event)![1], look.lines.faint);
  else if (row.kind === 'level') {
    if (row.at === 0) put('stack', look.lines.faint);
  } else {
    const named =
      row.kind === 'function'
        ? row.thread.functionLanes[row.at]!.function
        : row.thread.lanes!.coroutines[row.at]!.function;
    const number = row.kind === 'coroutine' ? ` #${row.thread.lanes!.coroutines[row.at]!.instance}` : '';
    put(
      shown(look.functions.label(named), 60) + number,
      look.isMarked(named) ? look.colours.mark : look.colours.text,
    );
  }
}
