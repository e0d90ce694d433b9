import type { Profile, ThreadProfile } from '../../runtime/src/profile/format.ts';
import { checkProfile } from '../../runtime/src/profile/parse.ts';
import { profileStats, type FunctionStats } from '../../runtime/src/profile/stats.ts';

type Sites = Profile['sites'];
const TAG = 'tag';

/** Throws when a profile breaks a law that holds for all; `elapsed` is for how long profiling was on. */
export function checkInvariants(profile: Profile, elapsed: number): void {
  // Finds negative numbers, children before their parents, and edges that do not go along the tree.
  checkProfile(JSON.parse(JSON.stringify(profile)));
  for (const thread of profile.threads) {
    const self = thread.edges.tsub.reduce((sum, time) => sum + time, thread.rootSelf);
    assertSame('sum of tsub and the root is not what has elapsed', self, thread.elapsed);
    checkSuspensions(thread, profile.sites);
    checkCoroutines(thread);
    checkRequests(thread);
    checkLines(thread, profile.sites);
    checkCallLengths(thread);
    assertSame('not profiled for as long as profiling was on', thread.elapsed, elapsed);
  }
  for (const row of profileStats(profile).functions) {
    checkFunction(row);
    assertMost(`${row.name}: tsub over trun`, row.tsub, row.trun);
    assertMost(`${row.name}: trun over what has elapsed`, row.trun, elapsed);
  }
}

/** Each call that has ended has a length. */
function checkCallLengths({ nodes, edges, callLengths }: ThreadProfile): void {
  if (callLengths === undefined) return;
  const ended = new Map<number, number>();
  edges.to.forEach((node, edge) => {
    const site = nodes.site[node]!;
    ended.set(site, (ended.get(site) ?? 0) + edges.ncall[edge]! - edges.pending[edge]!);
  });
  const told = new Map<number, number>();
  callLengths.site.forEach((site, row) => told.set(site, (told.get(site) ?? 0) + callLengths.count[row]!));
  for (const [site, count] of ended) assertSame(`site ${site}: lengths of calls`, told.get(site) ?? 0, count);
}

/** Own time is that of some line, in functions that tell of any; so is that of blocks of code in them. */
function checkLines({ nodes, edges, lines }: ThreadProfile, { kind }: Sites): void {
  if (lines === undefined) return;
  const own = new Map<number, number>();
  edges.to.forEach((node, edge) => {
    const site = nodes.site[node]!;
    own.set(site, (own.get(site) ?? 0) + edges.tsub[edge]!);
  });
  const told = new Map<number, number>();
  lines.site.forEach((site, row) => told.set(site, (told.get(site) ?? 0) + lines.tsub[row]!));
  const check = kind.includes(TAG) ? assertMost : assertSame;
  for (const [site, time] of told) check(`site ${site}: own time of its lines`, own.get(site)!, time);
}

/** Each suspension is at some place, and takes its function as long as it takes there, but that recursion counts once. */
function checkSuspensions(
  { nodes, edges, suspensions, lengths, awaited }: ThreadProfile,
  { kind }: Sites,
): void {
  const { edge, parked, count, pending, rejected, time, longest } = suspensions;
  const bySite = new Map<number, { ncall: number; nactualcall: number; twait: number; time: number }>();
  const nsuspend = edges.nsuspend.slice();
  edges.to.forEach((node, id) => {
    const site = nodes.site[node]!;
    const sums = bySite.get(site) ?? { ncall: 0, nactualcall: 0, twait: 0, time: 0 };
    bySite.set(site, sums);
    for (const name of ['ncall', 'nactualcall', 'twait'] as const) sums[name] += edges[name][id]!;
  });
  edge.forEach((id, row) => {
    const what = `suspension ${row}`;
    assertMost(`${what}: pending and rejected over count`, pending[row]! + rejected[row]!, count[row]!);
    assertMost(`${what}: longest over time`, longest[row]!, time[row]!);
    const ended = lengths.count.filter((_, at) => lengths.suspension[at] === row);
    const lengthsOfEnded = ended.reduce((sum, count) => sum + count, 0);
    assertMost(`${what}: ended over the lengths of those`, count[row]! - pending[row]!, lengthsOfEnded);
    if (parked[row] === 1) return;
    checkParts(what, suspensions, awaited, row);
    nsuspend[id]! -= count[row]!;
    bySite.get(nodes.site[edges.to[id]!]!)!.time += time[row]!;
  });
  for (const [id, left] of nsuspend.entries()) assertMost(`edge ${id}: nsuspend without a place`, left, 0);
  for (const [site, { ncall, nactualcall, twait, time }] of bySite) {
    // A block of code waits at the awaits of the function in which it stands, which has the rows.
    if (kind[site] === TAG) continue;
    assertMost(`site ${site}: twait over what its suspensions took`, twait, time);
    if (ncall === nactualcall) assertSame(`site ${site}: what its suspensions took`, time, twait);
  }
}

/**
 * Each that was started has ended in some way or is pending, and those that have ended have lived for some time. Calls of a plain
 * function may have returned promises.
 */
function checkCoroutines({ edges, coroutines, lives, slowest, promises }: ThreadProfile): void {
  coroutines.edge.forEach((edge, row) => {
    const what = `coroutines ${row}`;
    const ended = coroutines.fulfilled[row]! + coroutines.rejected[row]! + coroutines.returned[row]!;
    const at = promises?.coroutine.indexOf(row) ?? -1;
    if (at < 0) assertSame(`${what}: ended and pending`, ended + edges.pending[edge]!, edges.ncall[edge]!);
    else {
      const { pending, own, ran } = promises!;
      assertMost(`${what}: promises over calls`, ended + pending[at]!, edges.ncall[edge]!);
      assertMost(`${what}: own time over that of all calls`, own[at]!, edges.tsub[edge]!);
      assertMost(`${what}: own time over that of the calls`, own[at]!, ran[at]!);
      assertMost(`${what}: calls over lives`, ran[at]!, coroutines.life[row]!);
    }
    const lengths = lives.count.filter((_, at) => lives.coroutine[at] === row);
    assertSame(
      `${what}: lives of those that ended`,
      lengths.reduce((sum, count) => sum + count, 0),
      ended,
    );
    assertMost(`${what}: longest over all lives`, coroutines.longest[row]!, coroutines.life[row]!);
  });
  slowest.coroutine.forEach((row, at) => {
    const what = `slowest ${at}`;
    assertMost(`${what}: over the longest`, slowest.life[at]!, coroutines.longest[row]!);
    assertMost(
      `${what}: own time and waits over its life`,
      slowest.own[at]! + slowest.waits[at]!,
      slowest.life[at]!,
    );
  });
}

/** A request waits while it does not run, and is late for part of that at most. */
function checkRequests({ edges, requests, requestLengths }: ThreadProfile): void {
  const { edge, count, pending, errors, wall, running, ready, busy, longest } = requests;
  edge.forEach((id, row) => {
    const what = `requests ${row}`;
    assertSame(`${what}: their number`, count[row]!, edges.ncall[id]!);
    assertMost(`${what}: errors`, errors[row]!, count[row]! - pending[row]!);
    assertMost(`${what}: running over wall`, running[row]!, wall[row]!);
    assertMost(`${what}: delays over waits`, ready[row]! + busy[row]!, wall[row]! - running[row]!);
    assertMost(`${what}: longest over wall`, longest[row]!, wall[row]!);
    const ended = requestLengths.count.filter((_, at) => requestLengths.request[at] === row);
    const all = ended.reduce((sum, each) => sum + each, 0);
    assertSame(`${what}: lengths of those that have ended`, all, count[row]! - pending[row]!);
  });
}

/** Waits that are over fall into parts, as those of each awaited function do. */
function checkParts(
  what: string,
  { count, pending, time }: ThreadProfile['suspensions'],
  awaited: ThreadProfile['awaited'],
  row: number,
): void {
  const rows = awaited.suspension.flatMap((suspension, at) => (suspension === row ? [at] : []));
  for (const at of rows) {
    const parts = awaited.running[at]! + awaited.ready[at]! + awaited.busy[at]!;
    assertMost(`${what}: its parts over what was awaited`, parts, awaited.time[at]!);
  }
  const sum = (column: readonly number[]) => rows.reduce((total, at) => total + column[at]!, 0);
  assertSame(`${what}: awaited`, sum(awaited.count), count[row]! - pending[row]!);
  assertMost(`${what}: time of what was awaited`, sum(awaited.time), time[row]!);
}

function checkFunction(row: FunctionStats): void {
  const { name, ncall, nactualcall, callers, callees } = row;
  assertMost(`${name}: nactualcall over ncall`, nactualcall, ncall);
  assertMost(`${name}: pending over ncall`, row.pending, ncall);
  assertMost(`${name}: late over ncall`, row.late, ncall);
  assertMost(`${name}: tmin over tmax`, row.tmin, row.tmax);
  assertMost(`${name}: tmax over ttot`, row.tmax, row.ttot);
  assertMost(`${name}: tsub over ttot`, row.tsub, row.ttot);
  assertMost(`${name}: twait over ttot`, row.twait, row.ttot);
  assertSame(`${name}: its callers' ncall`, total(callers, 'ncall'), ncall);
  assertSame(`${name}: its callers' tsub`, total(callers, 'tsub'), row.tsub);
  assertMost(`${name}: ttot over its callers'`, row.ttot, total(callers, 'ttot'));
  // A pair that is nested in itself does not count the waits of inner activations while its outermost one runs.
  const isPairNested = total(callers, 'nactualcall') < ncall;
  if (!isPairNested) assertMost(`${name}: twait over its callers'`, row.twait, total(callers, 'twait'));
  for (const callee of callees) {
    assertMost(`${name}>${callee.place.name}: twait over ttot`, callee.twait, callee.ttot);
    assertMost(`${name}>${callee.place.name}: npair over ncall`, callee.nactualcall, callee.ncall);
    assertMost(`${name}>${callee.place.name}: tsub over ttot`, callee.tsub, callee.ttot);
  }
}

function total(
  rows: FunctionStats['callers'],
  column: 'ncall' | 'nactualcall' | 'tsub' | 'ttot' | 'twait',
): number {
  return rows.reduce((sum, row) => sum + row[column], 0);
}

function assertSame(what: string, found: number, expected: number): void {
  if (found !== expected) throw new Error(`${what}: expected ${expected}, found ${found}`);
}

function assertMost(what: string, found: number, most: number): void {
  if (found > most) throw new Error(`${what}: ${found} > ${most}`);
}
