import type { FunctionFigures, FunctionStats } from '@tsprof/runtime/profile';
import { standardName } from './restrictions.ts';
import { byNumber, byPlace, byText, inTurn, type Orders } from './sort.ts';

type Row = Pick<
  FunctionFigures,
  'name' | 'file' | 'line' | 'column' | 'ncall' | 'tsub' | 'ttot' | 'tavg' | 'twait' | 'trun' | 'tmax'
>;

const name = byText<Row>((row) => row.name);
const file = byText<Row>((row) => row.file);
const line = byPlace<Row>((row) => row.line);
const column = byPlace<Row>((row) => row.column);
const nfl = { compare: inTurn([name.compare, file.compare, line.compare]), descending: false };

/** Of fewer activations than that, no longer than the longest is what 99 of 100 are: the rank is rounded up. */
const MOST_BY_LONGEST = 100;

/** The time that 99 of 100 activations stay within; undefined where the profile does not know it. */
export function percentile99({
  ncall,
  tmax,
  p99,
}: Pick<FunctionStats, 'ncall' | 'tmax' | 'p99'>): number | undefined {
  return ncall > 0 && ncall < MOST_BY_LONGEST ? tmax : p99;
}

/** What functions can be sorted by, with the meanings of Yappi and pstats. */
export const FUNCTION_ORDERS: Orders<Row> = {
  columns: {
    tsub: byNumber((row) => row.tsub),
    ttot: byNumber((row) => row.ttot),
    ncall: byNumber((row) => row.ncall),
    tavg: byNumber((row) => row.tavg),
    twait: byNumber((row) => row.twait),
    trun: byNumber((row) => row.trun),
    tmax: byNumber((row) => row.tmax),
    /** What is not known comes last. */
    p99: byNumber((row) => percentile99(row) ?? -1),
    name,
    file,
    line,
    /** Name, file, line. */
    nfl,
    /** The standard name, as pstats prints it. */
    std: byText(standardName),
  },
  // Where the program itself spent its time comes first.
  first: 'tsub',
  last: inTurn([nfl.compare, column.compare]),
};
