import { WAITING } from '../coroutine-states.ts';
import { clz32, mapDelete, mapGet, mapSet, max, resized } from '../intrinsics.ts';
import {
  AWAITED,
  AWAITED_SITE,
  EDGE_COLUMNS,
  ERRORS,
  REQUESTS,
  REQUEST_COLUMNS,
  REQUEST_LONGEST,
  REQUEST_RAN,
  REQUEST_WALL,
  KIN_COLUMNS,
  LATE_BUSY,
  LATE_COLUMNS,
  LATE_READY,
  PROGRESS_COLUMNS,
  SETTLED,
  SITE,
} from './columns.ts';
import { addLength, clearLengths, createLengths, type Lengths } from './lengths.ts';
import { createPairRows, rowOfPair, type PairRows } from './pair-rows.ts';
import type { ReplayState } from './state.ts';

/*
 * Requests are activations of tags: HTTP requests, jobs, calls of `tag(name, fn)`. In the log a request is a coroutine of the tag's site that is
 * parked while nothing that it has called runs on its behalf. Coroutines that are created within it are its parts, and so are
 * those that they create; it runs while any of them is on the stack. All else of its life is waiting time:
 *
 *     request     ██░░░░░░░░██░░░░░░░░██|        █ runs, ░ waits, | ends
 *     parts       ██  part  ██  awaiter██        (each piece may be another coroutine's)
 *     others         ███  ██      █████
 *                         busy     ready
 *
 * ready: the part that goes on awaited a coroutine of ours, and nothing of the request has run since that ended.
 * busy: the thread was busy without a break at the end of a wait, up to the moment at which the request runs again.
 */

/** One that has not ended; times in the accounts' time, ns. */
interface LiveRequest {
  readonly number: number;
  /** The coroutine that stands for it, and the edge by which its tag was called. */
  readonly token: number;
  readonly edge: number;
  /** The number of the request that it has begun in; 0: none. */
  readonly up: number;
  since: number;
  /** How many of its parts are on the stack, since when there are any, and how long there were any before that. */
  on: number;
  ranSince: number;
  ran: number;
  /** Since when there is none. */
  restSince: number;
}

/** All that is known of them. */
export interface Requests {
  /** Sites of which each activation is a request. */
  readonly sites: Map<number, true>;
  /** One of them is about to begin. */
  isExpected: boolean;
  /** How many there were, and how many have not ended; those by number. */
  count: number;
  alive: number;
  readonly live: Map<number, LiveRequest>;
  /** By token the number of the request that the coroutine is a part of; 0, or that of one which has ended: of none. */
  of: Int32Array;
  /** Sums by the tag's edge (rows of REQUEST_COLUMNS), and how long those took that have ended. */
  sums: Float64Array;
  readonly lengths: Lengths;
  /** How long waits were ready and busy, by the tag's edge and cause: the split (awaited.ts) times two, plus one if that is true; 0 always is. */
  readonly late: PairRows;
}

/** Edges beyond have no sums of requests. */
export const MOST_TAG_EDGES = 2 ** 16;
/** More than there are. */
const MOST_LATE = 2 ** 18;

/** None; there is room for so many coroutines. */
export function createRequests(capacity: number): Requests {
  return {
    sites: new Map(),
    isExpected: false,
    count: 0,
    alive: 0,
    live: new Map(),
    of: new Int32Array(capacity),
    sums: new Float64Array(0),
    lengths: createLengths(),
    late: createPairRows(LATE_COLUMNS),
  };
}

/** There are so many tokens from now on. */
export function resizeRequests(requests: Requests, capacity: number): void {
  if (requests.of.length === capacity) return;
  requests.of = resized(requests.of, new Int32Array(capacity));
}

/** Activations of this site are requests. One begins next. */
export function expectRequest(requests: Requests, site: number): void {
  mapSet(requests.sites, site, true);
  requests.isExpected = true;
}

/** A coroutine starts, created by another one (0: by none): a part of the request that this one is a part of, or a request of its own. */
export function startPart(state: ReplayState, token: number, edge: number, creator: number): void {
  const { requests, tree, now } = state;
  resizeRequests(requests, state.coroutines.state.length);
  const { of, sites } = requests;
  const up = creator === 0 ? 0 : of[creator]!;
  const isRequest = requests.isExpected && mapGet(sites, tree.edge[edge * EDGE_COLUMNS + SITE]!) === true;
  requests.isExpected = false;
  of[token] = isRequest ? ++requests.count : up;
  if (!isRequest) return;
  const times = { since: now, on: 0, ranSince: now, ran: 0, restSince: now };
  mapSet(requests.live, requests.count, { number: requests.count, token, edge, up, ...times });
  requests.alive++;
  add(requests, edge, REQUESTS, 1);
}

/** What a coroutine that waits is known to wait for: the site of another one that has ended; 0: not known. */
export function endedSiteOf({ awaits: { kin }, coroutines }: ReplayState, token: number): number {
  if (coroutines.state[token] !== WAITING || kin[token * KIN_COLUMNS + AWAITED] !== 0) return 0;
  return kin[token * KIN_COLUMNS + AWAITED_SITE]!;
}

/** A coroutine has come onto the stack, which may have awaited one of this site that has ended (0: none). */
export function partComes(state: ReplayState, token: number, site: number): void {
  const { requests, now, observer, stack } = state;
  observer?.comes(token, stack.depth);
  if (requests.alive === 0) return;
  for (let part = requestOf(requests, token); part !== undefined; part = upOf(requests, part)) {
    if (part.on++ > 0) continue;
    if (part.restSince !== now) bookRest(state, part, token, site);
    part.ranSince = now;
  }
}

/** One has left the stack. */
export function partGoes({ requests, now, observer }: ReplayState, token: number): void {
  observer?.goes(token);
  if (requests.alive === 0) return;
  for (let part = requestOf(requests, token); part !== undefined; part = upOf(requests, part)) {
    if (part.on === 0 || --part.on > 0) continue;
    part.ran += now - part.ranSince;
    part.restSince = now;
  }
}

function requestOf({ live, of }: Requests, token: number): LiveRequest | undefined {
  return mapGet(live, of[token]!);
}

function upOf({ live }: Requests, { up }: LiveRequest): LiveRequest | undefined {
  return up === 0 ? undefined : mapGet(live, up);
}

/** Whether a coroutine stands for a request. */
export function isRequest({ requests }: ReplayState, token: number): boolean {
  return requests.alive > 0 && requestOf(requests, token)?.token === token;
}

/** A wait of a request is over. Whether its part awaited what has ended is not in the log: what is so in either case is kept. */
function bookRest(state: ReplayState, { edge, restSince }: LiveRequest, token: number, site: number): void {
  const { awaits, coroutines, now, requests } = state;
  const tail = max(restSince, awaits.busySince);
  const { splits } = awaits;
  // The row is there by now, if there was room for it.
  const split = site === 0 ? 0 : rowOfPair(splits, coroutines.place[token]!, site, splits.size);
  addLate(requests, edge, split * 2, 0, now - tail);
  if (split === 0) return;
  const settled = max(restSince, awaits.progress[token * PROGRESS_COLUMNS + SETTLED]!);
  addLate(requests, edge, split * 2 + 1, now - settled, max(0, settled - tail));
}

function addLate({ late }: Requests, edge: number, cause: number, ready: number, busy: number): void {
  if (ready + busy === 0) return;
  const at = rowOfPair(late, edge, cause, MOST_LATE) * LATE_COLUMNS;
  late.sums[at + LATE_READY]! += ready;
  late.sums[at + LATE_BUSY]! += busy;
}

/** The request that a coroutine stands for is about to end in an error. */
export function noteFailure({ requests }: ReplayState, token: number): void {
  const found = token < requests.of.length ? requestOf(requests, token) : undefined;
  if (found?.token === token) add(requests, found.edge, ERRORS, 1);
}

/** A coroutine has ended: with it the request that it stands for. */
export function endPart(state: ReplayState, token: number): void {
  const { requests } = state;
  if (requests.alive === 0) return;
  const found = requestOf(requests, token);
  requests.of[token] = 0;
  if (found?.token !== token) return;
  const { edge, number } = found;
  bookRequest(requests.sums, found, state.now);
  if (edge < MOST_TAG_EDGES) addLength(requests.lengths, edge, state.now - found.since);
  mapDelete(requests.live, number);
  requests.alive--;
}

/** Adds to the sums what a request comes to by now. */
export function bookRequest(
  sums: Float64Array,
  { edge, since, on, ran, ranSince }: LiveRequest,
  now: number,
): void {
  const at = edge * REQUEST_COLUMNS;
  if (at >= sums.length) return;
  const wall = now - since;
  sums[at + REQUEST_WALL]! += wall;
  sums[at + REQUEST_RAN]! += on > 0 ? ran + now - ranSince : ran;
  sums[at + REQUEST_LONGEST] = max(sums[at + REQUEST_LONGEST]!, wall);
}

function add(requests: Requests, edge: number, column: number, count: number): void {
  if (edge >= MOST_TAG_EDGES) return;
  const at = edge * REQUEST_COLUMNS;
  if (at >= requests.sums.length) {
    const room = max(256, 2 ** (32 - clz32(at + REQUEST_COLUMNS)));
    requests.sums = resized(requests.sums, new Float64Array(room));
  }
  requests.sums[at + column]! += count;
}

/** Forgets all sums, and it is time zero: what lives goes on as if it had begun just now. */
export function clearRequests(requests: Requests): void {
  requests.sums.fill(0);
  requests.late.sums.fill(0);
  clearLengths(requests.lengths);
  requests.live.forEach((each) => {
    each.since = each.ranSince = each.ran = each.restSince = 0;
    add(requests, each.edge, REQUESTS, 1);
  });
}
