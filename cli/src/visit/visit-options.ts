import type { SelectionGlobs } from 'babel-plugin-tsprof/select';
import { TsprofError } from '@tsprof/report/command-line/errors';
import type { CliProcess } from '@tsprof/report/command-line/process';
import { FLAGS } from '../sources/globs.ts';
import { hasDisplay } from './open-browser.ts';
import type { Target } from './target.ts';

/** How a page is to be visited, as the command line says it. */
export interface VisitOptions extends SelectionGlobs {
  readonly for?: number;
  readonly actions?: string;
  readonly headless?: true;
  readonly headed?: true;
  readonly browser?: string;
  readonly clock?: string;
  readonly isolate?: boolean;
  readonly marks?: true;
  readonly overlay?: true;
  readonly quiet?: true;
}

/** What a build has settled already, where there is one. */
const OF_FOLDERS = {
  ...{ clock: '--clock', marks: '--marks', overlay: '--overlay' },
  ...FLAGS,
} as const;

/** Refuses what cannot be done. */
export function checkOptions({ kind }: Target, options: VisitOptions, { env }: CliProcess): void {
  const names = Object.keys(OF_FOLDERS) as (keyof typeof OF_FOLDERS)[];
  const given = kind === 'url' ? names.find((name) => isGiven(options[name])) : undefined;
  if (given !== undefined) {
    const remedy = 'What a URL leads to was built already, and says that itself.';
    throw new TsprofError(`${OF_FOLDERS[given]} is for folders only`, { remedy });
  }
  if (options.headed && !hasDisplay(env, process.platform)) {
    throw new TsprofError('--headed needs a display, and there is none', { remedy: 'Try --headless.' });
  }
}

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined;
}

/** Whether there is to be no window. */
export function isHeadless({ headless, headed }: VisitOptions, { env }: CliProcess): boolean {
  return headless ?? !(headed ?? hasDisplay(env, process.platform));
}

/** Where the page is not shown, and nothing drives it, a visit takes so many seconds. */
const UNSEEN = 10;

/** How long the visit takes, in seconds; null: until the user ends it, who is told how. */
export function visitSeconds(options: VisitOptions, process: CliProcess): number | null {
  const isShort = isHeadless(options, process);
  if (options.for !== undefined || options.actions !== undefined) return options.for ?? null;
  const text = isShort
    ? `profiling for ${UNSEEN} seconds (--for, --actions and --headed change that)`
    : 'profiling until the window is closed, or Ctrl+C is pressed';
  if (!options.quiet) process.stderr.write(`tsprof: ${text}\n`);
  return isShort ? UNSEEN : null;
}
