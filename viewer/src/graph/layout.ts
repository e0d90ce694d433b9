import { computed, effect, signal } from '@preact/signals';
import type { Profile } from '@tsprof/runtime/profile';
import { identityOf } from '@tsprof/report/diff/run-table';
import { callGraph, type GraphFunction } from '@tsprof/report/exports/call-graph';
import { dot } from '@tsprof/report/exports/dot';
import { GRAPH_LIMITS, prune, type GraphLimits, type PrunedGraph } from '@tsprof/report/exports/prune';
import { partOf } from '@tsprof/report/processors/part';
import { selection } from '../state/filter.ts';
import { profile, wholeProfile } from '../state/profile.ts';
import { isCarried, pageData } from '../state/opened.ts';
import { rangeProfile } from '../state/range.ts';
import { view } from '../state/view.ts';
import type { LayoutAnswer } from './layout-worker.ts';
import { parsePlain, type GraphLayout } from './plain.ts';

/** What of the graph is drawn; no more than 80 functions, of which a layout takes a second. */
export const limits = signal<GraphLimits>(GRAPH_LIMITS);

/** Whether this page can lay a graph out itself; else it shows the positions that it came with. */
export const canLayOut = computed(() => pageData.value.graphWorker !== null);

const graphProfile = computed(() =>
  canLayOut.value ? partOf(profile.value, selection.value) : profile.value,
);

const wholeGraph = computed(() => callGraph(graphProfile.value));

/** Functions and calls that thresholds leave. */
export const pruned = computed<PrunedGraph>(() => prune(wholeGraph.value, limits.value));

const carriedLayout = computed(() => {
  const { graph } = pageData.value;
  if (graph === null || !isCarried.value) return null;
  const parsed = parsePlain(graph);
  return rangeProfile.value === null ? parsed : renamed(parsed, newNames());
});

/** By the names of nodes in the graph of all of the time, those in that of a part of it. */
function newNames(): ReadonlyMap<string, string> {
  const keyOf = ({ place }: GraphFunction) => identityOf(place);
  const rows = new Map(wholeGraph.value.functions.map((each, row) => [keyOf(each), row]));
  const { functions } = callGraph(wholeProfile.value);
  return new Map(functions.map((each, row) => [`n${row}`, `n${rows.get(keyOf(each)) ?? -1}`]));
}

function renamed({ nodes, edges, ...size }: GraphLayout, names: ReadonlyMap<string, string>): GraphLayout {
  const nameOf = (name: string) => names.get(name) ?? '';
  return {
    ...size,
    nodes: nodes.map((node) => ({ ...node, name: nameOf(node.name) })),
    edges: edges.map((edge) => ({ ...edge, from: nameOf(edge.from), to: nameOf(edge.to) })),
  };
}

/** Of a profile, in which nodes are named. */
const ownLayout = signal<{ readonly of: Profile; readonly layout: GraphLayout } | null>(null);
export const layoutProblem = signal<string | null>(null);
export const isLayingOut = signal(false);

/** Where functions are; null as long as that is not known. */
export const layout = computed(() => (canLayOut.value ? layoutOf(graphProfile.value) : carriedLayout.value));

function layoutOf(profile: Profile): GraphLayout | null {
  return ownLayout.value?.of === profile ? ownLayout.value.layout : null;
}

/** A threshold that is dragged changes many times a second. */
const PAUSE = 250;

let worker: Worker | null = null;
let due: ReturnType<typeof setTimeout> | undefined;

/** Lays the graph out in a worker while it is looked at; what is under way for something older is ended. */
export function followGraph(): void {
  effect(() => {
    const url = pageData.value.graphWorker;
    if (url === null || view.value !== 'graph') return;
    const [shown, limited] = [graphProfile.value, limits.value];
    cancelLayout();
    isLayingOut.value = true;
    due = setTimeout(() => start(url, shown, limited), PAUSE);
  });
}

/** Ends what is under way. */
export function cancelLayout(): void {
  clearTimeout(due);
  worker?.terminate();
  worker = null;
  isLayingOut.value = false;
}

function start(url: string, of: Profile, limited: GraphLimits): void {
  worker = new Worker(url);
  const end = (problem: string | null): void => {
    layoutProblem.value = problem;
    cancelLayout();
  };
  worker.onmessage = ({ data }: MessageEvent<LayoutAnswer>) => {
    if ('plain' in data) ownLayout.value = { of, layout: parsePlain(data.plain) };
    end('plain' in data ? null : data.problem);
  };
  worker.onerror = ({ message }) => end(message || 'the server has ended: start tsprof view again');
  worker.postMessage([...dot(of, limited)].join(''));
}
