import { checkReporterOptions, type CheckedReporterOptions, type ReporterOptions } from './options.ts';
import { reportAtEnd } from './report-at-end.ts';

export type { ReporterOptions } from './options.ts';

/** A reporter for Jest, beside its own: `reporters: ['default', ['tsprof/jest', { limit: 20 }]]`. */
export default class TsprofReporter {
  readonly #options: CheckedReporterOptions;
  #hasStarted = false;

  constructor(_config: unknown, options?: ReporterOptions) {
    this.#options = checkReporterOptions(options);
  }

  /** Once a run: with `--watch` there are several. */
  onRunStart(): void {
    if (!this.#hasStarted) reportAtEnd(this.#options);
    this.#hasStarted = true;
  }
}
