import { jsonText, resolvePath } from '@tsprof/runtime/profile';
import type { FunctionPlace, Profile, ThreadProfile } from '@tsprof/runtime/profile';
import { pathToFileURL } from 'node:url';
import { assertTimed } from './call-stacks.ts';
import { sitePlaces } from './site-places.ts';
import { threadNames } from './threads.ts';

const NS_PER_US = 1e3;
const LEAST_LINE = -1;

/** A node of the tree as V8 has it; children come after their parents. */
interface TreeNode {
  readonly frame: string;
  readonly own: number;
  readonly children: TreeNode[];
}

/**
 * V8's CPU profile, for DevTools and editors, in µs. Its readers have three rules for what the own time of a node is; all of
 * them come to the same where nodes are numbered level by level, and each is sampled at its start and its end.
 */
export function* cpuprofile(profile: Profile): Iterable<string> {
  assertTimed(profile);
  const nodes = levelOrder(tree(profile));
  const ids = new Map(nodes.map((node, at) => [node, at + 1]));
  yield '{"nodes":[';
  for (const [at, { frame, own, children }] of nodes.entries()) {
    const below = children.map((child) => ids.get(child)!).join(',');
    yield `${at === 0 ? '\n' : ',\n'}{"id":${at + 1},"callFrame":${frame},"hitCount":${own},"children":[${below}]}`;
  }
  const samples = nodes.flatMap(({ own }, at) => (own > 0 ? [at + 1, at + 1, at + 1] : []));
  const deltas = nodes.flatMap(({ own }) => (own > 0 ? [0, own, 0] : []));
  const end = nodes.reduce((sum, { own }) => sum + own, 0);
  yield `],\n"startTime":0,"endTime":${end},\n"samples":[${[...samples, 1].join(',')}],\n`;
  yield `"timeDeltas":[${[...deltas, 0].join(',')}]}\n`;
}

/** Of several threads each is a node below the root. What is the root's own is idle time to V8. */
function tree(profile: Profile): TreeNode {
  const frames = new Frames(profile);
  const round = new Rounding();
  const root = leaf(metaFrame('(root)'), 0);
  const names = threadNames(profile);
  const isOne = profile.threads.length === 1;
  for (const [at, thread] of profile.threads.entries()) {
    const top = isOne ? root : leaf(metaFrame(`[thread ${names[at]!}]`), 0);
    if (!isOne) root.children.push(top);
    addEdges(thread, top, frames, round);
  }
  const idle = profile.threads.reduce((sum, { rootSelf }) => sum + rootSelf, 0);
  root.children.push(leaf(metaFrame('(idle)'), round.microseconds(-1, idle)));
  return root;
}

/** A node for each edge; those that lead back are nodes of their own, without anything below them. */
function addEdges(thread: ThreadProfile, top: TreeNode, frames: Frames, round: Rounding): void {
  const { nodes, edges } = thread;
  const own = new Float64Array(nodes.site.length);
  const back: number[] = [];
  for (let edge = 0; edge < edges.to.length; edge++) {
    const to = edges.to[edge]!;
    if (nodes.parent[to] === edges.from[edge]) own[to]! += edges.tsub[edge]!;
    else back.push(edge);
  }
  const made = [top];
  const add = (parent: number, site: number, ns: number): TreeNode => {
    const node = leaf(frames.of(site), round.microseconds(frames.functionOf(site), ns));
    made[parent]!.children.push(node);
    return node;
  };
  for (let node = 1; node < own.length; node++)
    made[node] = add(nodes.parent[node]!, nodes.site[node]!, own[node]!);
  for (const edge of back) add(edges.from[edge]!, nodes.site[edges.to[edge]!]!, edges.tsub[edge]!);
}

const leaf = (frame: string, own: number): TreeNode => ({ frame, own, children: [] });

function levelOrder(root: TreeNode): readonly TreeNode[] {
  const nodes = [root];
  for (const node of nodes) for (const child of node.children) nodes.push(child);
  return nodes;
}

/** Makes whole µs of a function's times in such a way that their sum is never off by more than half of one. */
class Rounding {
  readonly #exact = new Map<number, number>();

  microseconds(of: number, ns: number): number {
    const before = this.#exact.get(of) ?? 0;
    this.#exact.set(of, before + ns);
    return Math.round((before + ns) / NS_PER_US) - Math.round(before / NS_PER_US);
  }
}

/** The call frames of functions as JSON, each made once. Lines and columns count from 0 here. */
class Frames {
  readonly #texts: readonly string[];
  readonly #rows: Int32Array;

  constructor(profile: Profile) {
    const { rows, places } = sitePlaces(profile);
    const scripts = new Map<string, number>();
    this.#rows = rows;
    this.#texts = places.map((place) => {
      if (place.file === '') return metaFrame(place.name);
      const id = scripts.get(place.file) ?? scripts.size + 1;
      scripts.set(place.file, id);
      return callFrame(place, String(id), profile.cwd);
    });
  }

  of(site: number): string {
    return this.#texts[this.#rows[site]!]!;
  }

  functionOf(site: number): number {
    return this.#rows[site]!;
  }
}

function callFrame(
  { name, file, line, column }: FunctionPlace,
  scriptId: string,
  cwd: string | null,
): string {
  return jsonText({
    functionName: name,
    scriptId,
    url: urlOf(resolvePath(cwd, file)),
    ...{ lineNumber: line - 1, columnNumber: column },
  });
}

/** A file by its URL, which a file of a page has anyhow. */
export const urlOf = (path: string): string => (path.startsWith('/') ? pathToFileURL(path).href : path);

function metaFrame(functionName: string): string {
  return jsonText({
    ...{ functionName, scriptId: '0', url: '' },
    ...{ lineNumber: LEAST_LINE, columnNumber: LEAST_LINE },
  });
}
