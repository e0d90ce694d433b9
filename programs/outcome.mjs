// What a run came to, and how two of them differ.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What the command itself says after the program's end is no part of the program's output. */
const REMARK = /^tsprof(?:: | run: ).*\n/gm;

/** Names of result files with a hash of each, the output, how it ended; `time` in seconds. */
export function outcomeOf({ stdout, stderr, status, signal }, folder, time) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
  const files = Object.fromEntries(names.map((name) => [name, hash(readFileSync(join(folder, name)))]));
  const remarks = stderr.match(REMARK) ?? [];
  return { code: signal ?? status, stdout, stderr: stderr.replace(REMARK, ''), files, remarks, time };
}

function hash(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Everything in which two outcomes differ, a line each; nothing when they are the same byte for byte. */
export function differences(expected, found) {
  const lines = [];
  if (found.code !== expected.code) lines.push(`exit code ${expected.code} became ${found.code}`);
  for (const stream of ['stdout', 'stderr'])
    lines.push(...textDifference(stream, expected[stream], found[stream]));
  const names = new Set([...Object.keys(expected.files), ...Object.keys(found.files)]);
  for (const name of names) {
    if (expected.files[name] !== found.files[name]) lines.push(`file ${name} differs`);
  }
  lines.push(...found.remarks.map((remark) => remark.trim()));
  return lines;
}

/** The first line that is another. */
function textDifference(stream, expected, found) {
  if (found === expected) return [];
  const [before, after] = [expected.split('\n'), found.split('\n')];
  const at = before.findIndex((line, index) => line !== after[index]);
  const line = at < 0 ? before.length : at;
  return [
    `${stream}, line ${line + 1}: ${JSON.stringify(before[line])} became ${JSON.stringify(after[line])}`,
  ];
}
