import { duration } from '@tsprof/report/units';
import { counted } from '@tsprof/report/tables/text';
import { CALL, CUT, ENDS, PARKS, WAITS } from '@tsprof/runtime/timeline';
import { shown } from '../parts/text.ts';
import { moment } from './axis.ts';
import {
  MERGED,
  PARKED,
  READY,
  UNKNOWN_STATE,
  WAITING,
  type Marks,
  type StripEvent,
} from './engine/messages.ts';
import type { NamedFunctions } from './look.ts';
import { STRIPS, markAt, type Row } from './rows.ts';
import type { Focus, TimelineView } from './timeline-view.ts';

/** What is at a point of the picture, in words. */
export interface Described {
  readonly title: string;
  readonly facts: readonly string[];
  /** The function that it is of; -1 for none. */
  readonly function: number;
  /** From when to when it is. */
  readonly span: { readonly from: number; readonly to: number };
}

/** Says what a row has at a time; null where there is nothing. */
export function describe(
  view: TimelineView,
  row: Row,
  time: number,
  functions: NamedFunctions,
): Described | null {
  if (row.kind === 'level' || row.kind === 'coroutine') return ofMark(view, row, time, functions);
  if (row.kind === 'strip') return ofEvent(view, row, time);
  return row.kind === 'function' ? ofLane(view, row, time, functions) : null;
}

const at = (view: TimelineView, time: number): string => moment(time, view.pixel / 10);

const NEAR_PIXELS = 3;

function ofMark(
  view: TimelineView,
  row: Row & { kind: 'level' | 'coroutine' },
  time: number,
  functions: NamedFunctions,
): Described | null {
  const { marks } = row;
  const mark = markAt(marks, row, time, NEAR_PIXELS * view.pixel);
  if (mark < 0) return null;
  const [from, to, named] = [marks.from[mark]!, marks.to[mark]!, marks.function[mark]!];
  const number = marks.instance[mark]! > 0 ? ` #${marks.instance[mark]}` : '';
  const since = `from ${at(view, from)} to ${at(view, to)}`;
  return {
    title: functions.label(named) + number,
    facts: [modeWords(marks, mark), since, ...laneWords(row, functions)].filter((fact) => fact !== ''),
    function: named,
    span: { from, to },
  };
}

function modeWords(marks: Marks, mark: number): string {
  const time = duration(marks.to[mark]! - marks.from[mark]!);
  const line = marks.line[mark]! > 0 ? ` at line ${marks.line[mark]}` : '';
  const mode = marks.mode[mark]!;
  if (mode === MERGED) return mergedWords(marks, mark);
  const words: Readonly<Record<number, string>> = {
    [CALL]: `ran ${time}`,
    [WAITS]: `ran ${time}, then waits${line}`,
    [PARKS]: `ran ${time}, then is parked at a yield${line}`,
    [ENDS]: `ran ${time}, then ended`,
    [CUT]: `ran ${time}, then profiling was off`,
    [WAITING]: `waited ${time}${line}`,
    [READY]: `was ready for ${time}: what it awaited${line} had ended`,
    [PARKED]: `was parked ${time} at a yield${line}`,
    [UNKNOWN_STATE]: `${time} of which nothing is known`,
  };
  return words[mode] ?? '';
}

function mergedWords(marks: Marks, mark: number): string {
  const time = marks.to[mark]! - marks.from[mark]!;
  const ran = `${duration(time * marks.share[mark]!)} of ${duration(time)}`;
  const count = marks.count[mark]!;
  return count === 0 ? `and others ran ${ran}` : `and others, ${count} in all, ran ${ran}`;
}

function laneWords(row: Row, functions: NamedFunctions): string[] {
  if (row.kind !== 'coroutine') return [];
  const { coroutines } = row.thread.lanes!;
  const { from, to, hasEnded, creator } = coroutines[row.at]!;
  const life = `${hasEnded ? 'lived' : 'has not ended after'} ${duration(to - from)}`;
  if (creator === 0) return [life];
  const known = coroutines.find(({ instance }) => instance === creator);
  return [life, `created by ${known === undefined ? '' : `${functions.label(known.function)} `}#${creator}`];
}

function ofEvent(view: TimelineView, row: Row & { kind: 'strip' }, time: number): Described | null {
  const near = NEAR_PIXELS * view.pixel;
  const found = row.events.filter((event) => event.from - near <= time && time <= event.to + near);
  const event = found.sort((a, b) => distance(a, time) - distance(b, time))[0];
  if (event === undefined) return null;
  const [, name, words] = STRIPS.find(([kind]) => kind === event.kind)!;
  const many = event.count > 1 ? `${event.count} times, ` : '';
  return {
    title: name,
    facts: [`${many}${duration(event.time)}`, `from ${at(view, event.from)} to ${at(view, event.to)}`, words],
    ...{ function: -1, span: event },
  };
}

const distance = ({ from, to }: StripEvent, time: number): number => Math.max(0, from - time, time - to);

function ofLane(
  view: TimelineView,
  row: Row & { kind: 'function' },
  time: number,
  functions: NamedFunctions,
): Described | null {
  const lane = row.thread.functionLanes[row.at]!;
  const { from, bin } = view.picture!;
  const index = Math.floor((time - from) / bin);
  const alive = lane.alive[index];
  if (alive === undefined) return null;
  const begin = from + index * bin;
  return {
    title: functions.label(lane.function),
    facts: [
      `${few(alive)} at this time, of these ${few(lane.running[index]!)} on the stack`,
      `up to ${few(lane.most)} in this picture`,
      `from ${at(view, begin)} to ${at(view, begin + bin)}`,
    ],
    ...{ function: lane.function, span: { from: begin, to: begin + bin } },
  };
}

/** How many there were on average. */
const few = (count: number): string => (Number.isInteger(count) ? String(count) : count.toPrecision(3));

/** The functions on the stack of a thread at a time, from the event loop down to a level. */
export function stackAt(
  view: TimelineView,
  { thread, at: level }: Row & { kind: 'level' },
  time: number,
  functions: NamedFunctions,
): string {
  const names: string[] = [];
  for (const row of view.rows) {
    if (row.kind !== 'level' || row.thread !== thread || row.at > level) continue;
    const mark = markAt(row.marks, row, time, 0);
    if (mark >= 0) names.push(shown(functions.label(row.marks.function[mark]!), 60));
  }
  return names.join(' › ');
}

/** One line about where the keyboard is. */
export function lineAbout(view: TimelineView, focus: Focus, functions: NamedFunctions): string {
  const row = view.rows.find(({ key }) => key === focus.key);
  const found = row === undefined ? null : describe(view, row, focus.time, functions);
  if (row === undefined || found === null) return `${at(view, focus.time)}: nothing there`;
  const path = row.kind === 'level' ? stackAt(view, row, focus.time, functions) : found.title;
  const number = row.kind === 'level' ? (/ #\d+$/.exec(found.title)?.[0] ?? '') : '';
  return `${path}${number}: ${found.facts.join(', ')}`;
}

/** How many slices and coroutines there are. */
export const sizeWords = (slices: number, coroutines: number): string =>
  `${counted(slices, 'stretch or call', 'stretches and calls')}, ${counted(coroutines, 'coroutine')}`;
