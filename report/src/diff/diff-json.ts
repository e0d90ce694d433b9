import { jsonText } from '@tsprof/runtime/profile';
import { inTurn } from '../json/json-items.ts';
import { inSeconds } from '../units.ts';
import type { ChangedFunction } from './changes.ts';
import { violationLine } from './conditions.ts';
import { COMPARED, isTime } from './figures.ts';
import type { DiffReport } from './report.ts';
import type { RunGroup } from './runs.ts';

/** Chances take a while each: of so many of the largest changes they are told. */
const MOST_CHANCES = 200;

/** What has changed, as a JSON document for other programs: times in seconds, lines 1-based, columns 0-based. In pieces. */
export function* diffJson(report: DiffReport): Iterable<string> {
  const { before, after, sort, leastChance, rows, violations } = report;
  const head = jsonText({ before: runsOf(before), after: runsOf(after), sort, least_chance: leastChance });
  yield `{\n"unit": "s",\n${head.slice(1, -1)},\n"functions": [`;
  yield* inTurn([...rows.entries()], ([at, row]) => [jsonText(fieldsOf(row, report, at < MOST_CHANCES))]);
  yield '],\n"violations": [';
  yield* inTurn(violations, (violation) => [
    jsonText({ condition: violation.condition.text, message: violationLine(violation) }),
  ]);
  yield ']\n}\n';
}

function runsOf({ count, elapsed }: RunGroup): object {
  return { runs: count, elapsed: inSeconds(elapsed) };
}

function fieldsOf(row: ChangedFunction, { sort, leastChance }: DiffReport, hasChance: boolean): object {
  const { place, status, was, figures } = row;
  const { name, file, line, column, kind } = place;
  const changes = COMPARED.map((figure) => {
    const scale = (value: number) => (isTime(figure) ? inSeconds(value) : value);
    const { before, after, by } = figures[figure];
    return [figure, { before: scale(before), after: scale(after), change: scale(by) }];
  });
  return {
    ...{ name, file, line, column, kind, status },
    ...(was && { was: { name: was.name, file: was.file, line: was.line } }),
    ...Object.fromEntries(changes),
    ...(leastChance < 1 && hasChance && { chance: row.chance(sort) }),
  };
}
