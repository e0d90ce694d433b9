import type { FunctionStats, PairStats, Profile, ThreadStats } from '@tsprof/runtime/profile';
import { relocate } from '../relocate.ts';
import { reportOn } from './report.ts';
import type { ReportOptions } from './report.ts';

const NS_PER_S = 1e9;

/** The statistics as a JSON document for other programs: times in seconds, lines 1-based, columns 0-based. */
export function renderJson(profile: Profile, options: ReportOptions): string {
  const { stats, rows } = reportOn(relocate(profile, options.cwd), options);
  const document = {
    unit: 's',
    elapsed: seconds(stats.elapsed),
    threads: stats.threads.map(threadFields),
    functions: rows.map(functionFields),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
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

function functionFields(row: FunctionStats): object {
  const { name, file, line, column, kind, ncall, nactualcall, nsuspend, nyield, pending } = row;
  return {
    ...{ name, file, line, column, kind, ncall, nactualcall },
    ...{ tsub: seconds(row.tsub), ttot: seconds(row.ttot), tavg: seconds(row.tavg) },
    ...{ twait: seconds(row.twait), nsuspend, nyield },
    ...{ tmin: seconds(row.tmin), tmax: seconds(row.tmax), pending },
    callers: row.callers.map(pairFields),
    callees: row.callees.map(pairFields),
  };
}

function pairFields({ place: { name, file, line }, ncall, tsub, ttot }: PairStats): object {
  return { name, file, line, ncall, tsub: seconds(tsub), ttot: seconds(ttot) };
}

function seconds(ns: number): number {
  return ns / NS_PER_S;
}
