import { haveCounts, jsonText } from '@tsprof/runtime/profile';
import type { AwaitStats, Profile } from '@tsprof/runtime/profile';
import { relocate } from '../processors/relocate.ts';
import { reportOnAwaits, type AwaitReport, type AwaitReportOptions } from '../rows/await-rows.ts';
import { inSeconds } from '../units.ts';
import { inTurn } from './json-items.ts';

/** Awaits as a JSON document for other programs: times in seconds, lines 1-based, columns 0-based. In pieces. */
export function awaitsJson(profile: Profile, options: AwaitReportOptions): Iterable<string> {
  return pieces(reportOnAwaits(relocate(profile, options.cwd), options), haveCounts(profile.threads));
}

function* pieces({ rows }: AwaitReport, isCounted: boolean): Iterable<string> {
  yield '{\n"unit": "s",\n"awaits": [';
  yield* inTurn(rows, (row) => [jsonText(fieldsOf(row, isCounted))]);
  yield ']\n}\n';
}

/** Of what was sampled it is known how long it took in all, and what is not over yet: all else is null. */
function fieldsOf(row: AwaitStats, isCounted: boolean): object {
  const { function: name, file, line, column, kind, count, pending, rejected } = row;
  const times = ['wait', 'running', 'ready', 'busy', 'idle', 'avg', 'p50', 'p90', 'p99', 'max'] as const;
  return {
    ...{ function: name, file, line, column, kind, count: isCounted ? count : null, pending },
    rejected: isCounted ? rejected : null,
    ...Object.fromEntries(
      times.map((time) => [time, isCounted || time === 'wait' ? inSeconds(row[time]) : null]),
    ),
    awaited: row.awaited.map(({ wait, ...callee }) => ({ ...callee, wait: inSeconds(wait) })),
  };
}
