// Profiles of a program that `prepare` has left in a folder: taken by us, and by V8.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runNode } from '../processes.mjs';
import { functionFinder } from './functions.mjs';
import { COLUMNS, recordedTimes } from './recorded.mjs';
import { sampledTimes } from './sampled.mjs';

const child = fileURLToPath(new URL('child.mjs', import.meta.url));

/** µs between two samples. */
const INTERVAL = 100;

/**
 * Room enough that hardly any garbage is collected (MB): V8's profiler does not know who a collection is owed to, and
 * whoever it strikes looks guilty.
 */
const YOUNG = 1024;
const ROOM = [`--min-semi-space-size=${YOUNG}`, `--max-semi-space-size=${YOUNG}`];

/** `node`: options for it, besides those that all processes have. */
function runChild(folder, code, { node = [], ...settings }) {
  const module = pathToFileURL(join(folder, code, 'main.mjs')).href;
  return runNode([...ROOM, ...node, child, module, JSON.stringify(settings)]);
}

function readJson(...path) {
  return JSON.parse(readFileSync(join(...path), 'utf8'));
}

/** Own times by function in each of the columns there are, profiled with a clock. */
export function takeRecorded(folder, clock, settings, nameOf = namer(folder)) {
  return takeMeasured(folder, clock, settings, nameOf).recorded;
}

/** Own times by function as they were `recorded` (ns), and what the program has `taken` by its own measurement (ms). */
export function takeMeasured(folder, clock, settings, nameOf) {
  const file = join(folder, `${clock}.tsprof`);
  const { taken } = runChild(folder, 'instrumented', { ...settings, clock, file });
  const profile = readJson(file);
  const recorded = Object.fromEntries(
    Object.entries(COLUMNS).map(([kind, column]) => [kind, recordedTimes(profile, column, nameOf)]),
  );
  return { taken, recorded };
}

/** Names functions as they are called in the source, where there are few. */
export const byName = (file, line, column, name) => name;

/** Times by function from V8's sampling profiler, of the program as it is. */
export function takeSampled(folder, settings, nameOf = namer(folder)) {
  const name = 'sampled.cpuprofile';
  const profiled = ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${name}`];
  const node = [...(settings.node ?? []), ...profiled, `--cpu-prof-interval=${INTERVAL}`];
  const period = runChild(folder, 'plain', { ...settings, node });
  return sampledTimes(readJson(folder, name), period, nameOf);
}

/** Names the functions of a program's files. */
export function namer(folder) {
  const sources = readdirSync(join(folder, 'plain')).filter((name) => /\.[cm]js$/.test(name));
  const finders = Object.fromEntries(
    sources.map((name) => [name, functionFinder(readFileSync(join(folder, 'plain', name), 'utf8'))]),
  );
  return (file, line, column) => finders[file] && `${file}:${finders[file](line, column)}`;
}
