import { printable } from '@tsprof/runtime/profile';
import type { Paint } from '@tsprof/report/command-line/colours';
import { layOut, type Align } from '@tsprof/report/tables/layout';
import { counted } from '@tsprof/report/tables/text';
import { percentage } from '@tsprof/report/units';
import { numbersOf, type Numbered } from './numbered.ts';
import { SNIPPET, type UsedFunction } from './why.ts';

/** So many functions of each snippet are shown. */
const MOST = 5;

/** What each snippet calls, side by side: calls per run, and the share of its own time. */
export function whyLines(results: readonly Numbered[], paint: Paint): string[] {
  const inTable = results.filter(({ functions }) => !isBuiltIn(functions!));
  const builtIn = results.filter(({ functions }) => isBuiltIn(functions!));
  const remark = builtIn.length === 0 ? [] : [builtInLine(builtIn, results.length)];
  if (inTable.length === 0) return remark;
  const rows = rowsOf(inTable);
  const all = new Set(inTable.flatMap(({ functions }) => functions!.map(keyOf)));
  const cut = all.size - rows.length;
  return [
    paint('heading', 'why: calls per run of the snippet, and share of own time under probes'),
    '',
    ...layOut(
      [headings(inTable), ...rows.map((row) => cellsOf(row, inTable))],
      ['left', ...inTable.flatMap((): Align[] => ['right', 'right']), 'left'],
      (text, row) => (row === 0 ? paint('heading', text) : text),
    ),
    ...(cut === 0 ? [] : [`${counted(cut, 'function')} more, all of them with --json`]),
    ...remark,
  ];
}

/** Whether nothing but the snippet's own code has probes. */
function isBuiltIn(functions: readonly UsedFunction[]): boolean {
  return functions.every(({ name, file }) => name === SNIPPET && file === SNIPPET);
}

function builtInLine(builtIn: readonly Numbered[], count: number): string {
  const which = builtIn.length === count ? '' : ` of ${numbersOf(builtIn)}`;
  return `why: all${which} is in built-ins and the snippet itself; no function that it calls has probes`;
}

/** Those with most time in any of the snippets. */
function rowsOf(results: readonly Numbered[]): readonly UsedFunction[] {
  const rows = new Map<string, UsedFunction>();
  for (let place = 0; place < MOST; place++) {
    for (const { functions } of results) {
      const row = functions![place];
      if (row !== undefined && !rows.has(keyOf(row))) rows.set(keyOf(row), row);
    }
  }
  return [...rows.values()];
}

/** The code of each snippet is one row for all of them. */
function keyOf({ name, file, line }: UsedFunction): string {
  return JSON.stringify([name, file, line]);
}

function headings(results: readonly Numbered[]): string[] {
  return ['function', ...results.flatMap(({ number }) => [`${number}: calls`, 'own']), 'place'];
}

function cellsOf(row: UsedFunction, results: readonly Numbered[]): string[] {
  const figures = results.flatMap(({ functions }) => {
    const found = functions!.find((each) => keyOf(each) === keyOf(row));
    if (found === undefined) return ['', ''];
    const whole = functions!.reduce((sum, { tsub }) => sum + tsub, 0);
    return [callsText(found.ncall), whole === 0 ? '' : percentage(found.tsub, whole)];
  });
  const place = row.name === SNIPPET ? '' : `${row.file}:${row.line}`;
  return [printable(row.name), ...figures, printable(place)];
}

/** Calls are whole, unless runs differ. */
function callsText(ncall: number): string {
  return Number.isInteger(ncall) ? String(ncall) : ncall.toPrecision(3);
}
