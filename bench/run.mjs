// What profiling costs, against what it may: see README.md.
import { temporaryFolder } from './folder.mjs';
import { measureAll, show } from './measure-all.mjs';
import { USAGE, readOptions } from './options.mjs';
import { isGross } from './rows.mjs';
import { HEADINGS, cellsOf, machine } from './table.mjs';

async function main({ chosen, rounds, smoke, json }) {
  const rows = await measureAll(chosen, { rounds, isShort: smoke, folder: temporaryFolder() });
  const where = `${machine()}, ${rounds} round${rounds === 1 ? '' : 's'}`;
  show(where, rows, { headings: HEADINGS, cellsOf, json });
  const gross = smoke ? rows.filter(isGross) : [];
  for (const { work } of gross) console.error(`far beyond its target: ${work}`);
  if (gross.length > 0) process.exitCode = 1;
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
