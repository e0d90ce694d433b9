// What both commands do: measure case by case, show a table, write it down.
import { writeFileSync } from 'node:fs';
import { remakeDocuments } from './documents.mjs';
import { machine, moment } from './machine.mjs';
import { measuredWhere } from './provenance.mjs';
import { readResults, withCase, writeResults } from './results.mjs';
import { failedRow } from './rows.mjs';
import { table } from './table.mjs';

/**
 * All cases by name: their rows, where and when they were measured, and how long that took (s). One that fails has a row
 * that says so; the others go on. `how`: what is noted of the way they are measured; `fits`: whether there is time left
 * for a case; `keep` is told of each at once.
 */
export async function measureAll(chosen, settings, { how, fits = () => true, keep = () => {} }) {
  const where = machine();
  const measured = {};
  for (const each of chosen) {
    if (!fits(each)) {
      console.error(`${each.name}: no time left`);
      continue;
    }
    const when = moment();
    const began = performance.now();
    const rows = await measureCase(each, settings);
    const took = Math.round((performance.now() - began) / 1000);
    measured[each.name] = { ...when, ...where, ...how, took, rows };
    keep(each.name, measured[each.name]);
  }
  return measured;
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

/** Writes a case into results.json and the documents' tables as soon as it is measured, as what comes later may fail. */
export function recorder(command, cases) {
  const names = cases.map(({ name }) => name);
  return (name, recorded) => {
    const before = readResults();
    const results = withCase(before, command, names, name, recorded);
    if (results === before) return console.error(`${name}: not recorded, as not all of it could be measured`);
    writeResults(results);
    remakeDocuments(results);
  };
}

/** Prints the rows, each as `cellsOf` puts it, and how long cases took; writes all to the file `json`, if any. */
export function show(measured, { headings, cellsOf, json }) {
  const all = Object.values(measured);
  const rows = all.flatMap((each) => each.rows);
  const took = Object.entries(measured).map(([name, each]) => `${name} ${each.took} s`);
  console.log(
    `${measuredWhere(measured)}\n\n${table(headings, rows.map(cellsOf))}\n\ntook: ${took.join(', ')}`,
  );
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(measured, null, 2)}\n`);
  if (rows.some(({ failed }) => failed !== undefined)) process.exitCode = 1;
  return rows;
}
