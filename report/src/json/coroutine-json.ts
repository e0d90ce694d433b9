import { jsonText } from '@tsprof/runtime/profile';
import type { CoroutineStats, Profile, SlowCoroutine } from '@tsprof/runtime/profile';
import { relocate } from '../processors/relocate.ts';
import { reportOnCoroutines, type CoroutineReport } from '../rows/coroutine-rows.ts';
import type { ReportOptions } from '../rows/function-rows.ts';
import { inSeconds } from '../units.ts';
import { inTurn } from './json-items.ts';

/** Coroutines as a JSON document for other programs: times in seconds, lines 1-based, columns 0-based. In pieces. */
export function coroutinesJson(profile: Profile, options: ReportOptions): Iterable<string> {
  return pieces(reportOnCoroutines(relocate(profile, options.cwd), options));
}

function* pieces({ rows }: CoroutineReport): Iterable<string> {
  yield '{\n"unit": "s",\n"coroutines": [';
  yield* inTurn(rows, (row) => [jsonText(fieldsOf(row))]);
  yield ']\n}\n';
}

function fieldsOf(row: CoroutineStats): object {
  const { name, file, line, kind, path, started, fulfilled, rejected, returned, pending, nsuspend } = row;
  return {
    ...{ name, file, line, kind, path, started, fulfilled, rejected, returned, pending },
    ...{ wall: inSeconds(row.wall), tsub: inSeconds(row.tsub), twait: inSeconds(row.twait) },
    ...{ parked: inSeconds(row.parked), nsuspend },
    ...{ p50: inSeconds(row.p50), p90: inSeconds(row.p90), p99: inSeconds(row.p99), max: inSeconds(row.max) },
    slowest: row.slowest.map(slowFields),
    suspended: row.suspended.map(({ longest, ...where }) => ({ ...where, longest: inSeconds(longest) })),
  };
}

const slowFields = ({ at, wall, tsub, twait, state }: SlowCoroutine): object => ({
  ...{ at: inSeconds(at), wall: inSeconds(wall), tsub: inSeconds(tsub), twait: inSeconds(twait), state },
});
