/** The package's `/collect` entry, under Node: takes the profiles that pages send, or those of the processes of a run. */
export { createCollector } from '../host/node/collector.ts';
export type { Collector, CollectorOptions } from '../host/node/collector.ts';
export { gatherProfiles } from '../host/node/gather.ts';
export type { GatherOptions } from '../host/node/gather.ts';
export { readRunProfiles } from '../host/node/run-profiles.ts';
export type { RunProfiles } from '../host/node/run-profiles.ts';
export { readProfileFile } from '../host/node/read.ts';
export { ISOLATED_DOCUMENT, isolate } from '../host/node/isolation.ts';
export { hostRefusal } from '../host/node/request-check.ts';
export type { AllowedHosts } from '../host/node/request-check.ts';
