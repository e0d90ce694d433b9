import { basename } from 'node:path';
import { printable } from '@tsprof/runtime/profile';
import type { Stats } from '@tsprof/runtime/profile';
import type { ControlStacks } from '@tsprof/runtime/control';
import { withoutColour, type Paint } from '../command-line/colours.ts';
import { crowdedLines, placeText } from '../rows/places.ts';
import { fit } from '../tables/fit.ts';
import { layOut, type Align } from '../tables/layout.ts';
import { blocksThatFit } from '../tables/row-limit.ts';
import { counted } from '../tables/text.ts';
import { calls, duration, percentage } from '../units.ts';
import { liveRows, type LiveRow } from './live-rows.ts';
import { nowLines } from './now-lines.ts';
import { clockTime } from './place.ts';

/** How a frame of the live table is shown. */
export interface LiveTableOptions {
  readonly cwd: string;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly limit?: number | undefined;
  readonly paint?: Paint | undefined;
}

const HEADINGS = ['name', 'own%', 'own', 'waited', 'calls', 'tsub', 'ttot', 'ncall', 'file:line'];
const ALIGNS: readonly Align[] = [
  'left',
  'right',
  'right',
  'right',
  'right',
  'right',
  'right',
  'right',
  'left',
];

/** One look at a running program: what its threads are doing, and what its functions did since the look before. */
export function liveTable(
  stacks: ControlStacks,
  now: Stats,
  before: Stats | null,
  options: LiveTableOptions,
): string {
  const { cwd, width, height, limit, paint = withoutColour } = options;
  const { rows, elapsed } = liveRows(now, before);
  const threads = nowLines(stacks, { cwd, base: stacks.cwd });
  const fitting = rows.slice(
    0,
    limit ??
      blocksThatFit(
        rows.map((row) => [row]),
        { height, taken: threads.length + 2 },
      ),
  );
  const crowded = crowdedLines(now.functions);
  const cells = fitting.map((row) => cellsOf(row, elapsed, crowded));
  const period =
    before === null ? 'all so far' : `the last ${duration(elapsed)}; tsub, ttot and ncall of all so far`;
  const left = rows.length - fitting.length;
  return [
    paint(
      'heading',
      `${printable(basename(stacks.script))}, process ${stacks.pid}, at ${clockTime(stacks.taken, 0)}, profiled for ${duration(now.elapsed)}`,
    ),
    ...threads,
    '',
    paint('heading', period),
    ...layOut(fit([HEADINGS, ...cells], width), ALIGNS),
    ...(rows.length === 0 ? ['nothing ran'] : []),
    ...(left > 0 ? [`and ${counted(left, 'more function')}`] : []),
    '',
  ].join('\n');
}

function cellsOf(
  { now, ncall, tsub, twait }: LiveRow,
  elapsed: number,
  crowded: ReadonlySet<string>,
): string[] {
  return [
    printable(now.name),
    elapsed > 0 ? percentage(tsub, elapsed) : '',
    duration(Math.max(0, tsub)),
    duration(Math.max(0, twait)),
    String(ncall),
    duration(now.tsub),
    duration(now.ttot),
    calls(now),
    printable(placeText(now, crowded)),
  ];
}
