import type { Snippet } from './snippet.ts';
import type { Verdict } from './verdict.ts';
import type { UsedFunction } from './why.ts';

/** All that is known of a snippet in the end. */
export interface SnippetResult extends Verdict, Pick<Snippet, 'code'> {
  /** Null where they were not asked for. */
  readonly functions: readonly UsedFunction[] | null;
}

/** The results as a JSON document: times in seconds per call, in the order given. */
export function resultsJson(results: readonly SnippetResult[]): string {
  const snippets = results.map((result) => ({
    code: result.code,
    mean: result.mean,
    median: result.median,
    margin: result.margin,
    samples: result.samples,
    loops: result.loops,
    ratio: result.ratio,
    low: result.low,
    high: result.high,
    real: result.real,
    ...(result.functions === null ? {} : { functions: result.functions }),
  }));
  return `${JSON.stringify({ unit: 's', snippets }, null, 2)}\n`;
}
