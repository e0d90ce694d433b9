import { RUNNING, WAITING, ENDED } from '../coroutine-states.ts';
import { FIRST_PLACE, PLACES } from '../events.ts';
import { parentOf } from './awaited.ts';
import { AT_PLACE, AWAITED, AWAITER, EDGE_COLUMNS, FROM, KEY_COLUMNS, KIN_COLUMNS, SITE } from './columns.ts';
import type { History } from './history.ts';
import { siteAt } from './stack.ts';
import type { ReplayState } from './state.ts';
import { ROOT, type Tree } from './tree.ts';

/*
 * What a thread is doing at this moment: the stack, and the coroutines that are alive. Reading it changes nothing. Times are in
 * ns.
 */

/** An activation on the stack. */
export interface LiveFrame extends Lasted {
  readonly site: number;
}

/** How long something has been going on; `atLeast`: it was when profiling began, so that its beginning is not known. */
export interface Lasted {
  readonly lasted: number;
  readonly atLeast: boolean;
}

/** A coroutine that has not ended. */
export interface LiveCoroutine extends Lasted {
  readonly token: number;
  readonly site: number;
  /** The edge of the call tree by which it was called. */
  readonly edge: number;
  /** RUNNING, WAITING or PARKED. */
  readonly state: number;
  /** The number of the await or yield in its function where it is suspended; -1: it runs, or that is not known. */
  readonly place: number;
  /** The token of the coroutine that seems to await it, going by the order of events alone; 0: none. */
  readonly awaiter: number;
  /** The token of the coroutine that has created it, where that is alive; 0: none. */
  readonly creator: number;
}

/**
 * How long what was going on at a clear had lasted by then: the accounts have forgotten it. By depth on the stack, and by
 * token; what of it still goes on has begun at time 0.
 */
export interface Earlier {
  /** How many clears there had been, that one included. */
  readonly clears: number;
  readonly frames: readonly Lasted[];
  readonly coroutines: ReadonlyMap<number, Lasted>;
}

/** Nothing was cleared. */
export const NOTHING_EARLIER: Earlier = { clears: 0, frames: [], coroutines: new Map() };

/** What the accounts themselves do not keep: what went on before a clear, and how far they are behind real time. */
export interface Past {
  readonly earlier: Earlier;
  readonly history: History;
}

/** To be kept when the accounts of a thread are about to be cleared. */
export function earlierOf(state: ReplayState, past: Past): Earlier {
  const coroutines = new Map<number, Lasted>();
  for (const { token, lasted, atLeast } of liveCoroutines(state, past))
    coroutines.set(token, { lasted, atLeast });
  // The root stands below the first frame.
  const frames = [{ lasted: 0, atLeast: true }, ...liveFrames(state, past)];
  return { clears: state.clears + 1, frames, coroutines };
}

/** The stack, the outermost activation first. Of a coroutine that has gone on, since then. */
export function liveFrames(state: ReplayState, past: Past): LiveFrame[] {
  const { stack, tree } = state;
  const frames: LiveFrame[] = [];
  for (let depth = 1; depth <= stack.depth; depth++)
    frames.push({
      site: siteAt(stack, tree, depth),
      ...lastedSince(state, startOf(state, depth), past, past.earlier.frames[depth]),
    });
  return frames;
}

/** `before`: what is known from before the clear, unless the program has cleared all again by itself. */
function lastedSince(
  state: ReplayState,
  since: number,
  { earlier, history }: Past,
  before: Lasted | undefined,
): Lasted {
  const lasted = history.lasted(state, since);
  if (since > 0 || before === undefined || state.clears !== earlier.clears)
    return { lasted, atLeast: since <= state.startedAt };
  return { lasted: lasted + before.lasted, atLeast: before.atLeast };
}

/** Young frames have come since time last moved on. */
function startOf({ stack, coroutines, now }: ReplayState, depth: number): number {
  if (depth > stack.settled) return now;
  const token = stack.token[depth]!;
  const hasGoneOn = stack.savedBase[depth] !== 0;
  return token === 0 || hasGoneOn ? stack.start[depth]! : coroutines.unparked[token]!;
}

/** The sites on the logical path of the top of the stack, the outermost first; those that created its coroutine included. */
export function livePath({ stack, tree }: ReplayState): number[] {
  return stack.depth === 0 ? [] : pathTo(tree, stack.node[stack.depth]!);
}

/** The sites on the path to where this edge's callee was called from, the outermost first. */
export function callerPath(tree: Tree, edge: number): number[] {
  return pathTo(tree, tree.edge[edge * EDGE_COLUMNS + FROM]!);
}

function pathTo(tree: Tree, node: number): number[] {
  const sites: number[] = [];
  for (; node > ROOT; node = tree.nodeParent[node]!) sites.push(tree.nodeSite[node]!);
  return sites.reverse();
}

/** The coroutines that have not ended, save those of which it is known that they wait for ever and whose token was given back. */
export function* liveCoroutines(state: ReplayState, past: Past): Iterable<LiveCoroutine> {
  const { coroutines, tree, awaits } = state;
  const starts = startsOnStack(state);
  for (let token = 1; token < coroutines.state.length; token++) {
    const doing = coroutines.state[token]!;
    if (doing === ENDED) continue;
    const edge = coroutines.edge[token]!;
    const since = doing === RUNNING ? (starts.get(token) ?? state.now) : coroutines.since[token]!;
    yield {
      token,
      edge,
      site: tree.edge[edge * EDGE_COLUMNS + SITE]!,
      state: doing,
      place: doing === RUNNING ? -1 : placeOf(state, token),
      ...lastedSince(state, since, past, past.earlier.coroutines.get(token)),
      awaiter: awaiterOf(state, token),
      creator: parentOf(awaits.kin, token),
    };
  }
}

/** Since when each coroutine on the stack runs, by token. */
function startsOnStack(state: ReplayState): Map<number, number> {
  const { stack } = state;
  const starts = new Map<number, number>();
  for (let depth = 1; depth <= stack.depth; depth++)
    if (stack.token[depth] !== 0) starts.set(stack.token[depth]!, startOf(state, depth));
  return starts;
}

function placeOf({ coroutines, suspensions }: ReplayState, token: number): number {
  const row = coroutines.place[token]!;
  if (row === 0) return -1;
  return (suspensions.key[row * KEY_COLUMNS + AT_PLACE]! - FIRST_PLACE) % PLACES;
}

function awaiterOf({ coroutines, awaits: { kin } }: ReplayState, token: number): number {
  const awaiter = kin[token * KIN_COLUMNS + AWAITER]!;
  const isMutual = kin[awaiter * KIN_COLUMNS + AWAITED] === token;
  return awaiter !== 0 && isMutual && coroutines.state[awaiter] === WAITING ? awaiter : 0;
}
