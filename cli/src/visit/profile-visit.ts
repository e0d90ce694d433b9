import { setTimeout } from 'node:timers/promises';
import { createCollector } from '@tsprof/runtime/collect';
import type { Collector } from '@tsprof/runtime/collect';
import type { Profile } from '@tsprof/runtime/profile';
import { EXIT_FAILED, TsprofError } from '@tsprof/report/command-line/errors';
import type { CliProcess } from '@tsprof/report/command-line/process';
import { loadActions } from './actions.ts';
import { findBrowser } from './find-browser.ts';
import { lastWords } from './last-words.ts';
import type { Answer } from './last-words.ts';
import { openStage } from './open-stage.ts';
import { showComplaints } from './page-console.ts';
import { isolatePages } from './isolate-pages.ts';
import { prepareFolder } from './prepare-folder.ts';
import type { Prepared } from './prepare-folder.ts';
import { holdSignals } from './signals.ts';
import { takePosts, takePostsTo } from './take-posts.ts';
import { findTarget } from './target.ts';
import type { Target } from './target.ts';
import { visitEnd } from './visit-end.ts';
import type { Ends } from './visit-end.ts';
import { checkOptions, isHeadless, visitSeconds } from './visit-options.ts';
import type { VisitOptions } from './visit-options.ts';

/** What a visit has brought. */
export interface Visited {
  readonly profile: Profile | null;
  /** What went wrong, with a profile or without. */
  readonly failure: TsprofError | null;
}

/** What a page has sent as it was closed is on its way for so long, ms: a busy browser or machine takes its time. */
const ON_ITS_WAY = { atLeast: 300, atMost: 5_000, step: 50 };

/** Opens the page, folder or URL that is named, and profiles it until the visit is over. */
export async function profileVisit(
  place: string,
  options: VisitOptions,
  process: CliProcess,
): Promise<Visited> {
  const cwd = process.cwd();
  const target = findTarget(place, cwd);
  checkOptions(target, options, process);
  const { env } = process;
  const browser = findBrowser(options.browser, { cwd, env, platform: globalThis.process.platform });
  const actions = options.actions === undefined ? null : await loadActions(options.actions, cwd);
  const collector = createCollector({ output: null, cwd });
  const signals = holdSignals();
  try {
    const prepared = await prepare(target, options, collector, process);
    try {
      if (signals.wasReceived) return { profile: null, failure: failed('interrupted') };
      const ends = { signals, actions, seconds: visitSeconds(options, process) };
      return await visit({ target, prepared, browser, ends, collector }, options, process);
    } finally {
      prepared.close();
    }
  } finally {
    signals.release();
  }
}

async function prepare(
  target: Target,
  options: VisitOptions,
  collector: Collector,
  process: CliProcess,
): Promise<Prepared> {
  if (target.kind === 'folder') return prepareFolder(target, options, collector, process);
  return { url: target.url, post: null, failure: null, close: () => undefined };
}

interface Visit {
  readonly target: Target;
  readonly prepared: Prepared;
  /** The program. */
  readonly browser: string;
  readonly ends: Ends;
  readonly collector: Collector;
}

async function visit(
  { target, prepared, browser, ends, collector }: Visit,
  options: VisitOptions,
  process: CliProcess,
): Promise<Visited> {
  const stage = await openStage(browser, isHeadless(options, process), async (context) => {
    if (!options.quiet) showComplaints(context, process.stderr);
    if (prepared.post === null) await takePosts(context, collector);
    else await takePostsTo(prepared.post, context, collector);
    if (target.kind === 'url' && options.isolate === true)
      await isolatePages(context.browser()!, new URL(target.url).origin);
  });
  try {
    const failure = await visitEnd(prepared.url, stage, ends);
    const pages = await stage.pages();
    const answers = await lastWords(pages, collector);
    // Documents that were isolated end in a process of their own: what the last one sent may come after the next one is there.
    await setTimeout(ON_ITS_WAY.atLeast);
    if (pages.length === 0) await arrived(collector);
    const profile = collector.profile();
    const nothing = profile === null ? whyNothing(target, answers) : null;
    return { profile, failure: failure ?? nothing ?? prepared.failure };
  } finally {
    await stage.browser.close();
  }
}

/** Resolves once what pages have sent as they were closed is there. */
async function arrived(collector: Collector): Promise<void> {
  const { atLeast, atMost, step } = ON_ITS_WAY;
  for (let waited = atLeast; collector.profile() === null && waited < atMost; waited += step)
    await setTimeout(step);
}

function whyNothing({ kind }: Target, answers: readonly Answer[]): TsprofError {
  if (answers.length === 0) return failed('the page was closed before it had sent a profile');
  if (!answers.includes('bare')) return failed('the page did not answer, and had sent no profile');
  return kind === 'url'
    ? failed(
        'the page is not instrumented',
        'Build it with unplugin-tsprof and TSPROF=1, or name the folder that it was built into.',
      )
    : failed('the page has not loaded the runtime', 'What it says on stderr may tell why.');
}

function failed(message: string, remedy?: string): TsprofError {
  return new TsprofError(message, { exitCode: EXIT_FAILED, ...(remedy !== undefined && { remedy }) });
}
