// The ways of running a program. All others are compared with the plain one.

/**
 * `code`: which copy runs; `clock`: what profiling is started with, if at all; `node`: options for Node, given a
 * folder for what it writes.
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
};
