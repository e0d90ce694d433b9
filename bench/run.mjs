// What profiling costs, against what it may: see README.md.
import { cases } from './cases.mjs';
import { temporaryFolder } from './folder.mjs';
import { measureAll, recorder, show } from './measure-all.mjs';
import { USAGE, readOptions } from './options.mjs';
import { isQuiet } from './quiet.mjs';
import { isGross } from './rows.mjs';
import { HEADINGS, cellsOf } from './table.mjs';

async function main({ chosen, rounds, fits, smoke, json, record }) {
  const wasQuiet = !smoke || (await isQuiet());
  const settings = { rounds, isShort: smoke, folder: temporaryFolder() };
  const keep = record ? recorder('costs', cases) : undefined;
  const measured = await measureAll(chosen, settings, { how: { rounds }, fits, keep });
  const rows = show(measured, { headings: HEADINGS, cellsOf, json });
  if (smoke) judge(rows, wasQuiet && (await isQuiet()));
}

/** Only what is far beyond its target is a failure, and only where nobody else can be to blame. */
function judge(rows, isOurs) {
  const gross = rows.filter(isGross);
  for (const { work } of gross) console.error(`far beyond its target: ${work}`);
  if (!isOurs) console.error('something else keeps this machine busy: no figure counts');
  else if (gross.length > 0) process.exitCode = 1;
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
