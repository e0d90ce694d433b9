import { printable } from '@tsprof/runtime/profile';
import { withoutColour, type Paint } from '../command-line/colours.ts';
import type { Piece, PieceState } from '../critical/chain.ts';
import type { Gain } from '../critical/gains.ts';
import type { CriticalPath } from '../critical/path.ts';
import { duration, wholePercent } from '../units.ts';
import { fit } from './fit.ts';
import { layOut } from './layout.ts';
import { counted } from './text.ts';

export interface CriticalTableOptions {
  /** Characters in a line of the terminal. */
  readonly width?: number | undefined;
  /** So many pieces, the longest, and so many gains. */
  readonly limit?: number | undefined;
  readonly paint?: Paint | undefined;
}

const PIECES = 24;
const GAINS = 8;
/** Characters of the picture of where in the whole a piece is. */
const BAR = 16;
const SHADES: Readonly<Record<PieceState, string>> = { running: '█', waiting: '░', ready: '▒' };

/** A critical path as a table for people: its pieces in their order, what could be gained, what to look at first. */
export function criticalTable(path: CriticalPath, options: CriticalTableOptions): string {
  const { width, paint = withoutColour, limit } = options;
  const shown = longest(path.pieces, limit ?? PIECES);
  const rows = shown.map((piece) => rowOf(piece, path));
  const heads = ['state', ...(path.isAdded ? [] : ['at']), 'time', 'share', '', 'function', 'place'];
  const pieces = table([heads, ...rows], width, paint);
  const gains = path.gains.slice(0, limit ?? GAINS).map((gain) => gainRow(gain, path));
  const gainTable = table([['most to gain', 'share', 'function', 'place'], ...gains], width, paint);
  const lines = [title(path), '', ...pieces, ...restLine(path, shown)];
  if (gains.length > 0) lines.push('', ...gainTable);
  return `${[...lines, '', firstToLookAt(path)].join('\n')}\n`;
}

function title({ of, instances, isAdded, all, hasEnded, from, thread, pieces }: CriticalPath): string {
  const name = printable(of.name);
  const what = `critical path of ${name}: ${duration(of.wall)}`;
  if (isAdded)
    return `${what} in ${instances} of ${counted(all, 'instance')}, ${counted(pieces.length, 'piece')} added up`;
  const which = all > 1 ? `, the slowest of ${all}` : '';
  const end = hasEnded ? '' : ' so far';
  return `${what}${end}${which}, from ${duration(from)} on in ${printable(thread)}`;
}

/** Those that take longest, in their order. */
function longest(pieces: readonly Piece[], count: number): readonly Piece[] {
  if (pieces.length <= count) return pieces;
  const kept = new Set(pieces.toSorted((a, b) => b.to - b.from - (a.to - a.from)).slice(0, count));
  return pieces.filter((piece) => kept.has(piece));
}

function rowOf(piece: Piece, { of, pieces, isAdded }: CriticalPath): string[] {
  const begin = pieces[0]!.from;
  const time = piece.to - piece.from;
  return [
    piece.state,
    ...(isAdded ? [] : [`+${duration(piece.from - begin)}`]),
    duration(time),
    wholePercent(time, of.wall),
    bar(piece, begin, of.wall),
    printable(piece.name),
    place(piece),
  ];
}

/** Where in the whole it is. */
function bar({ state, from, to }: Piece, begin: number, wall: number): string {
  const column = (time: number): number => Math.round(((time - begin) / wall) * BAR);
  const first = Math.min(BAR - 1, column(from));
  const length = Math.max(1, column(to) - first);
  return ' '.repeat(first) + SHADES[state].repeat(length);
}

const place = ({ file, line }: { readonly file: string; readonly line: number }): string =>
  file === '' ? '' : printable(`${file}:${line}`);

const gainRow = (gain: Gain, { of }: CriticalPath): string[] => [
  duration(gain.most),
  wholePercent(gain.most, of.wall),
  printable(gain.name),
  place(gain),
];

function table(rows: readonly string[][], width: number | undefined, paint: Paint): readonly string[] {
  const columns = rows[0]!.length;
  const fitted = fit(rows, width, { name: columns - 2, place: columns - 1 });
  const isText = (at: number): boolean =>
    at >= columns - 2 || (columns > 4 && (at === 0 || at === columns - 3));
  const aligns = Array.from({ length: columns }, (_, at) =>
    isText(at) ? ('left' as const) : ('right' as const),
  );
  return layOut(fitted, aligns, (text, row) => (row === 0 ? paint('heading', text) : text));
}

function restLine({ pieces, of }: CriticalPath, shown: readonly Piece[]): string[] {
  const rest = pieces.length - shown.length;
  if (rest === 0) return [];
  const time = of.wall - shown.reduce((sum, { from, to }) => sum + to - from, 0);
  return [
    `${counted(rest, 'shorter piece')} in between: ${duration(time)} (--limit ${pieces.length} shows all)`,
  ];
}

/** The function that could save most, and what it does of the path. */
function firstToLookAt({ of, pieces, gains }: CriticalPath): string {
  const [gain] = gains;
  if (gain === undefined) return 'nothing in it can be gained';
  const own = pieces.filter(({ name, file }) => name === gain.name && file === gain.file);
  const states = (['running', 'waiting'] as const).flatMap((state) => {
    const time = own.reduce((sum, piece) => (piece.state === state ? sum + piece.to - piece.from : sum), 0);
    return time > 0 ? [`${state === 'running' ? 'runs' : 'waits'} ${duration(time)}`] : [];
  });
  const does = states.length > 0 ? states.join(', ') : 'holds the thread';
  return `look first at ${printable(gain.name)} (${place(gain)}): it ${does} of ${duration(of.wall)},\n  and would save up to ${duration(gain.most)} if it took no time`;
}
