// The ways of running a program. All others are compared with the plain one.
import { join } from 'node:path';
import { command } from './usage.mjs';

/** The program as it is, by `tsprof run` with these options. */
function underRun(title, ...options) {
  const only = ['--only', '**/plain/**', '--quiet'];
  const node = (folder) => [command('tsprof'), 'run', ...only, '-o', join(folder, 'run.tsprof'), ...options];
  return { title, code: 'plain', node };
}

/**
 * `code`: which copy runs; `clock`: what profiling is started with, if at all; `node`: what comes before the script in
 * Node's arguments, given a folder for what it writes.
 */
export const ways = {
  plain: { title: 'plain', code: 'plain' },
  auto: { title: 'profiled', code: 'instrumented', clock: 'auto' },
  none: { title: 'clock none', code: 'instrumented', clock: 'none' },
  off: { title: 'probes, profiling off', code: 'instrumented' },
  sample: { title: 'clock sample', code: 'instrumented', clock: 'sample' },
  exact: { title: 'clock exact', code: 'instrumented', clock: 'exact' },
  sampled: {
    title: 'node --cpu-prof',
    code: 'plain',
    node: (folder) => ['--cpu-prof', `--cpu-prof-dir=${folder}`],
  },
  istanbul: { title: "babel-plugin-istanbul's counters", code: 'istanbul' },
  run: underRun('tsprof run'),
  memory: underRun('tsprof run --memory', '--memory'),
  lines: underRun('tsprof run --lines', '--lines=**/plain/**'),
  timeline: underRun('tsprof run --timeline', '--timeline'),
  builtins: underRun('tsprof run --builtins', '--builtins'),
};
