// Real programs, plain and instrumented: see docs/programs.md.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { programs } from './list.mjs';
import { measure } from './measure.mjs';
import { sizes } from './size.mjs';
import { PROGRAM_HEADINGS, machine, markdown, programRow } from './table.mjs';

const USAGE = `usage: npm run programs -- [--only NAME]… [--rounds N] [--clock CLOCK] [--json FILE] [--size]

  --only NAME    this program alone; may be repeated: ${programs.map(({ name }) => name).join(', ')}
  --rounds N     timed runs, plain and instrumented in turn, 3 by default
  --clock CLOCK  as in tsprof run, auto by default
  --json FILE    writes the results there, with every difference
  --size         measures how much larger instrumented sources are, and runs nothing`;

function readOptions() {
  const options = {
    only: { type: 'string', multiple: true },
    rounds: { type: 'string', default: '3' },
    clock: { type: 'string', default: 'auto' },
    json: { type: 'string' },
    size: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  };
  const { values } = parseArgs({ options });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds ${values.rounds} is no number of rounds`);
  for (const name of values.only ?? []) {
    if (!programs.some((program) => program.name === name))
      throw new Error(`--only ${name}: no such program`);
  }
  return { ...values, rounds };
}

function versionOf(name) {
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
  return (
    { babel: dependencies['@babel/core'], drizzle: dependencies['drizzle-orm'] }[name] ?? dependencies[name]
  );
}

/** Returns the rows, and says on stderr what is wrong as soon as it is known. */
function runPrograms({ only, rounds, clock }, folder) {
  const chosen = programs.filter(({ name }) => only === undefined || only.includes(name));
  return chosen.map((program) => {
    console.error(`${program.name} …`);
    const row = {
      ...program,
      version: versionOf(program.name),
      ...measure(program, { folder, rounds, clock }),
    };
    for (const line of problems(row)) console.error(`  ${line}`);
    return row;
  });
}

function problems({ differences, anomalies, unbalanced }) {
  return [...differences, ...anomalies, ...unbalanced];
}

function comparePrograms(options) {
  const folder = mkdtempSync(join(tmpdir(), 'tsprof-programs-'));
  try {
    const rows = runPrograms(options, folder);
    console.log(
      `${machine()}, clock ${options.clock}\n\n${markdown(PROGRAM_HEADINGS, rows.map(programRow))}`,
    );
    if (rows.some((row) => problems(row).length > 0)) process.exitCode = 1;
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function main(options) {
  const rows = options.size ? sizes() : comparePrograms(options);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`);
}

let options;
try {
  options = readOptions();
} catch (error) {
  console.error(`${error.message}\n${USAGE}`);
  process.exit(2);
}
if (options.help) console.log(USAGE);
else main(options);
