import { profileStats } from '@tsprof/runtime/profile';
import type { FunctionStats, Profile } from '@tsprof/runtime/profile';
import { byNumber, inTurn, placeOrders, parseSort, sortRows, type Orders, type SortStep } from './sort.ts';

/**
 * Tests are the callbacks of `test`, `it` and `specify`, by their names (docs/names.md): `describe("sums")/it("adds")`, and where the title
 * is code `it(title)`. What stands in one has a name that goes on behind it.
 */
const TITLE = /(?:"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`?|[^()"`]*)/.source;
const TEST = new RegExp(`(?:^|/)(?:test|it|fit|specify)(?:\\.\\w+)*\\(${TITLE}\\)$`);

/** Whether a function is a test. */
export const isTest = ({ name }: { readonly name: string }): boolean => TEST.test(name);

/** How long nothing of a test ran, of its total; ns. */
export const waitOf = ({ ttot, trun }: FunctionStats): number => Math.max(0, ttot - trun);

const { name, file, line } = placeOrders<FunctionStats>((row) => row.name);

/** What tests can be sorted by. */
export const TEST_ORDERS: Orders<FunctionStats> = {
  columns: {
    total: byNumber((row) => row.ttot),
    own: byNumber((row) => row.trun),
    wait: byNumber(waitOf),
    count: byNumber((row) => row.ncall),
    name,
    file,
    line,
  },
  first: 'total',
  last: inTurn([file.compare, line.compare, name.compare]),
};

export interface TestReportOptions {
  /** The directory that files are shown relative to. */
  readonly cwd: string;
  readonly threads?: readonly string[] | undefined;
  readonly sort?: readonly SortStep[] | undefined;
  readonly limit?: number | undefined;
  /** Only tests of such names. */
  readonly filter?: RegExp | undefined;
}

export interface TestReport {
  readonly sort: readonly SortStep[];
  /** Those to show, in order; and all there are. */
  readonly rows: readonly FunctionStats[];
  readonly all: readonly FunctionStats[];
}

/** Picks and sorts the tests that a renderer will show. */
export function reportOnTests(profile: Profile, options: TestReportOptions): TestReport {
  const { threads, filter, limit } = options;
  const sort = options.sort ?? parseSort(TEST_ORDERS.first, TEST_ORDERS);
  const all = profileStats(profile, { threads }).functions.filter(isTest);
  const matching = all.filter(({ name }) => filter?.test(name) !== false);
  return { sort, rows: sortRows(matching, sort, TEST_ORDERS).slice(0, limit), all };
}
