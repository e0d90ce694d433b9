import { haveCounts, haveTimes, printable } from '@tsprof/runtime/profile';
import type { FunctionStats, Profile } from '@tsprof/runtime/profile';
import { withoutColour, type Paint } from '../command-line/colours.ts';
import { relocateShortly } from '../processors/relocate.ts';
import { crowdedLines, placeText } from '../rows/places.ts';
import { reportOnTests, waitOf, type TestReportOptions } from '../rows/test-rows.ts';
import { UNKNOWN, duration } from '../units.ts';
import { fit } from './fit.ts';
import { layOut } from './layout.ts';
import { alignsOf, shownLine } from './place-table.ts';
import { blocksThatFit } from './row-limit.ts';
import { counted } from './text.ts';

export interface TestTableOptions extends TestReportOptions {
  /** Characters in a line of the terminal. */
  readonly width?: number | undefined;
  /** Lines of the terminal. */
  readonly height?: number | undefined;
  /** All tests, however many: without it, and without a limit, as many as there is room for. */
  readonly all?: boolean | undefined;
  readonly paint?: Paint | undefined;
}

const NOTHING = 'no tests: none of the functions in the profile is the callback of a test or it\n';

const HEADINGS = ['test', 'count', 'total', 'own', 'wait', 'file:line'];

/** The slowest tests, as a table for people. */
export function testsTable(profile: Profile, options: TestTableOptions): string {
  const { paint = withoutColour } = options;
  const shown = relocateShortly(profile, options.cwd);
  const { rows, all, sort } = reportOnTests(shown, options);
  if (all.length === 0) return NOTHING;
  const fitting = rows.slice(
    0,
    blocksThatFit(
      rows.map((row) => [row]),
      { ...options, taken: 2 },
    ),
  );
  const crowded = crowdedLines(all);
  const cells = fitting.map((row) => cellsOf(row, crowded, profile));
  const table = layOut(
    fit([HEADINGS, ...cells], options.width),
    alignsOf(HEADINGS.length),
    (text, row, column) => {
      if (row === 0) return paint('heading', text);
      return column === HEADINGS.length - 1 ? paint('faint', text) : text;
    },
  );
  const heading = `${counted(all.length, 'test')}, sorted by ${sort.map(({ key }) => key).join(', ')}`;
  const cut = shownLine(fitting.length, all.length, 'test', fitting.length < rows.length);
  return `${[paint('heading', heading), '', ...table, ...(cut.length > 0 ? ['', ...cut] : [])].join('\n')}\n`;
}

function cellsOf(row: FunctionStats, crowded: ReadonlySet<string>, { threads }: Profile): string[] {
  const times = [row.ttot, row.trun, waitOf(row)].map((time) =>
    haveTimes(threads) ? duration(time) : UNKNOWN,
  );
  const count = haveCounts(threads) ? String(row.ncall) : UNKNOWN;
  return [printable(row.name), count, ...times, printable(placeText(row, crowded))];
}
