import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execute, type Run } from './execute.ts';
import { isRunnable, readMetadata, strictnessOf } from './metadata.ts';
import type { WatchName } from './watch.ts';

/**
 * Why a test fails instrumented: it compares functions by their text, or evaluates such a text elsewhere; it is no valid
 * program and does not fail as it should; it fails now and then; or there is something wrong with us.
 */
export const CAUSES = ['tostring', 'eval-source', 'invalid-program', 'flaky', 'core'] as const;

export type Cause = (typeof CAUSES)[number];

/** A test in one strictness, three ways. */
export interface Judged {
  readonly strict: boolean;
  /** Whether it passed as it is, and through Babel alone; only in the latter case is it run instrumented. */
  readonly passesAsIs: boolean;
  readonly passesBabel: boolean;
  readonly regression: { readonly cause: Cause; readonly error: string } | null;
  readonly violations: readonly string[];
}

/** Judges a test in each strictness it asks for. `onInstrumented` is called before probes come into it. */
export async function judge(
  suite: string,
  path: string,
  watch: WatchName,
  onInstrumented: () => void,
): Promise<Judged[]> {
  const metadata = readMetadata(readFileSync(join(suite, 'test', path), 'utf8'));
  const judged: Judged[] = [];
  if (!isRunnable(metadata)) return judged;
  for (const strict of strictnessOf(metadata)) {
    judged.push(
      await judgeRun({ suite, path, metadata, strict, watch, way: 'instrumented' }, onInstrumented),
    );
  }
  return judged;
}

async function judgeRun(run: Run, onInstrumented: () => void): Promise<Judged> {
  const { strict } = run;
  const passesAsIs = await passes({ ...run, way: 'as is' });
  const passesBabel = await passes({ ...run, way: 'babel' });
  if (!passesBabel) return { strict, passesAsIs, passesBabel, regression: null, violations: [] };
  onInstrumented();
  const { error, violations } = await execute(run);
  const regression = error === '' ? null : { cause: await causeOf(run, error), error };
  return { strict, passesAsIs, passesBabel, regression, violations };
}

const passes = async (run: Run): Promise<boolean> => (await execute(run)).error === '';

async function causeOf(run: Run, error: string): Promise<Cause> {
  if ((await passes(run)) || !(await passes({ ...run, way: 'babel' }))) return 'flaky';
  const { negative } = run.metadata;
  if (negative && negative.phase !== 'runtime') return 'invalid-program';
  if (await passes({ ...run, hidesTexts: true })) return 'tostring';
  return /_\$\w* is not defined/.test(error) ? 'eval-source' : 'core';
}
