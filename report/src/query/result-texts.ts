import { jsonText, printable } from '@tsprof/runtime/profile';
import { asNoFormula, csvField } from '../csv/field.ts';
import type { Cell, Result } from './result.ts';

/** An object for each row, each on a line of its own. */
export async function* resultJson({ columns, rows }: Result): AsyncIterable<string> {
  let before = '[\n';
  for await (const row of rows) {
    const fields = columns.map((name, at) => `${jsonText(name)}:${jsonText(row[at])}`);
    yield `${before}{${fields.join(',')}}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

/** A line for each row below a line of headings; what is null is empty. Names are untrusted: none is a spreadsheet's formula. */
export async function* resultCsv({ columns, rows }: Result): AsyncIterable<string> {
  yield `${columns.map(csvText).join(',')}\n`;
  for await (const row of rows) yield `${row.map(csvCell).join(',')}\n`;
}

function csvCell(cell: Cell): string {
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  return cell === null ? '' : csvText(cellText(cell));
}

const csvText = (text: string): string => csvField(asNoFormula(printable(text)));

/** A value as a text: lists and the like as JSON has them. */
export const cellText = (cell: Cell): string => (typeof cell === 'string' ? cell : jsonText(cell));
