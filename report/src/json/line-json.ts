import { jsonText } from '@tsprof/runtime/profile';
import type { LineStats, Profile } from '@tsprof/runtime/profile';
import { relocate } from '../processors/relocate.ts';
import { reportOnLines, type LineReport, type LineReportOptions } from '../rows/line-rows.ts';
import { inSeconds } from '../units.ts';
import { inTurn } from './json-items.ts';

/** Lines by file as a JSON document for other programs: times in seconds, lines 1-based, shares 0 to 1. In pieces. */
export function linesJson(profile: Profile, options: LineReportOptions): Iterable<string> {
  return pieces(reportOnLines(relocate(profile, options.cwd), options));
}

function* pieces({ rows }: LineReport): Iterable<string> {
  const files = new Map<string, LineStats[]>();
  for (const row of rows) {
    const known = files.get(row.file);
    if (known === undefined) files.set(row.file, [row]);
    else known.push(row);
  }
  yield '{\n"unit": "s",\n"files": [';
  yield* inTurn([...files], function* ([file, lines]) {
    yield `{"file": ${jsonText(file)}, "lines": [`;
    yield* inTurn(lines, (row) => [jsonText(fieldsOf(row))]);
    yield ']}';
  });
  yield ']\n}\n';
}

function fieldsOf({ line, hits, tsub, avg, share, waits, twait, function: name }: LineStats): object {
  const times = { tsub: inSeconds(tsub), avg: inSeconds(avg), share, waits, twait: inSeconds(twait) };
  return { line, hits, ...times, function: name };
}
