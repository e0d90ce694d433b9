import { checkReporterOptions, type ReporterOptions } from './options.ts';
import { reportAtEnd } from './report-at-end.ts';

export type { ReporterOptions } from './options.ts';

/** A reporter for Vitest, beside its own: `reporters: ['default', ['tsprof/vitest', { limit: 20 }]]`. */
export default class TsprofReporter {
  constructor(options?: ReporterOptions) {
    reportAtEnd(checkReporterOptions(options));
  }
}
