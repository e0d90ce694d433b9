import { haveCounts, haveTimes, placeOf, printable, profileStats } from '@tsprof/runtime/profile';
import type { Profile, Stats } from '@tsprof/runtime/profile';
import { withoutColour, type Paint } from '../command-line/colours.ts';
import { shownShortly } from '../processors/shown.ts';
import type { ReportOptions } from '../rows/function-rows.ts';
import { crowdedLines, placeText } from '../rows/places.ts';
import { programTime } from '../rows/root-time.ts';
import { fit } from '../tables/fit.ts';
import { layOut, type Align } from '../tables/layout.ts';
import { rootRemark } from '../tables/remarks.ts';
import { counted } from '../tables/text.ts';
import { UNKNOWN, duration, percentage } from '../units.ts';
import { callTree, type CallNode } from './call-tree.ts';
import { treeRows, type TreeRow } from './tree-rows.ts';

export interface TreeTableOptions extends ReportOptions {
  /** Characters in a line of the terminal. */
  readonly width?: number | undefined;
  /** All functions, those of packages too, however little time they have. */
  readonly all?: boolean | undefined;
  readonly paint?: Paint | undefined;
}

const HEADINGS = ['running', '%', 'waiting', 'ncall', 'call tree', 'file:line'];
const ALIGNS: readonly Align[] = ['right', 'right', 'right', 'right', 'left', 'left'];
const TEXT_COLUMNS = { name: HEADINGS.indexOf('call tree'), place: HEADINGS.indexOf('file:line') };
const WAITING = HEADINGS.indexOf('waiting');

/** What has less of the time than that, running and waiting, is not shown. */
const LEAST_SHARE = 0.01;
const MOST_PACKAGES = 3;

/**
 * The call tree of each thread, in pyinstrument's manner: running time of each call and all below it, packages folded to what
 * was called of them, waits as leaves.
 */
export function renderTree(profile: Profile, options: TreeTableOptions): string {
  const shown = shownShortly(profile, options);
  const stats = profileStats(shown, options);
  const { paint = withoutColour } = options;
  const lines = [
    paint('heading', heading(stats)),
    '',
    ...stats.threads.flatMap(({ thread }) => {
      const libraries = options.onlyMine ? 'none' : options.all ? 'all' : 'entries';
      const tree = callTree(shown, thread, { tag: options.tag, libraries });
      const title = stats.threads.length > 1 ? [`thread ${printable(`${thread.id} ${thread.name}`)}`] : [];
      return [...title, ...treeLines(shown, stats, tree, options), ''];
    }),
    ...rootRemark(stats, options.tag),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function heading({ elapsed, threads }: Stats): string {
  return `elapsed ${duration(elapsed)}, ${counted(threads.length, 'thread')}, running time of each call and all below it`;
}

function treeLines(
  profile: Profile,
  stats: Stats,
  tree: CallNode,
  { all, width, paint = withoutColour }: TreeTableOptions,
): string[] {
  const whole = programTime(stats);
  const rows = treeRows(tree, all ? 0 : LEAST_SHARE * whole);
  const cells = cellsFor(profile, stats, whole);
  const table = fit([HEADINGS, ...rows.map(cells)], width, TEXT_COLUMNS);
  return layOut(table, ALIGNS, (text, row, column) => {
    if (row === 0) return paint('heading', text);
    if (column === TEXT_COLUMNS.place) return paint('faint', text);
    return column === WAITING || rows[row - 1]!.type === 'wait' ? paint('waiting', text) : text;
  });
}

function cellsFor(profile: Profile, stats: Stats, whole: number): (row: TreeRow) => string[] {
  const threads = stats.threads.map(({ thread }) => thread);
  const timed = haveTimes(threads);
  const count = (calls: number): string => (haveCounts(threads) ? String(calls) : UNKNOWN);
  const crowded = crowdedLines(stats.functions);
  const time = (ns: number): string => (timed ? duration(ns) : UNKNOWN);
  const share = (ns: number): string => (timed && whole > 0 ? percentage(ns, whole) : UNKNOWN);
  return (row) => {
    if (row.type === 'wait') return ['', '', time(row.time), count(row.count), `${row.branch}[await]`, ''];
    if (row.type === 'rest') {
      const waiting = row.waiting > 0 ? time(row.waiting) : '';
      return [time(row.running), share(row.running), waiting, '', `${row.branch}… ${row.count} more`, ''];
    }
    const { node, branch } = row;
    const place = placeOf(profile, node.site);
    const name = printable(`${place.name}${foldedText(node)}`);
    return [
      ...[time(node.running), share(node.running), ''],
      ...[count(node.ncall), `${branch}${name}`, printable(placeText(place, crowded))],
    ];
  };
}

function foldedText({ folded, packages }: CallNode): string {
  if (folded.size === 0) return '';
  const names = [...packages].slice(0, MOST_PACKAGES).join(', ');
  const more = packages.size > MOST_PACKAGES ? ' …' : '';
  return ` [${counted(folded.size, 'function')} of ${names}${more}]`;
}
