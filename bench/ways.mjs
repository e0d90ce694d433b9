// The ways of running a case. The first is what all others are compared with.

/** `code`: which copy runs; `clock`: what profiling is started with, null for not at all; `node`: options for Node. */
export const ways = [
  { name: 'plain', code: 'plain', clock: null },
  { name: 'probes, profiling off', code: 'instrumented', clock: null },
  { name: 'clock none', code: 'instrumented', clock: 'none' },
  { name: 'clock observed', code: 'instrumented', clock: 'observed' },
  { name: 'clock exact', code: 'instrumented', clock: 'exact' },
  {
    name: 'node --cpu-prof',
    code: 'plain',
    clock: null,
    node: (folder) => ['--cpu-prof', `--cpu-prof-dir=${folder}`],
  },
];
