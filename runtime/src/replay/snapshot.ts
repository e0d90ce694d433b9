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
import { EDGE_COLUMNS, FROM, PARAMETERS } from './columns.ts';
import { max, min } from '../intrinsics.ts';
import { ENDED, PARKED } from '../coroutine-states.ts';
import type { EdgeTable, NodeTable, RawTimes } from '../profile/format.ts';
import { addAbandoned } from './abandoned.ts';
import { callLengthAccounts } from './call-lengths.ts';
import { bookTotals } from './calls.ts';
import type { OverlapGroup } from './coroutine.ts';
import type { BinRows } from './lengths.ts';
import { lineAccounts, type LineAccounts } from './lines.ts';
import { bookTotal, type Interval } from './overlap-groups.ts';
import { createDraft, type Draft } from './draft.ts';
import { branchOf, wholeOf, type Part } from './part.ts';
import { edgeAt } from './stack.ts';
import type { ReplayState } from './state.ts';
import { suspensionAccounts, type SuspensionAccounts } from './suspension-accounts.ts';
import * as sums from './sums.ts';
import { edgeTo, ROOT, type Tree } from './tree.ts';
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
  /** Of rootSelf, what is known to have been idle time. */
  readonly idle: number;
  /** Of rootSelf, the time in which the profiler itself kept the program waiting. */
  readonly paused: number;
  /** The time of windows, of which it is not known for sure whose it was. */
  readonly windows: number;
  readonly nodes: NodeTable;
  readonly edges: EdgeTable;
  readonly suspensions: SuspensionAccounts;
  /** Null where it is told of a tag alone. */
  readonly lines: LineAccounts | null;
  /** How long calls took, by site; null there, too, and where that is not kept. */
  readonly callLengths: BinRows | null;
  readonly anomalies: Record<string, number>;
}

/**
 * The accounts as of now, open activations included with their times so far. `within`: a tag; edges are then those of its
 * calls and of what hangs below them only. Changes nothing.
 */
export function snapshot(state: ReplayState, within: number | null = null): Accounts {
  const { tree } = state;
  const draft = createDraft(tree, within === null ? wholeOf(tree) : branchOf(tree, within));
  const told = new Set<OverlapGroup>();
  addOpenCalls(state, draft, told);
  addOpenCoroutines(state, draft, told);
  addAbandoned(state, draft);
  return {
    elapsed: state.now + state.lost + state.paused,
    rootSelf: state.rootSelf,
    idle: min(state.awaits.idle, max(0, state.rootSelf - state.paused)),
    paused: state.paused,
    windows: state.windows.time,
    costs: [...state.costs],
    anomalies: { ...state.anomalies },
    lines: within === null ? lineAccounts(state.lines) : null,
    callLengths: within === null ? callLengthAccounts(state, draft) : null,
    ...tables(state, draft),
  };
}

function addOpenCalls(state: ReplayState, draft: Draft, told: Set<OverlapGroup>): void {
  const { stack } = state;
  for (let depth = 1; depth <= stack.depth; depth++) {
    if (stack.token[depth] !== 0) continue;
    const isSettled = depth <= stack.settled;
    if (isSettled && (stack.mode[depth]! & PARAMETERS) !== 0) addParameters(state, draft, told, depth);
    else addOpenCall(state, draft, depth, isSettled);
  }
}

function addOpenCall(state: ReplayState, draft: Draft, depth: number, isSettled: boolean): void {
  const { stack } = state;
  const row = draft.part.edgeRow(edgeAt(stack, state.tree, depth));
  if (row < 0) return;
  draft.pending[row]!++;
  if (!isSettled) return;
  const wall = state.now - stack.start[depth]!;
  bookTotals(draft, row, stack.mode[depth]!, wall, state.lost - stack.lost[depth]!);
  sums.bookExtremes(draft.calls, row, wall);
}

function addParameters(state: ReplayState, draft: Draft, told: Set<OverlapGroup>, depth: number): void {
  const { stack } = state;
  const group = stack.group[depth]!;
  const pairGroup = stack.pairGroup[depth]!;
  addGroup(state, draft, group, told);
  addPairGroup(state, draft, pairGroup, told);
}

function addOpenCoroutines(state: ReplayState, draft: Draft, told: Set<OverlapGroup>): void {
  const { coroutines } = state;
  for (let token = 1; token < coroutines.state.length; token++) {
    if (coroutines.state[token] === ENDED) continue;
    const row = draft.part.edgeRow(coroutines.edge[token]!);
    if (row >= 0) addOpenCoroutine(state, draft, token, row);
    const sofar = intervalSoFar(state, token);
    const group = coroutines.group[token];
    const pairGroup = coroutines.pairGroup[token];
    if (!group) addTotal(draft, row, sofar);
    else addGroup(state, draft, group, told);
    if (!pairGroup) addPairTime(draft, row, sofar.time);
    else addPairGroup(state, draft, pairGroup, told);
  }
}

/** The present interval outside of yields of a coroutine. */
function intervalSoFar({ coroutines, now, lost }: ReplayState, token: number): Interval {
  if (coroutines.state[token] === PARKED) return NONE;
  return { time: now - coroutines.unparked[token]!, lost: lost - coroutines.lost[token]! };
}

const NONE: Interval = { time: 0, lost: 0 };

/**
 * What a group comes to so far, told once for all its members. That of a group of which a member waits for ever is
 * known already (abandoned.ts).
 */
function addGroup(state: ReplayState, draft: Draft, group: OverlapGroup, told: Set<OverlapGroup>): void {
  if (told.has(group)) return;
  told.add(group);
  const row = draft.part.edgeRow(group.edge);
  addTotal(draft, row, groupTime(state, group));
  if (row >= 0) bookWaited(draft, row, waitedSoFar(state, group));
}

/** The same of a pair's. */
function addPairGroup(state: ReplayState, draft: Draft, group: OverlapGroup, told: Set<OverlapGroup>): void {
  if (told.has(group)) return;
  told.add(group);
  const row = draft.part.edgeRow(group.edge);
  addPairTime(draft, row, groupTime(state, group).time);
  if (row >= 0) bookPairWaited(draft, row, waitedSoFar(state, group));
}

function groupTime({ now, lost }: ReplayState, { live, ...group }: OverlapGroup): Interval {
  if (live === 0 || live === Infinity) return NONE;
  return { time: now - group.since, lost: lost - group.lost };
}

function addTotal(draft: Draft, row: number, interval: Interval): void {
  if (row < 0) return;
  bookTotal(draft, row, interval);
  draft.calls[row * CALL_COLUMNS + PAIR_TIME]! -= interval.time;
}

function addPairTime(draft: Draft, row: number, time: number): void {
  if (row >= 0) draft.calls[row * CALL_COLUMNS + PAIR_TIME]! += time;
}

function addOpenCoroutine(state: ReplayState, draft: Draft, token: number, row: number): void {
  draft.pending[row]!++;
  const wall = state.coroutines.wall[token]! + intervalSoFar(state, token).time;
  sums.bookExtremes(draft.calls, row, wall);
  addOwnWait(state, draft, token, row);
}

/** Edges that were used, the nodes they and their ancestors need, in their old order. */
function tables(
  state: ReplayState,
  draft: Draft,
): Pick<Accounts, 'nodes' | 'edges' | 'suspensions' | 'raw' | 'lost'> {
  const { tree, rootSelf } = state;
  const { part } = draft;
  const used: number[] = [];
  const isNeeded = new Uint8Array(part.nodes.length);
  isNeeded[ROOT] = 1;
  part.edges.forEach((edge, row) => {
    if (!isUsed(draft, row)) return;
    used.push(row);
    needNode(tree, part, isNeeded, tree.edge[edge * EDGE_COLUMNS + FROM]!);
    needNode(tree, part, isNeeded, edgeTo(tree, edge));
  });
  const { nodes, newId } = nodeTable(tree, part, isNeeded);
  const edges = edgeTable(tree, draft, used, newId);
  const tsub = addLost(edges.tsub, draft, used, LOST_SELF);
  const lost = sum(tsub) - sum(edges.tsub);
  const raw = { rootSelf: rootSelf - lost, tsub, ttot: addLost(edges.ttot, draft, used, LOST_TOTAL) };
  const newRow = new Map(used.map((row, at) => [row, at]));
  const suspensions = suspensionAccounts(state, (edge) => newRow.get(part.edgeRow(edge)) ?? -1);
  return { nodes, edges, suspensions, raw, lost };
}

function addLost(
  times: readonly number[],
  { lost }: Draft,
  used: readonly number[],
  column: number,
): number[] {
  return times.map((time, at) => time + lost[used[at]! * LOST_COLUMNS + column]!);
}

function sum(times: readonly number[]): number {
  return times.reduce((total, time) => total + time, 0);
}

function isUsed(draft: Draft, row: number): boolean {
  const at = row * CALL_COLUMNS;
  return (
    draft.ncall[row]! > 0 ||
    draft.calls[at + SELF]! > 0 ||
    draft.calls[at + TOTAL]! > 0 ||
    // Inner activations of a pair count for the edge of its outermost one, which may have ended before a clear().
    draft.calls[at + PAIR_TIME]! !== 0 ||
    draft.lost[row * LOST_COLUMNS + LOST_SELF]! > 0 ||
    draft.lost[row * LOST_COLUMNS + LOST_TOTAL]! > 0
  );
}

function needNode(tree: Tree, part: Part, isNeeded: Uint8Array, node: number): void {
  for (let row = part.nodeRow(node); isNeeded[row] === 0; row = part.nodeRow(node)) {
    isNeeded[row] = 1;
    node = tree.nodeParent[node]!;
  }
}

/** `newId`: by the node's row. */
function nodeTable(
  tree: Tree,
  { nodes, nodeRow }: Part,
  isNeeded: Uint8Array,
): { nodes: NodeTable; newId: Int32Array } {
  const site: number[] = [];
  const parent: number[] = [];
  const newId = new Int32Array(nodes.length);
  nodes.forEach((node, row) => {
    if (isNeeded[row] === 0) return;
    newId[row] = site.length;
    site.push(tree.nodeSite[node]!);
    parent.push(node === ROOT ? -1 : newId[nodeRow(tree.nodeParent[node]!)]!);
  });
  return { nodes: { site, parent }, newId };
}

function edgeTable(tree: Tree, draft: Draft, used: number[], newId: Int32Array): EdgeTable {
  const { edges, nodeRow } = draft.part;
  const call = (column: number) => used.map((row) => draft.calls[row * CALL_COLUMNS + column]!);
  const wait = (column: number) => used.map((row) => draft.waits[row * WAIT_COLUMNS + column]!);
  const add = (left: number[], right: number[], sign: number) =>
    left.map((value, at) => value + sign * right[at]!);
  const ncall = used.map((row) => draft.ncall[row]!);
  const nactualcall = add(ncall, call(NNESTED), -1);
  const ttot = call(TOTAL);
  const twait = wait(WAITED);
  return {
    from: used.map((row) => newId[nodeRow(tree.edge[edges[row]! * EDGE_COLUMNS + FROM]!)]!),
    to: used.map((row) => newId[nodeRow(edgeTo(tree, edges[row]!))]!),
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
    tmin: used.map((row) => sums.leastWall(draft, row)),
    tmax: call(GREATEST),
    pending: used.map((row) => draft.pending[row]!),
    late: wait(LATE),
  };
}
