import { checkReporterOptions, type CheckedReporterOptions, type ReporterOptions } from './options.ts';
import { reportAtEnd } from './report-at-end.ts';

export type { ReporterOptions } from './options.ts';

/** A reporter for Vitest, beside its own: `reporters: ['default', ['tsprof/vitest', { limit: 20 }]]`. */
export default class TsprofReporter {
  readonly #options: CheckedReporterOptions;

  constructor(options?: ReporterOptions) {
    this.#options = checkReporterOptions(options);
  }

  onInit(): void {
    reportAtEnd(this.#options);
  }
}
