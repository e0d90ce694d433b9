import { jsonText } from '@tsprof/runtime/profile';
import type { Profile, RequestStats } from '@tsprof/runtime/profile';
import type { ReportOptions } from '../rows/function-rows.ts';
import { reportOnRequests } from '../rows/request-rows.ts';
import { inSeconds } from '../units.ts';
import { inTurn } from './json-items.ts';

/** Requests, and calls of tags, as a JSON document for other programs: times in seconds. In pieces. */
export function* requestsJson(profile: Profile, options: ReportOptions): Iterable<string> {
  const { rows } = reportOnRequests(profile, options);
  yield '{\n"unit": "s",\n"requests": [';
  yield* inTurn(rows, (row) => [jsonText(fieldsOf(row))]);
  yield ']\n}\n';
}

function fieldsOf({ tag, count, errors, ...row }: RequestStats): object {
  const times = ['wall', 'tsub', 'twait', 'ready', 'busy', 'p50', 'p90', 'p99', 'max'] as const;
  return { tag, count, errors, ...Object.fromEntries(times.map((time) => [time, inSeconds(row[time])])) };
}
