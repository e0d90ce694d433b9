import { haveCounts, haveTimes, jsonText } from '@tsprof/runtime/profile';
import type { FunctionStats, Profile } from '@tsprof/runtime/profile';
import { relocate } from '../processors/relocate.ts';
import { reportOnTests, waitOf, type TestReportOptions } from '../rows/test-rows.ts';
import { inSeconds } from '../units.ts';
import { inTurn } from './json-items.ts';

/** Tests as a JSON document for other programs: times in seconds, lines 1-based, columns 0-based. In pieces. */
export function* testsJson(profile: Profile, options: TestReportOptions): Iterable<string> {
  const { rows } = reportOnTests(relocate(profile, options.cwd), options);
  yield '{\n"unit": "s",\n"tests": [';
  yield* inTurn(rows, (row) => [jsonText(fieldsOf(row, profile))]);
  yield ']\n}\n';
}

/** What the clock tells nothing of is null. */
function fieldsOf(row: FunctionStats, { threads }: Profile): object {
  const { name, file, line, column, kind, ncall, ttot, trun } = row;
  const time = (ns: number): number | null => (haveTimes(threads) ? inSeconds(ns) : null);
  return {
    ...{ name, file, line, column, kind, count: haveCounts(threads) ? ncall : null },
    ...{ total: time(ttot), own: time(trun), wait: time(waitOf(row)) },
  };
}
