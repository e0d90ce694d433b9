import { computed, effect, signal } from '@preact/signals';
import { callGraph } from '@tsprof/report/exports/call-graph';
import { dot } from '@tsprof/report/exports/dot';
import { GRAPH_LIMITS, prune, type GraphLimits, type PrunedGraph } from '@tsprof/report/exports/prune';
import { partOf } from '@tsprof/report/processors/part';
import { selection } from '../state/filter.ts';
import { profile } from '../state/figures.ts';
import { isCarried, pageData } from '../state/opened.ts';
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
  return graph === null || !isCarried.value ? null : parsePlain(graph);
});

const ownLayout = signal<GraphLayout | null>(null);
export const layoutProblem = signal<string | null>(null);
export const isLayingOut = signal(false);

/** Where functions are; null as long as that is not known. */
export const layout = computed(() => (canLayOut.value ? ownLayout.value : carriedLayout.value));

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
    due = setTimeout(() => start(url, [...dot(shown, limited)].join('')), PAUSE);
  });
}

/** Ends what is under way. */
export function cancelLayout(): void {
  clearTimeout(due);
  worker?.terminate();
  worker = null;
  isLayingOut.value = false;
}

function start(url: string, graph: string): void {
  worker = new Worker(url);
  const end = (problem: string | null): void => {
    layoutProblem.value = problem;
    cancelLayout();
  };
  worker.onmessage = ({ data }: MessageEvent<LayoutAnswer>) => {
    if ('plain' in data) ownLayout.value = parsePlain(data.plain);
    end('plain' in data ? null : data.problem);
  };
  worker.onerror = ({ message }) => end(message || 'the server has ended: start tsprof view again');
  worker.postMessage(graph);
}
