import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of times that are added in different orders: so much of the sum may be lost to rounding. */
const ROUNDING = 1e-9;
const TEXTS = ['callgrind', 'speedscope', 'cpuprofile', 'collapsed', 'dot', 'csv', 'html'];
const BINARIES = ['pprof', 'pstats'];
const STACK = /\n\s+at |internal error|bug in tsprof/i;
// eslint-disable-next-line no-control-regex
const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e]/;

/**
 * Lets all commands that read profiles read a file, and returns what is wrong with what they did. `run` takes arguments
 * and returns `{ stdout, stderr, exitCode }`; `folder` is for what they write.
 */
export async function problemsWith(bytes, run, folder) {
  const file = join(folder, 'mutant.tsprof');
  const sum = join(folder, 'sum.tsprof');
  writeFileSync(file, bytes);
  rmSync(sum, { force: true });
  const json = await run(['stats', '--json', file]);
  const others = [
    await run(['stats', '--callers', '--callees', file]),
    await run(['stats', '--raw', '--sort', 'name', file]),
    await run(['stats', '--tree', '--all', file]),
    await run(['stats', '--csv', '--only-mine', '--strip-dirs', file]),
    await run(['diff', '--paths', file, file]),
    await run(['awaits', '--yields', file]),
    await run(['blocking', '--threshold', '1', file]),
    await run(['memory', '--path', file]),
    await run(['merge', file, '-o', sum]),
  ];
  const exported = join(folder, 'exported');
  const exports = [];
  for (const format of TEXTS) exports.push(await run(['export', file, '--format', format, '-o', '-']));
  for (const format of BINARIES)
    exports.push(await run(['export', file, '--format', format, '-o', exported]));
  const all = [json, ...others];
  if (json.exitCode !== 0) return { isAccepted: false, problems: all.flatMap(problemsOfRefusal) };
  const merged = await run(['stats', '--json', sum]);
  const twice = await run(['stats', '--json', file, file]);
  const grouped = await run(['stats', '--json', '--by', 'package', file]);
  const awaits = await run(['awaits', '--json', '--yields', file]);
  const awaitsTwice = await run(['awaits', '--json', '--yields', file, file]);
  const blocking = await run(['blocking', '--json', '--threshold', '1', file, file]);
  const memory = await run(['memory', '--json', file]);
  const memoryTwice = await run(['memory', '--json', file, file]);
  const reports = [...all, merged, twice, grouped, awaits, awaitsTwice, blocking, memory, memoryTwice];
  const problems = reports.flatMap(problemsOfReport);
  problems.push(...exports.flatMap(problemsOfExport));
  if (problems.length > 0) return { isAccepted: true, problems };
  const figures = problemsOfFigures(json, merged, twice, readFileSync(sum, 'utf8'));
  const groups = problemsOfGroups(json, grouped);
  const more = [...problemsOfAwaits(awaits, awaitsTwice), ...problemsOfMemory(memory, memoryTwice)];
  return { isAccepted: true, problems: [...figures, ...groups, ...more] };
}

/** A format may be unable to hold a profile. */
function problemsOfExport(outcome) {
  return outcome.exitCode === 0 ? problemsOfReport(outcome) : problemsOfRefusal(outcome);
}

/** A file may be refused, in one line. */
export function problemsOfRefusal({ args, stdout, stderr, exitCode }) {
  const isOneLine = /^tsprof: [^\n]+\n$/.test(stderr) && stderr.length < 2000;
  if (exitCode === 2 && stdout === '' && isOneLine && !STACK.test(stderr) && !RAW.test(stderr)) return [];
  return [`${args.join(' ')}: exit code ${exitCode}, ${JSON.stringify((stdout + stderr).slice(0, 300))}`];
}

/** What was accepted is shown, safely. */
export function problemsOfReport({ args, stdout, stderr, exitCode }) {
  const said = exitCode !== 0 || stderr !== '' ? `exit code ${exitCode}, ${stderr.slice(0, 300)}` : '';
  const raw = RAW.exec(stdout);
  const complaints = [said, raw ? `prints ${JSON.stringify(raw[0])} raw` : ''];
  return complaints.filter(Boolean).map((complaint) => `${args.join(' ')}: ${complaint}`);
}

/** What is accepted is conserved: by functions, by pairs of them, and where profiles are added up. */
function problemsOfFigures(json, merged, twice, sum) {
  const stats = JSON.parse(json.stdout);
  const double = JSON.parse(twice.stdout);
  const problems = stats.functions.flatMap(problemsOfFunction);
  if (merged.stdout !== json.stdout) problems.push('merge of one profile has other figures than the profile');
  for (const figure of ['ncall', 'tsub', 'ttot', 'pending'])
    if (!isSame(total(double.functions, figure), 2 * total(stats.functions, figure)))
      problems.push(`${figure} of the profile with itself is not twice its own`);
  const { threads } = JSON.parse(sum);
  const own = threads.reduce((all, { edges }) => edges.tsub.reduce((more, each) => more + each, all), 0);
  if (!isSame(own, total(stats.functions, 'tsub') * 1e9))
    problems.push('the file has more time than the report');
  return problems;
}

/** Whatever functions are added up by, nothing is lost. */
function problemsOfGroups(json, grouped) {
  const { functions } = JSON.parse(json.stdout);
  const { groups } = JSON.parse(grouped.stdout);
  return ['ncall', 'tsub', 'nsuspend', 'pending'].flatMap((figure) =>
    isSame(total(groups, figure), total(functions, figure))
      ? []
      : [`${figure} of packages is not that of functions`],
  );
}

function problemsOfAwaits(awaits, twice) {
  const rows = JSON.parse(awaits.stdout).awaits;
  const double = JSON.parse(twice.stdout).awaits;
  return ['count', 'pending', 'rejected', 'wait'].flatMap((figure) =>
    isSame(total(double, figure), 2 * total(rows, figure))
      ? []
      : [`${figure} of the awaits of the profile with itself is not twice its own`],
  );
}

function problemsOfMemory(memory, twice) {
  const { functions, paths } = JSON.parse(memory.stdout);
  const double = JSON.parse(twice.stdout);
  const sums = ['own', 'samples'].flatMap((figure) =>
    isSame(total(double.functions, figure), 2 * total(functions, figure))
      ? []
      : [`${figure} of the memory of the profile with itself is not twice its own`],
  );
  const isKept = isSame(total(paths, 'bytes'), total(functions, 'own'));
  return isKept ? sums : [...sums, 'the memory of paths is not that of functions'];
}

function problemsOfFunction(row) {
  const figures = Object.entries(row).filter(([name]) => /^(?:n|t)[a-z]+$/.test(name) && name !== 'name');
  const bad = figures.filter(([, figure]) => !Number.isFinite(figure) || figure < 0);
  const problems = bad.map(([name, figure]) => `${row.name} has ${name} ${figure}`);
  for (const figure of ['ncall', 'tsub'])
    if (!isSame(total(row.callers, figure), row[figure]))
      problems.push(
        `the callers of ${row.name} have ${figure} ${total(row.callers, figure)}, not ${row[figure]}`,
      );
  return problems;
}

function total(rows, figure) {
  return rows.reduce((sum, row) => sum + row[figure], 0);
}

function isSame(one, other) {
  return Math.abs(one - other) <= ROUNDING * Math.max(one, other);
}
