import type { EdgeTable, NodeTable } from '../profile/format.ts';
import { bookTotals } from './calls.ts';
import { PARKED, WAITING, type Coroutine } from './coroutine.ts';
import { PARAMETERS } from './stack.ts';
import type { ReplayState } from './state.ts';
import * as sums from './sums.ts';
import { EDGE_COLUMNS, edgeTo, FROM, type Tree } from './tree.ts';

/** What replay has to say of one thread; times in ns. */
export interface Accounts {
  readonly elapsed: number;
  readonly rootSelf: number;
  /** Of that, the time in which the profiler itself kept the program waiting. */
  readonly paused: number;
  readonly nodes: NodeTable;
  readonly edges: EdgeTable;
  readonly anomalies: Record<string, number>;
}

/** Copies of the sums, to which what is still open is added. */
interface Draft {
  readonly calls: Float64Array;
  readonly waits: Float64Array;
  readonly pending: Float64Array;
}

/** The accounts as of now, open activations included with their times so far. Changes nothing. */
export function snapshot(state: ReplayState): Accounts {
  const { tree } = state;
  const draft: Draft = {
    calls: tree.sums.calls.slice(0, tree.edges * sums.CALL_COLUMNS),
    waits: tree.sums.waits.slice(0, tree.edges * sums.WAIT_COLUMNS),
    pending: new Float64Array(tree.edges),
  };
  addOpenCalls(state, draft);
  addOpenCoroutines(state, draft);
  return {
    elapsed: state.now,
    rootSelf: state.rootSelf,
    paused: state.paused,
    anomalies: { ...state.anomalies },
    ...tables(tree, draft),
  };
}

function addOpenCalls(state: ReplayState, draft: Draft): void {
  const { stack } = state;
  for (let depth = 1; depth <= stack.depth; depth++) {
    if (stack.token[depth] !== 0) continue;
    const edge = stack.edge[depth]!;
    const mode = stack.mode[depth]!;
    const wall = state.now - state.paused - stack.start[depth]!;
    bookTotals(draft.calls, edge, mode, wall);
    if ((mode & PARAMETERS) !== 0) continue;
    draft.pending[edge]!++;
    sums.bookExtremes(draft.calls, edge, wall);
  }
}

function addOpenCoroutines(state: ReplayState, draft: Draft): void {
  const families = new Set<Coroutine>();
  const pairFamilies = new Set<Coroutine>();
  const pauses = pausesOnStack(state);
  for (let token = 1; token < state.coroutines.length; token++) {
    const coroutine = state.coroutines[token];
    if (!coroutine) continue;
    const paused = pauses[coroutine.token] ?? 0;
    addOpenCoroutine(state, draft, coroutine, paused);
    const { family, pairFamily } = coroutine;
    if (family.live > 0 && !families.has(family)) addTotal(draft, family, state.now - family.liveSince);
    if (family.live === 1) addTotal(draft, family, -paused);
    if (pairFamily.pairLive > 0 && !pairFamilies.has(pairFamily)) {
      addPairTime(draft, pairFamily, state.now - pairFamily.pairSince);
    }
    if (pairFamily.pairLive === 1) addPairTime(draft, pairFamily, -paused);
    families.add(family);
    pairFamilies.add(pairFamily);
  }
}

/** By token, how long the profiler kept a coroutine waiting since it got onto the stack. */
function pausesOnStack({ stack, paused }: ReplayState): Record<number, number> {
  const pauses: Record<number, number> = {};
  for (let depth = 1; depth <= stack.depth; depth++) {
    if (stack.token[depth] !== 0) pauses[stack.token[depth]!] = paused - stack.start[depth]!;
  }
  return pauses;
}

function addTotal(draft: Draft, { edge }: Coroutine, time: number): void {
  draft.calls[edge * sums.CALL_COLUMNS + sums.TOTAL]! += time;
  draft.calls[edge * sums.CALL_COLUMNS + sums.PAIR_TIME]! -= time;
}

function addPairTime(draft: Draft, { edge }: Coroutine, time: number): void {
  draft.calls[edge * sums.CALL_COLUMNS + sums.PAIR_TIME]! += time;
}

function addOpenCoroutine(state: ReplayState, draft: Draft, coroutine: Coroutine, paused: number): void {
  const { edge, wall, unparked, since } = coroutine;
  draft.pending[edge]!++;
  const sofar = coroutine.state === PARKED ? wall : wall + state.now - unparked - paused;
  sums.bookExtremes(draft.calls, edge, sofar);
  if (coroutine.state === WAITING) draft.waits[edge * sums.WAIT_COLUMNS + sums.WAITED]! += state.now - since;
}

/** Edges that were used, the nodes they and their ancestors need, in their old order. */
function tables(tree: Tree, draft: Draft): { nodes: NodeTable; edges: EdgeTable } {
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
  return { nodes, edges: edgeTable(tree, draft, used, newId) };
}

function isUsed(draft: Draft, edge: number): boolean {
  const at = edge * sums.CALL_COLUMNS;
  return (
    draft.calls[at + sums.NCALL]! > 0 || draft.calls[at + sums.SELF]! > 0 || draft.calls[at + sums.TOTAL]! > 0
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
  const call = (column: number) => used.map((edge) => draft.calls[edge * sums.CALL_COLUMNS + column]!);
  const wait = (column: number) => used.map((edge) => draft.waits[edge * sums.WAIT_COLUMNS + column]!);
  const add = (left: number[], right: number[], sign: number) =>
    left.map((value, row) => value + sign * right[row]!);
  const ncall = call(sums.NCALL);
  const nactualcall = add(ncall, call(sums.NESTED), -1);
  const ttot = call(sums.TOTAL);
  return {
    from: used.map((edge) => newId[tree.edge[edge * EDGE_COLUMNS + FROM]!]!),
    to: used.map((edge) => newId[edgeTo(tree, edge)]!),
    ncall,
    nactualcall,
    tsub: call(sums.SELF),
    ttot,
    tpair: add(ttot, call(sums.PAIR_TIME), 1),
    npair: add(nactualcall, call(sums.PAIR_EXTRA), 1),
    twait: wait(sums.WAITED),
    nsuspend: wait(sums.NSUSPEND),
    nyield: wait(sums.NYIELD),
    tmin: call(sums.LEAST).map((least) => (least === Infinity ? 0 : least)),
    tmax: call(sums.GREATEST),
    pending: used.map((edge) => draft.pending[edge]!),
    late: wait(sums.LATE),
  };
}
