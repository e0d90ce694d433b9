// Profiles that were changed at random, and giants: see docs/security.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { main as tsprof } from '../cli/dist/esm/main.js';
import { runAsCommand } from './mutants/as-command.mjs';
import { problemsWith } from './mutants/check.mjs';
import { foreignMutant, problemsWithForeign } from './mutants/foreign.mjs';
import { giants } from './mutants/giants.mjs';
import { runInProcess } from './mutants/in-process.mjs';
import { mutant } from './mutants/mutant.mjs';

const USAGE = `usage: npm run mutants -- [--count N] [--seed S] [--first N] [--no-giants]

  --count N    so many mutants, 4000 by default
  --seed S     the same mutants as a run that failed
  --first N    the number of the first one, 0 by default
  --no-giants  without the files that are, or become, very large`;

/** One in so many is read by commands as processes of their own, too. */
const AS_COMMANDS = 100;
const MOST_SECONDS = 10;
const MOST_MEGABYTES = 1000;

function readOptions() {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '4000' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
      first: { type: 'string', default: '0' },
      giants: { type: 'boolean', default: true },
    },
    allowNegative: true,
  });
  for (const name of ['count', 'seed', 'first'])
    if (!/^\d+$/.test(values[name])) throw new Error(`--${name} ${values[name]} is no whole number`);
  return { ...values, count: Number(values.count), seed: Number(values.seed), first: Number(values.first) };
}

/** Its exit code is 1 when something went wrong. */
async function main({ count, seed, first, giants: hasGiants }) {
  const folder = mkdtempSync(join(tmpdir(), 'tsprof-mutants-'));
  console.log(`${count} mutants, seed ${seed}`);
  try {
    let failed = await tryMutants({ count, seed, first }, folder, OF_PROFILES);
    console.log(`${count} mutants of files of other tools`);
    failed += await tryMutants({ count, seed, first }, folder, OF_OTHERS);
    return failed + (hasGiants ? await tryGiants(folder) : 0) === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** How mutants are made, and what is looked for. */
const OF_PROFILES = { make: mutant, check: problemsWith };
const OF_OTHERS = { make: foreignMutant, check: problemsWithForeign };

async function tryMutants({ count, seed, first }, folder, { make, check }) {
  const totals = { accepted: 0, failed: 0, slowest: 0, largest: 0 };
  for (let number = first; number < first + count; number++) {
    const bytes = make(seed, number);
    const found = await tryMutant(bytes, folder, check, number % AS_COMMANDS === 0);
    totals.slowest = Math.max(totals.slowest, found.seconds);
    totals.largest = Math.max(totals.largest, found.megabytes);
    if (found.isAccepted) totals.accepted++;
    if (found.problems.length === 0) continue;
    totals.failed++;
    console.log([`mutant ${number} of seed ${seed}:`, ...found.problems].join('\n  '));
  }
  const { accepted, failed, slowest, largest } = totals;
  console.log(`${accepted} accepted, ${count - accepted} refused, ${failed} failed`);
  console.log(`at most ${slowest.toFixed(2)} s for all commands with one mutant, ${largest.toFixed(0)} MB`);
  return failed;
}

async function tryMutant(bytes, folder, check, asCommand) {
  const begun = process.cpuUsage();
  const run = (args) => (asCommand ? runAsCommand(args) : runInProcess(tsprof, args));
  const result = await check(bytes, run, folder);
  const { user, system } = process.cpuUsage(begun);
  const seconds = (user + system) / 1e6;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  return { ...result, seconds, megabytes, problems: [...result.problems, ...excess({ seconds, megabytes })] };
}

async function tryGiants(folder) {
  let failed = 0;
  for (const { name, args = ['stats'], expected, make } of giants(folder)) {
    const file = join(folder, 'giant');
    rmSync(file, { force: true });
    await make(file);
    const result = await runAsCommand([...args, file]);
    const { stderr, exitCode, seconds, megabytes } = result;
    const problems = [
      ...excess(result),
      ...(expected.test(stderr) ? [] : [`exit code ${exitCode}: ${stderr}`]),
    ];
    console.log(
      `${name}: ${seconds.toFixed(2)} s, ${megabytes.toFixed(0)} MB: ${stderr.trim().slice(0, 200)}`,
    );
    if (problems.length === 0) continue;
    failed++;
    console.log(`  ${problems.join('\n  ')}`);
  }
  return failed;
}

function excess({ seconds, megabytes }) {
  const problems = [];
  if (!(seconds <= MOST_SECONDS)) problems.push(`took ${seconds} s`);
  if (!(megabytes <= MOST_MEGABYTES)) problems.push(`took ${megabytes} MB`);
  return problems;
}

let options;
try {
  options = readOptions();
} catch (error) {
  console.error(`${error.message}\n${USAGE}`);
  process.exit(2);
}
process.exitCode = await main(options);
