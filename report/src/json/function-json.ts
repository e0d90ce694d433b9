import { haveCounts, jsonText } from '@tsprof/runtime/profile';
import type {
  FunctionPlace,
  FunctionStats,
  PairStats,
  Profile,
  Stats,
  ThreadStats,
} from '@tsprof/runtime/profile';
import { shownFully } from '../processors/shown.ts';
import { inSeconds as seconds } from '../units.ts';
import { inTurn } from './json-items.ts';
import { isRough, type Row } from '../rows/columns.ts';
import { percentile99 } from '../rows/function-orders.ts';
import { reportOn } from '../rows/function-rows.ts';
import type { Report, ReportOptions } from '../rows/function-rows.ts';
import type { Grouping } from '../rows/grouping.ts';
import { reportOnGroups } from '../rows/groups.ts';

/**
 * The statistics as a JSON document for other programs: times in seconds, lines 1-based, columns 0-based. It comes in
 * pieces, as it may be longer than a text can be.
 */
export function renderJson(profile: Profile, options: ReportOptions): Iterable<string> {
  const shown = shownFully(profile, options);
  const { by } = options;
  if (by === undefined) return functionPieces(reportOn(shown, options));
  return groupPieces(reportOnGroups(shown, by, options), by);
}

function* functionPieces({ stats, rows }: Report): Iterable<string> {
  const isCounted = hasCounts(stats);
  yield* threadPieces(stats);
  yield '],\n"functions": [';
  yield* inTurn(rows, (row) => functionText(row, isCounted));
  yield ']\n}\n';
}

function* groupPieces({ stats, rows }: Report<Row>, by: Grouping): Iterable<string> {
  const isCounted = hasCounts(stats);
  yield* threadPieces(stats);
  yield `],\n"by": "${by}",\n"groups": [`;
  yield* inTurn(rows, (row) => [jsonText({ name: row.name, ...figures(row, isCounted) })]);
  yield ']\n}\n';
}

function* threadPieces({ elapsed, threads }: Stats): Iterable<string> {
  yield `{\n"unit": "s",\n"elapsed": ${seconds(elapsed)},\n"threads": [`;
  yield* inTurn(threads, (thread) => [jsonText(threadFields(thread))]);
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

/** Calls are not told of where the profile was sampled: what would be counted is null then. */
const hasCounts = ({ threads }: Stats): boolean => haveCounts(threads.map(({ thread }) => thread));

function* functionText(row: FunctionStats, isCounted: boolean): Iterable<string> {
  const fields = jsonText(functionFields(row, isCounted)).slice(0, -1);
  yield `${fields},"callers":[`;
  yield* pairTexts(row.callers, isCounted);
  yield '],"callees":[';
  yield* pairTexts(row.callees, isCounted);
  yield ']}';
}

function functionFields(row: FunctionStats, isCounted: boolean): object {
  const { name, file, line, column, kind } = row;
  return {
    ...{ name, file, line, column, kind },
    ...figures(row, isCounted),
    ...lengthFields(row),
    ...probeFields(row),
  };
}

/** Where it is known how long each call took. */
function lengthFields(row: FunctionStats): object {
  return row.p99 === undefined ? {} : { p99: seconds(percentile99(row)!) };
}

/** Where probes took something of its own time. */
function probeFields(row: FunctionStats): object {
  if (row.tprobes === 0) return {};
  return { tprobes: seconds(row.tprobes), ...(isRough(row) && { rough: true }) };
}

function figures(row: Row, isCounted: boolean): object {
  const ofCalls = <T>(figure: T): T | null => (isCounted ? figure : null);
  return {
    ...{ ncall: ofCalls(row.ncall), nactualcall: ofCalls(row.nactualcall) },
    ...{ tsub: seconds(row.tsub), ttot: seconds(row.ttot), tavg: ofCalls(seconds(row.tavg)) },
    ...{ twait: seconds(row.twait), trun: seconds(row.trun ?? 0) },
    ...{ nsuspend: ofCalls(row.nsuspend), nyield: ofCalls(row.nyield) },
    ...{ tmin: ofCalls(seconds(row.tmin)), tmax: ofCalls(seconds(row.tmax)), pending: ofCalls(row.pending) },
  };
}

function* pairTexts(pairs: readonly PairStats[], isCounted: boolean): Iterable<string> {
  for (const [at, { place, ncall, tsub, ttot }] of pairs.entries()) {
    const figures = `"ncall":${isCounted ? ncall : null},"tsub":${seconds(tsub)},"ttot":${seconds(ttot)}`;
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
