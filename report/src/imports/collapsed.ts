import type { Profile } from '@tsprof/runtime/profile';
import type { ReadBudget } from '@tsprof/runtime/reading';
import { ROOT_NAME, frameOf, threadName } from './foreign-names.ts';
import type { Importer } from './formats.ts';
import { imported } from './imported.ts';
import type { ImportOptions } from './imported.ts';
import { Lines, amountIn } from './lines.ts';
import { Sites } from './sites.ts';
import { ROOT_NODE, StackTree } from './stack-tree.ts';

const NO_THREAD = 'main';

/** Folded stacks: a line each, frames from the outermost on, then a number. */
export class CollapsedImporter implements Importer {
  readonly #options: ImportOptions;
  readonly #budget: ReadBudget;
  readonly #lines: Lines;
  readonly #sites: Sites;
  readonly #threads = new Map<string, StackTree>();
  /** Frames are the same again and again. */
  readonly #frames = new Map<string, number>();

  constructor(options: ImportOptions, budget: ReadBudget) {
    this.#options = options;
    this.#budget = budget;
    this.#lines = new Lines(options.name, (line) => this.#take(line));
    this.#sites = new Sites(options.name, budget);
  }

  write(bytes: Uint8Array): void {
    this.#lines.write(bytes);
  }

  end(): Profile {
    this.#lines.end();
    const threads = [...this.#threads].map(([name, tree]) => {
      const { rootSelf, nodes, edges } = tree.folded();
      return { name, rootSelf, nodes, edges: edges.table() };
    });
    return imported(threads, this.#sites, this.#options);
  }

  #take(line: string): void {
    if (line.trim() === '' || line.startsWith('#')) return;
    const space = line.lastIndexOf(' ');
    const amount = amountIn(line.slice(space + 1));
    if (space <= 0 || Number.isNaN(amount)) this.#lines.refuse('a stack and then a number are expected');
    const frames = line.slice(0, space).trimEnd().split(';');
    this.#budget.spend('values', frames.length, this.#options.name);
    const thread = threadName(frames[0]!);
    const tree = this.#thread(thread ?? NO_THREAD);
    const own = thread === null ? frames : frames.slice(1);
    const isRoot = own.length === 0 || (own.length === 1 && own[0] === ROOT_NAME);
    const node = isRoot ? ROOT_NODE : tree.at(own.map((frame) => this.#site(frame)));
    tree.add(node, { tsub: amount * this.#options.unit });
  }

  #thread(name: string): StackTree {
    const known = this.#threads.get(name);
    if (known !== undefined) return known;
    const tree = new StackTree(this.#options.name);
    this.#threads.set(name, tree);
    return tree;
  }

  #site(frame: string): number {
    const known = this.#frames.get(frame);
    if (known !== undefined) return known;
    const site = this.#sites.of(frameOf(frame));
    this.#frames.set(frame, site);
    return site;
  }
}
