import { jsonText } from '@tsprof/runtime/profile';
import type { FunctionPlace, FunctionStats, PairStats, Profile, ThreadStats } from '@tsprof/runtime/profile';
import { relocate } from '../processors/relocate.ts';
import { inSeconds as seconds } from '../units.ts';
import { inTurn } from './json-items.ts';
import { reportOn } from '../rows/function-rows.ts';
import type { Report, ReportOptions } from '../rows/function-rows.ts';

/**
 * The statistics as a JSON document for other programs: times in seconds, lines 1-based, columns 0-based. It comes in
 * pieces, as it may be longer than a text can be.
 */
export function renderJson(profile: Profile, options: ReportOptions): Iterable<string> {
  return pieces(reportOn(relocate(profile, options.cwd), options));
}

function* pieces({ stats, rows }: Report): Iterable<string> {
  yield `{\n"unit": "s",\n"elapsed": ${seconds(stats.elapsed)},\n"threads": [`;
  yield* inTurn(stats.threads, (thread) => [jsonText(threadFields(thread))]);
  yield '],\n"functions": [';
  yield* inTurn(rows, functionText);
  yield ']\n}\n';
}

function threadFields({ thread, rootSelf }: ThreadStats): object {
  const { id, name, pid, elapsed, partial } = thread;
  return {
    id,
    name,
    pid,
    elapsed: seconds(elapsed),
    root_tsub: seconds(rootSelf),
    ...(partial && { partial }),
  };
}

function* functionText(row: FunctionStats): Iterable<string> {
  const fields = jsonText(functionFields(row)).slice(0, -1);
  yield `${fields},"callers":[`;
  yield* pairTexts(row.callers);
  yield '],"callees":[';
  yield* pairTexts(row.callees);
  yield ']}';
}

function functionFields(row: FunctionStats): object {
  const { name, file, line, column, kind, ncall, nactualcall, nsuspend, nyield, pending } = row;
  return {
    ...{ name, file, line, column, kind, ncall, nactualcall },
    ...{ tsub: seconds(row.tsub), ttot: seconds(row.ttot), tavg: seconds(row.tavg) },
    ...{ twait: seconds(row.twait), trun: seconds(row.trun), nsuspend, nyield },
    ...{ tmin: seconds(row.tmin), tmax: seconds(row.tmax), pending },
  };
}

function* pairTexts(pairs: readonly PairStats[]): Iterable<string> {
  for (const [at, { place, ncall, tsub, ttot }] of pairs.entries()) {
    const figures = `"ncall":${ncall},"tsub":${seconds(tsub)},"ttot":${seconds(ttot)}`;
    yield `${at === 0 ? '' : ','}{${placeText(place)},${figures}}`;
  }
}

/** A function's place is the same object in all of its pairs. */
const placeTexts = new WeakMap<FunctionPlace, string>();

function placeText(place: FunctionPlace): string {
  let text = placeTexts.get(place);
  if (text === undefined) {
    const { name, file, line } = place;
    placeTexts.set(place, (text = jsonText({ name, file, line }).slice(1, -1)));
  }
  return text;
}
