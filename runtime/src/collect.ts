/** The package's `/collect` entry: takes the profiles that pages send, under Node. */
export { createCollector } from './host/node/collector.ts';
export type { Collector, CollectorOptions } from './host/node/collector.ts';
