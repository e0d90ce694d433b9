import { Buffer } from 'node:buffer';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { changeBytes, zipped } from './bytes.mjs';
import { problemsOfRefusal, problemsOfReport } from './check.mjs';
import { Random } from './random.mjs';
import { changeTree, textOf, treeOf } from './tree.mjs';

const read = (name) => readFileSync(new URL(`../../fixtures/foreign/${name}`, import.meta.url));

/** Files of other tools; what is zipped is changed as it is unzipped. */
const FILES = [
  { bytes: read('v8.cpuprofile'), isJson: true },
  { bytes: read('small.speedscope.json'), isJson: true },
  { bytes: read('python.pstats') },
  { bytes: read('valgrind.callgrind') },
  { bytes: read('perf.collapsed') },
  { bytes: gunzipSync(read('go.pb.gz')) },
];

const MOST_CHANGES = 2;
const TREE_SHARE = 0.6;
const ZIPPED_SHARE = 0.2;

/** A file that another tool once wrote. The same seed and number give the same file. */
export function foreignMutant(seed, number) {
  const random = new Random(Math.imul(seed + 1, 0x85ebca6b) ^ number);
  const { bytes: whole, isJson } = random.of(FILES);
  let bytes = isJson && random.next() < TREE_SHARE ? changedTree(whole, random) : whole;
  if (bytes === whole)
    for (let left = 1 + random.below(MOST_CHANGES); left > 0 && bytes.length > 0; left--)
      bytes = changeBytes(bytes, random);
  if (bytes.length === 0) return gzipSync(bytes);
  return random.next() < ZIPPED_SHARE ? zipped(bytes, random) : bytes;
}

function changedTree(bytes, random) {
  const tree = treeOf(JSON.parse(bytes.toString('utf8')));
  for (let left = 1 + random.below(MOST_CHANGES); left > 0; left--) changeTree(tree, random);
  return Buffer.from(textOf(tree));
}

/** Imports a file and has a look at what it becomes; returns what is wrong with that. */
export async function problemsWithForeign(bytes, run, folder) {
  const file = join(folder, 'foreign');
  const profile = join(folder, 'imported.tsprof');
  writeFileSync(file, bytes);
  rmSync(profile, { force: true });
  const imported = await run(['import', file, '-o', profile]);
  if (imported.exitCode !== 0) return { isAccepted: false, problems: problemsOfRefusal(imported) };
  const reports = [await run(['stats', '--json', profile]), await run(['stats', '--callers', profile])];
  const problems = [imported, ...reports].flatMap(problemsOfReport);
  return { isAccepted: true, problems: problems.length > 0 ? problems : problemsOfTime(reports[0]) };
}

/** All times add up to what has elapsed. */
function problemsOfTime({ stdout }) {
  const { functions, threads } = JSON.parse(stdout);
  const own = [...functions.map(({ tsub }) => tsub), ...threads.map(({ root_tsub }) => root_tsub)];
  const sum = own.reduce((all, each) => all + each, 0);
  const elapsed = threads.reduce((all, each) => all + each.elapsed, 0);
  if (Math.abs(sum - elapsed) <= 1e-9 * Math.max(sum, elapsed)) return [];
  return [`all own times are ${sum} s, but ${elapsed} s have elapsed`];
}
