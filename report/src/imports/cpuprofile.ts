import { relativePath } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { below, count, finite, readField, readList, readObject, refuse, text } from '@tsprof/runtime/reading';
import type { Fields, ReadBudget } from '@tsprof/runtime/reading';
import { namedPlace, pathOf, threadName } from './foreign-names.ts';
import { imported } from './imported.ts';
import type { ImportOptions, ImportedThread } from './imported.ts';
import { Sites } from './sites.ts';
import { ROOT_NODE, StackTree } from './stack-tree.ts';

const NS_PER_US = 1e3;
const IDLE = '(idle)';

/** A node of V8's tree. */
interface CpuNode {
  readonly name: string;
  readonly site: () => number;
  readonly own: number;
  readonly children: readonly number[];
}

/**
 * V8's CPU profile. As DevTools does, the time that a node took is its share of all samples. Idle time is the root's own;
 * the program's own work outside of functions and the collector are functions.
 */
export function importCpuProfile(document: Fields, options: ImportOptions, budget: ReadBudget): Profile {
  const sites = new Sites(options.name, budget);
  const place = `${options.name}: `;
  const nodes = new CpuNodes(document, place, options.cwd, sites);
  const top = nodes.at(0);
  const children = top.children.map((child) => nodes.at(child));
  const named = children.flatMap(({ name }, at) => (threadName(name) === null ? [] : [at]));
  const threads = named.map((at) =>
    threadOf(nodes, threadName(children[at]!.name)!, [top.children[at]!], options.name, true),
  );
  const others = top.children.filter((_, at) => !named.includes(at));
  const idle = children.reduce((sum, { name, own }) => (name === IDLE ? sum + own : sum), 0);
  // Where threads are named, nothing but idle time is beside them, of which it is not told whose it is.
  const [first = threadOf(nodes, 'main', others, options.name, false), ...rest] = threads;
  const rootSelf = first.rootSelf + top.own + (threads.length > 0 ? idle : 0);
  return imported([{ ...first, rootSelf }, ...rest], sites, options);
}

function threadOf(
  nodes: CpuNodes,
  name: string,
  tops: readonly number[],
  file: string,
  isNamed: boolean,
): ImportedThread {
  const tree = new StackTree(file);
  const open = tops.toReversed().map((id) => ({ id, parent: ROOT_NODE, isTop: true }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { own, children, site, name: called } = nodes.visit(next.id);
    const isRoot = next.isTop && (isNamed || called === IDLE);
    const node = isRoot ? ROOT_NODE : tree.below(next.parent, site());
    tree.add(node, { tsub: own });
    for (const id of children.toReversed()) open.push({ id, parent: node, isTop: false });
  }
  const { rootSelf, nodes: table, edges } = tree.folded();
  return { name, rootSelf, nodes: table, edges: edges.table() };
}

/** The nodes of a document by their places; each may be visited once. */
class CpuNodes {
  readonly #list: readonly unknown[];
  readonly #place: string;
  readonly #cwd: string;
  readonly #sites: Sites;
  readonly #rows = new Map<number, number>();
  readonly #children: readonly (readonly number[])[];
  readonly #hits: Float64Array;
  /** ns for each hit. */
  readonly #scale: number;
  readonly #visited: Uint8Array;

  constructor(document: Fields, place: string, cwd: string, sites: Sites) {
    this.#place = below(place, 'nodes');
    this.#cwd = cwd;
    this.#sites = sites;
    this.#list = readList(document['nodes'], this.#place);
    for (let row = 0; row < this.#list.length; row++) this.#rows.set(this.#number(row, 'id'), row);
    if (this.#list.length === 0) refuse(this.#place, this.#list, 'a node is expected');
    this.#children = this.#childrenOfAll();
    this.#hits = this.#hitsOf(document, place);
    const total = this.#hits.reduce((sum, hits) => sum + hits, 0);
    const [start, end] = ['startTime', 'endTime'].map((name) => readField(document, place, name, finite));
    if (end! < start!) refuse(below(place, 'endTime'), end, `it began at ${start}`);
    this.#scale = total === 0 ? 0 : ((end! - start!) * NS_PER_US) / total;
    this.#visited = new Uint8Array(this.#list.length);
  }

  at(row: number): CpuNode {
    const frame = this.#frame(row);
    return {
      name: frame.name,
      site: () => this.#sites.of(namedPlace(frame.name, frame.where())),
      own: this.#hits[row]! * this.#scale,
      children: this.#children[row]!,
    };
  }

  /** The same; a node that was visited before is no part of a tree. */
  visit(row: number): CpuNode {
    if (this.#visited[row] === 1)
      refuse(below(this.#place, row), {}, 'it is below itself, or below two others');
    this.#visited[row] = 1;
    return this.at(row);
  }

  #frame(row: number) {
    const place = below(below(this.#place, row), 'callFrame');
    const frame = readObject(readObject(this.#list[row], below(this.#place, row))['callFrame'], place);
    const line = (name: string) => (frame[name] === undefined ? -1 : readField(frame, place, name, finite));
    return {
      name: readField(frame, place, 'functionName', text),
      where: () => ({
        file: relativePath(this.#cwd, pathOf(readField(frame, place, 'url', text))),
        ...{ line: Math.max(0, line('lineNumber') + 1), column: Math.max(0, line('columnNumber')) },
      }),
    };
  }

  /** Either nodes name their children, or children their parent. */
  #childrenOfAll(): readonly (readonly number[])[] {
    const children = this.#list.map((_, row) => this.#named(row));
    for (let row = 1; row < this.#list.length; row++) {
      const { parent } = this.#fields(row);
      if (parent !== undefined) children[this.#row(this.#number(row, 'parent'), row)]!.push(row);
    }
    return children;
  }

  #named(row: number): number[] {
    const { children, parent } = this.#fields(row);
    if (children === undefined || parent !== undefined) return [];
    const place = below(below(this.#place, row), 'children');
    return (readList(children, place) as readonly number[]).map((id) => this.#row(id, row));
  }

  #row(id: number, of: number): number {
    return this.#rows.get(id) ?? refuse(below(this.#place, of), {}, `there is no node ${id}`);
  }

  /** Profiles without the number of samples of each node have the samples. */
  #hitsOf(document: Fields, place: string): Float64Array {
    if (this.#fields(0)['hitCount'] !== undefined)
      return Float64Array.from(this.#list, (_, row) =>
        this.#fields(row)['hitCount'] === undefined ? 0 : this.#number(row, 'hitCount'),
      );
    const hits = new Float64Array(this.#list.length);
    for (const id of readList(document['samples'], below(place, 'samples')) as readonly number[]) {
      const row = this.#rows.get(id);
      if (row !== undefined) hits[row]!++;
    }
    return hits;
  }

  #fields(row: number): Fields {
    return readObject(this.#list[row], below(this.#place, row));
  }

  #number(row: number, name: string): number {
    return readField(this.#fields(row), below(this.#place, row), name, count);
  }
}
