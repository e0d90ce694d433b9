import {
  CALL_COLUMNS,
  GREATEST,
  LATE,
  LOST_COLUMNS,
  LOST_SELF,
  LOST_TOTAL,
  NNESTED,
  NSUSPEND,
  NYIELD,
  PAIR_EXTRA,
  PAIR_TIME,
  PAIR_WAITED,
  SELF,
  TOTAL,
  WAITED,
  WAIT_COLUMNS,
} from './columns.ts';
import { EDGE_COLUMNS, ENDED, FROM, PARAMETERS, PARKED } from './columns.ts';
import type { EdgeTable, NodeTable, RawTimes } from '../profile/format.ts';
import { addAbandoned } from './abandoned.ts';
import { bookTotals } from './calls.ts';
import { type Family } from './coroutine.ts';
import { bookTotal, type Stretch } from './families.ts';
import type { ReplayState } from './state.ts';
import * as sums from './sums.ts';
import { edgeTo, type Tree } from './tree.ts';
import { addOwnWait, bookPairWaited, bookWaited, waitedSoFar } from './waits.ts';

/** What replay has to say of one thread; times in ns. */
export interface Accounts {
  readonly elapsed: number;
  readonly rootSelf: number;
  /** The same before the probes' own time was taken out of functions' times. */
  readonly raw: RawTimes;
  /** What was taken out of functions' own times. */
  readonly lost: number;
  /** What a plain call, a word of a coroutine's and a reading of the clock cost, ns. */
  readonly costs: readonly number[];
  /** Of rootSelf, the time in which the profiler itself kept the program waiting. */
  readonly paused: number;
  readonly nodes: NodeTable;
  readonly edges: EdgeTable;
  readonly anomalies: Record<string, number>;
}

/** Copies of the sums, to which what is still open is added. */
export interface Draft {
  readonly ncall: Float64Array;
  readonly calls: Float64Array;
  readonly lost: Float64Array;
  readonly waits: Float64Array;
  readonly pending: Float64Array;
}

/** The accounts as of now, open activations included with their times so far. Changes nothing. */
export function snapshot(state: ReplayState): Accounts {
  const { tree } = state;
  const draft: Draft = {
    ncall: tree.sums.ncall.slice(0, tree.edges),
    calls: tree.sums.calls.slice(0, tree.edges * CALL_COLUMNS),
    lost: tree.sums.lost.slice(0, tree.edges * LOST_COLUMNS),
    waits: tree.sums.waits.slice(0, tree.edges * WAIT_COLUMNS),
    pending: new Float64Array(tree.edges),
  };
  const told = new Set<Family>();
  addOpenCalls(state, draft, told);
  addOpenCoroutines(state, draft, told);
  addAbandoned(state, draft);
  return {
    elapsed: state.now + state.lost + state.paused,
    rootSelf: state.rootSelf,
    paused: state.paused,
    costs: [...state.costs],
    anomalies: { ...state.anomalies },
    ...tables(tree, draft, state.rootSelf),
  };
}

function addOpenCalls(state: ReplayState, draft: Draft, told: Set<Family>): void {
  const { stack } = state;
  for (let depth = 1; depth <= stack.depth; depth++) {
    if (stack.token[depth] !== 0) continue;
    const edge = stack.edge[depth]!;
    const mode = stack.mode[depth]!;
    if (depth > stack.settled) {
      draft.pending[edge]!++;
      continue;
    }
    if ((mode & PARAMETERS) !== 0) {
      addParameters(state, draft, told, depth);
      continue;
    }
    const wall = state.now - stack.start[depth]!;
    draft.pending[edge]!++;
    bookTotals(draft, edge, mode, wall, state.lost - stack.lost[depth]!);
    sums.bookExtremes(draft.calls, edge, wall);
  }
}

function addParameters(state: ReplayState, draft: Draft, told: Set<Family>, depth: number): void {
  const { stack } = state;
  const family = stack.family[depth]!;
  const pairFamily = stack.pairFamily[depth]!;
  addFamily(state, draft, family, told);
  addPairFamily(state, draft, pairFamily, told);
}

function addOpenCoroutines(state: ReplayState, draft: Draft, told: Set<Family>): void {
  const { coroutines } = state;
  for (let token = 1; token < coroutines.state.length; token++) {
    if (coroutines.state[token] === ENDED) continue;
    addOpenCoroutine(state, draft, token);
    const edge = coroutines.edge[token]!;
    const sofar = stretchSoFar(state, token);
    const family = coroutines.family[token];
    const pairFamily = coroutines.pairFamily[token];
    if (!family) addTotal(draft, edge, sofar);
    else addFamily(state, draft, family, told);
    if (!pairFamily) addPairTime(draft, edge, sofar.time);
    else addPairFamily(state, draft, pairFamily, told);
  }
}

/** The present stretch outside of yields of a coroutine. */
function stretchSoFar({ coroutines, now, lost }: ReplayState, token: number): Stretch {
  if (coroutines.state[token] === PARKED) return NONE;
  return { time: now - coroutines.unparked[token]!, lost: lost - coroutines.lost[token]! };
}

const NONE: Stretch = { time: 0, lost: 0 };

/**
 * What a family comes to so far, told once for all its members. That of a family of which somebody waits for ever is
 * known already (abandoned.ts).
 */
function addFamily(state: ReplayState, draft: Draft, family: Family, told: Set<Family>): void {
  if (told.has(family)) return;
  told.add(family);
  addTotal(draft, family.edge, familyTime(state, family));
  bookWaited(draft, family.edge, waitedSoFar(state, family));
}

/** The same of a pair's. */
function addPairFamily(state: ReplayState, draft: Draft, family: Family, told: Set<Family>): void {
  if (told.has(family)) return;
  told.add(family);
  addPairTime(draft, family.edge, familyTime(state, family).time);
  bookPairWaited(draft, family.edge, waitedSoFar(state, family));
}

function familyTime({ now, lost }: ReplayState, { live, ...family }: Family): Stretch {
  if (live === 0 || live === Infinity) return NONE;
  return { time: now - family.since, lost: lost - family.lost };
}

function addTotal(draft: Draft, edge: number, stretch: Stretch): void {
  bookTotal(draft, edge, stretch);
  draft.calls[edge * CALL_COLUMNS + PAIR_TIME]! -= stretch.time;
}

function addPairTime(draft: Draft, edge: number, time: number): void {
  draft.calls[edge * CALL_COLUMNS + PAIR_TIME]! += time;
}

function addOpenCoroutine(state: ReplayState, draft: Draft, token: number): void {
  const { edge, wall } = state.coroutines;
  draft.pending[edge[token]!]!++;
  sums.bookExtremes(draft.calls, edge[token]!, wall[token]! + stretchSoFar(state, token).time);
  addOwnWait(state, draft, token);
}

/** Edges that were used, the nodes they and their ancestors need, in their old order. */
function tables(
  tree: Tree,
  draft: Draft,
  rootSelf: number,
): { nodes: NodeTable; edges: EdgeTable; raw: RawTimes; lost: number } {
  const used: number[] = [];
  const isNeeded = new Uint8Array(tree.nodes);
  isNeeded[0] = 1;
  for (let edge = 0; edge < tree.edges; edge++) {
    if (!isUsed(draft, edge)) continue;
    used.push(edge);
    needNode(tree, isNeeded, tree.edge[edge * EDGE_COLUMNS + FROM]!);
    needNode(tree, isNeeded, edgeTo(tree, edge));
  }
  const { nodes, newId } = nodeTable(tree, isNeeded);
  const edges = edgeTable(tree, draft, used, newId);
  const tsub = addLost(edges.tsub, draft, used, LOST_SELF);
  const lost = sum(tsub) - sum(edges.tsub);
  const raw = { rootSelf: rootSelf - lost, tsub, ttot: addLost(edges.ttot, draft, used, LOST_TOTAL) };
  return { nodes, edges, raw, lost };
}

function addLost(
  times: readonly number[],
  { lost }: Draft,
  used: readonly number[],
  column: number,
): number[] {
  return times.map((time, row) => time + lost[used[row]! * LOST_COLUMNS + column]!);
}

function sum(times: readonly number[]): number {
  return times.reduce((total, time) => total + time, 0);
}

function isUsed(draft: Draft, edge: number): boolean {
  const at = edge * CALL_COLUMNS;
  return (
    draft.ncall[edge]! > 0 ||
    draft.calls[at + SELF]! > 0 ||
    draft.calls[at + TOTAL]! > 0 ||
    draft.lost[edge * LOST_COLUMNS + LOST_SELF]! > 0 ||
    draft.lost[edge * LOST_COLUMNS + LOST_TOTAL]! > 0
  );
}

function needNode(tree: Tree, isNeeded: Uint8Array, node: number): void {
  for (; isNeeded[node] === 0; node = tree.nodeParent[node]!) isNeeded[node] = 1;
}

function nodeTable(tree: Tree, isNeeded: Uint8Array): { nodes: NodeTable; newId: Int32Array } {
  const site: number[] = [];
  const parent: number[] = [];
  const newId = new Int32Array(tree.nodes);
  for (let node = 0; node < tree.nodes; node++) {
    if (isNeeded[node] === 0) continue;
    newId[node] = site.length;
    site.push(tree.nodeSite[node]!);
    parent.push(node === 0 ? -1 : newId[tree.nodeParent[node]!]!);
  }
  return { nodes: { site, parent }, newId };
}

function edgeTable(tree: Tree, draft: Draft, used: number[], newId: Int32Array): EdgeTable {
  const call = (column: number) => used.map((edge) => draft.calls[edge * CALL_COLUMNS + column]!);
  const wait = (column: number) => used.map((edge) => draft.waits[edge * WAIT_COLUMNS + column]!);
  const add = (left: number[], right: number[], sign: number) =>
    left.map((value, row) => value + sign * right[row]!);
  const ncall = used.map((edge) => draft.ncall[edge]!);
  const nactualcall = add(ncall, call(NNESTED), -1);
  const ttot = call(TOTAL);
  const twait = wait(WAITED);
  return {
    from: used.map((edge) => newId[tree.edge[edge * EDGE_COLUMNS + FROM]!]!),
    to: used.map((edge) => newId[edgeTo(tree, edge)]!),
    ncall,
    nactualcall,
    tsub: call(SELF),
    ttot,
    tpair: add(ttot, call(PAIR_TIME), 1),
    npair: add(nactualcall, call(PAIR_EXTRA), 1),
    twait,
    wpair: add(twait, wait(PAIR_WAITED), 1),
    nsuspend: wait(NSUSPEND),
    nyield: wait(NYIELD),
    tmin: used.map((edge) => sums.leastWall(draft, edge)),
    tmax: call(GREATEST),
    pending: used.map((edge) => draft.pending[edge]!),
    late: wait(LATE),
  };
}
