import { collectionFigures, heapFigures, printable } from '@tsprof/runtime/profile';
import type { FunctionPlace, MemoryPath, MemoryStats, Profile } from '@tsprof/runtime/profile';
import { withoutColour, type Paint } from '../command-line/colours.ts';
import { relocateShortly } from '../processors/relocate.ts';
import {
  perCall,
  reportOnMemory,
  uncertainty,
  type MemoryReportOptions,
  type SortedMemory,
} from '../rows/memory-rows.ts';
import { crowdedLines, placeText } from '../rows/places.ts';
import { UNKNOWN, duration, percentage, size } from '../units.ts';
import { fit } from './fit.ts';
import { layOut } from './layout.ts';
import { alignsOf, shownLine } from './place-table.ts';
import { blocksThatFit } from './row-limit.ts';
import { counted, elide } from './text.ts';

export interface MemoryTableOptions extends MemoryReportOptions {
  /** Characters in a line of the terminal. */
  readonly width?: number | undefined;
  /** Lines of the terminal. */
  readonly height?: number | undefined;
  /** All rows, however many: without it, and without a limit, as many as there is room for. */
  readonly all?: boolean | undefined;
  /** Call paths in place of functions. */
  readonly path?: boolean | undefined;
  readonly paint?: Paint | undefined;
}

const NOTHING = 'no memory: tsprof run --memory watches it\n';

const HEADINGS = ['function', 'own', '±', 'total', 'calls', 'per call', 'file:line'];

/** What functions have allocated, or what was allocated on call paths, as a table for people; and what to look at first. */
export function memoryTable(profile: Profile, options: MemoryTableOptions): string {
  const { width, path, paint = withoutColour } = options;
  const report = reportOnMemory(relocateShortly(profile, options.cwd), options);
  if (report.threads.length === 0) return NOTHING;
  const remarks = [...lookFirst(report), ...waitingLines(report), ...heapLines(report), ...restLine(report)];
  const rows = path ? report.shownPaths : report.rows;
  const all = path ? report.paths.length : report.functions.filter(({ total }) => total > 0).length;
  const blocks = rows.map((row) => [row]);
  const shown = rows.slice(0, blocksThatFit(blocks, { ...options, taken: remarks.length + 1 }));
  const isCut = shown.length < rows.length;
  const table = path
    ? pathTable(shown as readonly MemoryPath[], width, paint)
    : functionTable(shown as readonly MemoryStats[], report, width, paint);
  const cut = shownLine(shown.length, all, path ? 'path' : 'function', isCut);
  const lines = [paint('heading', heading(report, path)), '', ...table, '', ...remarks, ...cut];
  return `${lines.join('\n')}\n`;
}

/** What is said of the bytes of a row: whether they are still there. */
const fate = ({ collected }: Pick<SortedMemory, 'collected'>): string =>
  collected ? 'allocated' : 'still there';

function heading(report: SortedMemory, path: boolean | undefined): string {
  const own = report.functions.reduce((sum, row) => sum + row.own, 0);
  const samples = report.functions.reduce((sum, row) => sum + row.samples, 0);
  const order = path ? 'bytes' : report.sort.map(({ key }) => key).join(', ');
  const share = samples === 0 ? '' : `, ± ${percentage(uncertainty(samples), 1)}`;
  return `${size(own)} ${fate(report)} (${counted(samples, 'sample')}${share}), sorted by ${order}`;
}

function functionTable(
  rows: readonly MemoryStats[],
  { functions }: SortedMemory,
  width: number | undefined,
  paint: Paint,
): string[] {
  const crowded = crowdedLines(functions);
  const cells = [HEADINGS, ...rows.map((row) => cellsOf(row, crowded))];
  return layOut(fit(cells, width), alignsOf(HEADINGS.length), (text, row, column) => {
    if (row === 0) return paint('heading', text);
    return column === HEADINGS.length - 1 ? paint('faint', text) : text;
  });
}

const cellsOf = (row: MemoryStats, crowded: ReadonlySet<string>): string[] => [
  printable(row.name),
  row.own === 0 ? '0' : size(row.own),
  row.own === 0 ? '' : errorText(row.samples),
  size(row.total),
  row.ncall === 0 ? UNKNOWN : String(row.ncall),
  row.ncall === 0 || row.own === 0 ? UNKNOWN : size(perCall(row)),
  printable(placeText(row, crowded)),
];

const errorText = (samples: number): string => `${Math.round(100 * uncertainty(samples))}%`;

const PATH_HEADINGS = ['own', '±', 'path'];

/** The end of a path says most: what is cut is from its beginning. */
function pathTable(rows: readonly MemoryPath[], width: number | undefined, paint: Paint): string[] {
  const figures = rows.map(({ bytes, samples }) => [size(bytes), errorText(samples)]);
  const taken = figures.reduce((most, [own, error]) => Math.max(most, own!.length + error!.length), 0);
  const room = Math.max(LEAST_PATH, (width ?? Infinity) - taken - GAPS);
  const cells = [
    PATH_HEADINGS,
    ...rows.map(({ path }, at) => [...figures[at]!, elide(printable(pathText(path)), room, 1)]),
  ];
  return layOut(cells, ['right', 'right', 'left'], (text, row) =>
    row === 0 ? paint('heading', text) : text,
  );
}

const LEAST_PATH = 20;
/** Between three columns. */
const GAPS = 4;

const pathText = (path: readonly FunctionPlace[]): string =>
  `${path.map(({ name }) => name).join(' > ')} (${placeText(path.at(-1)!)})`;

/** The function with most of its own, how that comes to be, and where it was called. */
function lookFirst(report: SortedMemory): string[] {
  const first = report.functions.reduce<MemoryStats | null>(
    (most, row) => (row.own > (most?.own ?? 0) ? row : most),
    null,
  );
  if (first === null) return [];
  if (first.samples < LEAST_SAMPLES)
    return [
      `no function stands out: ${counted(LEAST_SAMPLES, 'sample')} or more would be needed to tell one from chance`,
    ];
  const calls =
    first.ncall === 0 ? '' : `, ${size(perCall(first))} for each of ${counted(first.ncall, 'call')}`;
  const way = report.paths
    .filter(({ path }) => isSame(path.at(-1)!, first))
    .reduce<MemoryPath | null>((most, path) => (path.bytes > (most?.bytes ?? 0) ? path : most), null);
  const above = way?.path.slice(0, -1).filter(({ kind }) => kind !== 'module') ?? [];
  return [
    printable(`look first at ${placed(first)}: ${size(first.own)} ${fate(report)}${calls}`),
    ...(above.length === 0
      ? []
      : [printable(`  called by ${above.reverse().slice(0, MOST_ABOVE).map(placed).join(', ')}`)]),
  ];
}

/** The standard error of fewer is above 30 %. */
const LEAST_SAMPLES = 10;
const MOST_ABOVE = 2;

const placed = (place: FunctionPlace): string => {
  const where = placeText(place);
  return where === '' ? place.name : `${place.name} (${where})`;
};

const isSame = (a: FunctionPlace, b: FunctionPlace): boolean =>
  a.name === b.name && a.file === b.file && a.line === b.line && a.column === b.column;

const MOST_WAITING = 3;

/** What waiting coroutines, and what they have called, have allocated and is still there. */
function waitingLines({ functions, collected }: SortedMemory): string[] {
  if (collected) return [];
  const waiting = functions.filter((row) => row.waiting.length > 0 && row.total > 0);
  const largest = waiting.sort((a, b) => b.total - a.total);
  return largest.slice(0, MOST_WAITING).map((row) => {
    const count = row.waiting.reduce((sum, each) => sum + each.count, 0);
    const lines = row.waiting.map(({ line }) => line).join(', ');
    const each = count === 1 ? '' : `, ${size(row.total / count)} each`;
    const verb = count === 1 ? 'waits' : 'wait';
    return printable(
      `${count} of ${placed(row)} ${verb} at line ${lines}: ${size(row.total)} allocated there is still there${each}`,
    );
  });
}

function heapLines({ threads }: SortedMemory): string[] {
  const heap = heapFigures(threads);
  const { count, time, longest } = collectionFigures(threads);
  const pauses =
    count === 0
      ? []
      : [`collector: ${counted(count, 'pause')}, ${duration(time)} in all, the longest ${duration(longest)}`];
  if (heap === null) return pauses;
  const outside = `, ${size(heap.external)} outside of it (buffers)`;
  return [`heap: ${size(heap.used)} at the end, ${size(heap.most)} at most${outside}`, ...pauses];
}

/** What is in no row. */
function restLine({ outside, profiler }: SortedMemory): string[] {
  return [`[root] ${size(outside)} in code without probes, [tsprof] ${size(profiler)} of its own`];
}
