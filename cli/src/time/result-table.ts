import { printable } from '@tsprof/runtime/profile';
import type { Paint } from '@tsprof/report/command-line/colours';
import { layOut } from '@tsprof/report/tables/layout';
import { counted } from '@tsprof/report/tables/text';
import { duration } from '@tsprof/report/units';
import { shortly } from './arguments.ts';
import type { SnippetResult } from './result.ts';
import { numbersOf, type Numbered } from './numbered.ts';
import { whyLines } from './why-table.ts';

/** Code is shown in so many columns. */
const CODE_WIDTH = 60;
const NS_PER_S = 1e9;
/** Digits that a factor is given with. */
const DIGITS = 3;

/** The results as a table for people, the fastest first, then the answer in a line, then why. */
export function resultTable(results: readonly SnippetResult[], paint: Paint): string {
  const numbered = results.map((result, at) => ({ ...result, number: at + 1 }));
  const sorted = numbered.toSorted((one, other) => one.median - other.median);
  const isOne = results.length === 1;
  const heading = isOne ? '1 snippet' : `${counted(results.length, 'snippet')}, the fastest first`;
  const lines = [
    paint('heading', `${heading}; time per call`),
    '',
    ...layOut(
      [isOne ? HEADINGS.slice(0, -1) : HEADINGS, ...sorted.map((result) => cellsOf(result, sorted[0]!))],
      ['right', 'left', 'right', 'right', 'left'],
      (text, row) => (row === 0 ? paint('heading', text) : text),
    ),
    ...(isOne ? [] : ['', answer(sorted)]),
    ...emptyLoopLines(sorted),
    ...(results[0]!.functions === null ? [] : ['', ...whyLines(numbered, paint)]),
  ];
  return `${lines.join('\n')}\n`;
}

const HEADINGS = ['', 'snippet', 'time', '±', 'beside the fastest'];

function cellsOf(result: Numbered, fastest: Numbered): string[] {
  const { number, code, median, margin } = result;
  return [
    String(number),
    codeText(code),
    duration(median * NS_PER_S),
    `${(100 * margin).toFixed(1)}%`,
    result === fastest ? '' : compared(result),
  ];
}

function compared({ ratio, low, high, real }: Numbered): string {
  if (!real) return 'no difference that can be told';
  return `${factor(ratio)} times as long (${factor(low)} to ${factor(high)})`;
}

/** What was asked, in a line. */
function answer(sorted: readonly Numbered[]): string {
  const [fastest, ...others] = sorted;
  const same = others.filter(({ real }) => !real);
  const [next] = others;
  if (next === undefined) return '';
  if (same.length === others.length) return 'no difference between them that can be told';
  if (same.length > 0)
    return `${numbersOf([fastest!, ...same])} are the fastest: no difference between these that can be told`;
  return `${codeText(fastest!.code)} is the fastest: ${codeText(next.code)} takes ${factor(next.ratio)} times as long`;
}

/** A loop with nothing in it takes about so long for each turn, s. */
const EMPTY_LOOP = 1e-9;

function emptyLoopLines(results: readonly Numbered[]): string[] {
  const empty = results.filter(({ median }) => median < EMPTY_LOOP);
  if (empty.length === 0) return [];
  const take = empty.length === 1 ? 'takes' : 'take';
  return [
    `${numbersOf(empty)} ${take} no longer than an empty loop: the engine has computed the value ahead, or once`,
  ];
}

function codeText(code: string): string {
  return printable(shortly(code, CODE_WIDTH));
}

function factor(ratio: number): string {
  return ratio >= 10 ** DIGITS ? ratio.toFixed(0) : ratio.toPrecision(DIGITS);
}
