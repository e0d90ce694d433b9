import { OWN, type MemoryFrame, type MemoryReading } from '../../../thread-profile/memory-reading.ts';
import type { SampledHeap, SampledNode } from './heap-sampler.ts';

/** Tells where functions of code that runs were written; null: it is the profiler's own. */
export type FrameFinder = (file: string, line: number, column: number) => MemoryFrame | null;

type Stacks = Pick<MemoryReading, 'frames' | 'nodes'>;

/** V8's tree without what is in no file: Node's own functions, and those of the language, are their callers'. */
export function stacksOf({ head, samples }: SampledHeap, find: FrameFinder): Stacks {
  const counts = new Map<number, number>();
  for (let at = 0; at < samples.length; at++) {
    const { nodeId } = samples[at]!;
    counts.set(nodeId, (counts.get(nodeId) ?? 0) + 1);
  }
  const tree = new StackTree(find);
  // By hand: stacks are as deep as those of the program.
  const open = [{ node: head, parent: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node } = next;
    const parent = tree.enter(node, next.parent);
    tree.add(parent, node.selfSize, counts.get(node.id) ?? 0);
    for (let at = 0; at < node.children.length; at++) open.push({ node: node.children[at]!, parent });
  }
  return tree.stacks();
}

class StackTree {
  readonly #find: FrameFinder;
  readonly #frames: MemoryFrame[] = [];
  readonly #known = new Map<string, number>();
  readonly #children = new Map<string, number>();
  readonly #nodes = { frame: [-1], parent: [-1], bytes: [0], samples: [0] };

  constructor(find: FrameFinder) {
    this.#find = find;
  }

  /** The node of what stands below `parent` in V8's tree. */
  enter({ callFrame }: SampledNode, parent: number): number {
    const { url } = callFrame;
    return url === '' || url.startsWith('node:') ? parent : this.#child(parent, this.#frameOf(callFrame));
  }

  add(node: number, bytes: number, samples: number): void {
    this.#nodes.bytes[node]! += bytes;
    this.#nodes.samples[node]! += samples;
  }

  stacks(): Stacks {
    return { frames: this.#frames, nodes: this.#nodes };
  }

  #frameOf({ url, lineNumber, columnNumber }: SampledNode['callFrame']): number {
    const key = `${lineNumber} ${columnNumber} ${url}`;
    let frame = this.#known.get(key);
    if (frame !== undefined) return frame;
    const found = this.#find(url, lineNumber + 1, columnNumber);
    frame = found === null ? OWN : this.#frames.push(found) - 1;
    this.#known.set(key, frame);
    return frame;
  }

  #child(parent: number, frame: number): number {
    const { frame: frames, parent: parents, bytes, samples } = this.#nodes;
    if (frames[parent] === frame) return parent;
    const key = `${parent} ${frame}`;
    let node = this.#children.get(key);
    if (node !== undefined) return node;
    node = frames.push(frame) - 1;
    parents.push(parent);
    bytes.push(0);
    samples.push(0);
    this.#children.set(key, node);
    return node;
  }
}
