import { jsonText } from '@tsprof/runtime/profile';
import type { DelayStats, Profile, StretchStats } from '@tsprof/runtime/profile';
import { relocate } from '../processors/relocate.ts';
import { reportOnBlocking, type BlockingReport, type BlockingReportOptions } from '../rows/blocking-rows.ts';
import { inSeconds } from '../units.ts';
import { inTurn } from './json-items.ts';

/** Who held the thread as a JSON document for other programs: times in seconds, lines 1-based, columns 0-based. In pieces. */
export function blockingJson(profile: Profile, options: BlockingReportOptions): Iterable<string> {
  return pieces(reportOnBlocking(relocate(profile, options.cwd), options));
}

function* pieces({ threshold, delay, stretches, delays }: BlockingReport): Iterable<string> {
  const { total, p99, max } = delay;
  const seconds = (ns: number | null) => (ns === null ? null : inSeconds(ns));
  const delayed = { total: inSeconds(total), p99: seconds(p99), max: seconds(max) };
  yield `{\n"unit": "s",\n"threshold": ${inSeconds(threshold)},\n"delay": ${jsonText(delayed)},\n"stretches": [`;
  yield* inTurn(stretches, (row) => [jsonText(stretchFields(row))]);
  yield '],\n"delays": [';
  yield* inTurn(delays, (row) => [jsonText(delayFields(row))]);
  yield ']\n}\n';
}

function stretchFields({ total, max, delayed: { waits, time }, ...row }: StretchStats): object {
  return { ...row, total: inSeconds(total), max: inSeconds(max), delayed: { waits, time: inSeconds(time) } };
}

function delayFields({ time, ...row }: DelayStats): object {
  return { ...row, time: inSeconds(time) };
}
