// What profiling costs, against what it may: see README.md.
import { writeFileSync } from 'node:fs';
import { temporaryFolder } from './folder.mjs';
import { USAGE, readOptions } from './options.mjs';
import { failedRow, isGross } from './rows.mjs';
import { HEADINGS, cellsOf, machine, table } from './table.mjs';

/** A case that fails is a row that says so; the others go on. */
async function measureCase({ name, measure }, settings) {
  const say = (line) => console.error(`${name}: ${line} …`);
  try {
    return await measure({ ...settings, say });
  } catch (error) {
    console.error(error.cause?.stderr ?? error.stack);
    return [failedRow(name, error)];
  }
}

async function main({ chosen, rounds, smoke, json }) {
  const settings = { rounds, isShort: smoke, folder: temporaryFolder() };
  const rows = [];
  for (const each of chosen) rows.push(...(await measureCase(each, settings)));
  const where = `${machine()}, ${rounds} round${rounds === 1 ? '' : 's'}`;
  console.log(`${where}\n\n${table(HEADINGS, rows.map(cellsOf))}`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ where, rows }, null, 2)}\n`);
  const gross = smoke ? rows.filter(isGross) : [];
  for (const { work } of gross) console.error(`far beyond its target: ${work}`);
  if (gross.length > 0 || rows.some(({ failed }) => failed !== undefined)) process.exitCode = 1;
}

let options;
try {
  options = readOptions();
} catch (error) {
  console.error(`${error.message}\n${USAGE}`);
  process.exit(2);
}
if (options.help) console.log(USAGE);
else await main(options);
