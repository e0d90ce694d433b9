// What both commands do: measure case by case, show a table, write it down.
import { writeFileSync } from 'node:fs';
import { failedRow } from './rows.mjs';
import { table } from './table.mjs';

/** The rows of all cases. One that fails is a row that says so; the others go on. */
export async function measureAll(chosen, settings) {
  const rows = [];
  for (const each of chosen) rows.push(...(await measureCase(each, settings)));
  return rows;
}

async function measureCase({ name, measure }, settings) {
  const say = (line) => console.error(`${name}: ${line} …`);
  try {
    return await measure({ ...settings, say });
  } catch (error) {
    console.error(error.cause?.stderr ?? error.stack);
    return [failedRow(name, error)];
  }
}

/** Prints the rows, each as `cellsOf` puts it, and writes them to the file `json` if there is one. */
export function show(where, rows, { headings, cellsOf, json }) {
  console.log(`${where}\n\n${table(headings, rows.map(cellsOf))}`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ where, rows }, null, 2)}\n`);
  if (rows.some(({ failed }) => failed !== undefined)) process.exitCode = 1;
}
