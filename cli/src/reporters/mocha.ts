import { createRequire } from 'node:module';
import { join } from 'node:path';
import { checkReporterOptions, type ReporterOptions } from './options.ts';
import { reportAtEnd } from './report-at-end.ts';

/** Options of the reporter for Mocha, which has one reporter only. */
export interface MochaReporterOptions extends ReporterOptions {
  /** The reporter of Mocha's that tells of the tests as they run. Default: `spec`. */
  readonly reporter?: string;
}

/** What we use of Mocha. */
interface Mocha {
  readonly reporters: Readonly<Record<string, new (runner: unknown, options: object) => MochaReporter>>;
}

interface MochaReporter {
  done?(failures: number, end: (failures: number) => void): void;
}

/** A reporter for Mocha: `--reporter tsprof/mocha --reporter-option limit=20`, below `tsprof run`. */
export default class TsprofReporter {
  readonly #shown: MochaReporter;
  /** Mocha asks it to end the run, if it has that; else there must be none. */
  done?: (failures: number, end: (failures: number) => void) => void;

  constructor(runner: unknown, options: { readonly reporterOptions?: MochaReporterOptions } = {}) {
    const { reporter = 'spec' } = options.reporterOptions ?? {};
    const checked = checkReporterOptions(options.reporterOptions, ['reporter']);
    const { reporters } = createRequire(join(process.cwd(), 'index.js'))('mocha') as Mocha;
    const Shown = Object.hasOwn(reporters, reporter) ? reporters[reporter] : undefined;
    if (Shown === undefined)
      throw new Error(`tsprof's reporter: Mocha has no reporter ${JSON.stringify(reporter)}`);
    this.#shown = new Shown(runner, options);
    if (this.#shown.done !== undefined) this.done = (failures, end) => this.#shown.done!(failures, end);
    reportAtEnd(checked);
  }
}
