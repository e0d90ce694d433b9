import { checkReporterOptions, type ReporterOptions } from './options.ts';
import { reportAtEnd } from './report-at-end.ts';

export type { ReporterOptions } from './options.ts';

/** A reporter for Jest, beside its own: `reporters: ['default', ['tsprof/jest', { limit: 20 }]]`. */
export default class TsprofReporter {
  constructor(_config: unknown, options?: ReporterOptions) {
    reportAtEnd(checkReporterOptions(options));
  }
}
