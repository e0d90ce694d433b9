import { printable } from '@tsprof/runtime/profile';
import type { ControlStacks, LiveCall, LiveCoroutines } from '@tsprof/runtime/control';
import { fit } from '../tables/fit.ts';
import { layOut, type Align } from '../tables/layout.ts';
import { counted } from '../tables/text.ts';
import { callText, lastedText } from './now-lines.ts';
import { clockTime, placeOf, type Places } from './place.ts';

type Thread = ControlStacks['threads'][number];

const COROUTINE_ALIGNS: readonly Align[] = ['left', 'left', 'left'];
/** Deeper than that the lines would have nothing but indentation. */
const DEEPEST = 20;

/** What each thread of a program is doing: its stack, and its coroutines as a tree of who awaits, or has created whom. */
export function stacksText(stacks: ControlStacks, cwd: string, width: number | undefined): string {
  const { pid, script, taken, threads } = stacks;
  const places = { cwd, base: stacks.cwd };
  const lines = [`${printable(script)}, process ${pid}, at ${clockTime(taken, 0)}`];
  for (const thread of threads) lines.push('', ...threadLines(thread, taken, places, width));
  return `${lines.join('\n')}\n`;
}

function threadLines(thread: Thread, taken: number, places: Places, width: number | undefined): string[] {
  const { id, name, clock, profiling, stack } = thread;
  const head = `thread ${printable(name)} (${printable(id)}): `;
  if (!profiling) return [`${head}profiling is off, so nothing is known; tsprof attach --start starts it`];
  const top = stack.at(-1);
  const since = top === undefined || clock === 'none' ? '' : `, since ${clockTime(taken, top.lasted)}`;
  return [
    `${head}${callText(top, clock, places)}${since}`,
    ...pathLines(thread),
    ...stackLines(thread, taken, places, width),
    ...coroutineLines(thread, places, width),
  ];
}

/** The logical path, where it is more than the stack says. */
function pathLines({ path, stack }: Thread): string[] {
  const isKnown = path.length <= stack.length;
  return isKnown ? [] : [`path: ${printable(path.join(' > '))}`];
}

/** Without a clock nobody knows how long anything has lasted. */
function stackLines(
  { stack, clock, omittedCalls }: Thread,
  taken: number,
  places: Places,
  width: number | undefined,
): string[] {
  if (stack.length === 0) return [];
  const timed = clock !== 'none';
  const headings = ['stack', ...(timed ? ['for', 'since'] : []), 'file:line'];
  const rows = stack.map((call) => callCells(call, timed, taken, places)).reverse();
  const aligns = headings.map((heading): Align => (heading === 'for' ? 'right' : 'left'));
  const left = omittedCalls === 0 ? [] : [`${counted(omittedCalls, 'call')} in the middle left out`];
  return ['', ...layOut(fit([headings, ...rows], width), aligns), ...left];
}

function callCells(
  { name, file, line, lasted, atLeast }: LiveCall,
  timed: boolean,
  taken: number,
  places: Places,
): string[] {
  const times = timed ? [lastedText(lasted, atLeast), clockTime(taken, lasted)] : [];
  return [printable(name), ...times, placeOf(places, file, line)];
}

function coroutineLines(
  { coroutines, clock, omittedCoroutines }: Thread,
  places: Places,
  width: number | undefined,
): string[] {
  if (coroutines.length === 0) return [];
  const total = coroutines.reduce((sum, { count }) => sum + count, omittedCoroutines);
  const rows = treeOrder(coroutines).map(({ row, depth }) =>
    coroutineCells(row, depth, clock !== 'none', places),
  );
  const left = omittedCoroutines === 0 ? [] : [`${counted(omittedCoroutines, 'coroutine')} in no row`];
  const table = fit([['coroutines', 'state', 'file:line'], ...rows], width);
  return ['', ...layOut(table, COROUTINE_ALIGNS), ...left, `${counted(total, 'coroutine')} alive`];
}

interface Placed {
  readonly row: LiveCoroutines;
  readonly depth: number;
}

/** Each row before those below it, those that have been so longest first. A loop: chains of awaits may be long. */
function treeOrder(rows: readonly LiveCoroutines[]): Placed[] {
  const below = new Map<number | null, number[]>();
  rows.forEach(({ parent }, index) => {
    const list = below.get(parent);
    if (list === undefined) below.set(parent, [index]);
    else list.push(index);
  });
  for (const list of below.values()) list.sort((a, b) => rows[a]!.longest - rows[b]!.longest);
  const ordered: Placed[] = [];
  const open = (below.get(null) ?? []).map((index) => ({ index, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { index, depth } = next;
    ordered.push({ row: rows[index]!, depth });
    for (const child of below.get(index) ?? []) open.push({ index: child, depth: depth + 1 });
  }
  return ordered;
}

const VERBS = { running: 'runs', waiting: 'waits', parked: 'is parked' } as const;

function coroutineCells(row: LiveCoroutines, depth: number, timed: boolean, places: Places): string[] {
  const { name, file, line, state, at, count, longest, atLeast, relation } = row;
  const indent = '  '.repeat(Math.min(depth, DEEPEST)) + (depth > DEEPEST ? '… ' : '');
  const many = count === 1 ? '' : `${count} × `;
  const how = relation === 'awaited' ? 'await ' : '';
  const place = at === null ? placeOf(places, file, line) : placeOf(places, file, at.line);
  const upTo = count === 1 ? '' : 'up to ';
  return [
    `${indent}${how}${many}${printable(name)}`,
    timed ? `${VERBS[state]} ${upTo}${lastedText(longest, atLeast)}` : VERBS[state],
    at === null ? place : `${place} ${at.kind}`,
  ];
}
