import type * as t from '@babel/types';
import { createFrame, type Frame } from './frame.ts';
import { isIgnored } from './ignore.ts';
import { fields, RUNNING_KEYS } from './syntax.ts';
import { warn, type Unit } from './unit.ts';

/**
 * Handles one node: walks what is below it, then returns it or what shall stand in its place.
 * `name` is what a function or object standing here would be called, '' if it has no name.
 */
export type Rule<N extends t.Node = t.Node> = (node: N, walk: Walk, name: string) => t.Node;

/** Rules by type of node; types without one are only walked through. */
export type Rules = { readonly [N in t.Node as N['type']]?: Rule<N> };

interface Entry {
  readonly keys: readonly string[];
  readonly rule: Rule | undefined;
}

/** The walk over one file: depth first, in place, each node once. */
export class Walk {
  readonly unit: Unit;
  frame: Frame = createFrame({ parent: null, path: '', bare: false });
  /** Functions that start here stay bare: inside `with`, below an ignore comment. */
  bareZone = false;
  /** Declarations at the top of a module, which cyclic imports can call before its body runs. */
  readonly hoisted = new Set<t.Node>();
  /** Functions that are called where they stand. */
  readonly invoked = new Set<t.Node>();
  readonly #entries: Readonly<Record<string, Entry | undefined>>;

  constructor(unit: Unit, entries: Readonly<Record<string, Entry | undefined>>) {
    this.unit = unit;
    this.#entries = entries;
  }

  /** Walks a node and returns what shall stand in its place. */
  visit<N extends t.Node>(node: N, name: string): N {
    const type = node.type;
    if (type === 'Identifier') {
      if ((node as t.Identifier).name === 'arguments') this.frame.usesArguments = true;
      return node;
    }
    const entry = this.#entries[type];
    if (entry === undefined) return this.#unknown(node);
    if (node.leadingComments && isIgnored(node)) return this.#bare(node, entry, name);
    return this.#apply(node, entry, name);
  }

  /** Walks each node of a list in place. */
  visitAll(list: (t.Node | null)[], name: string): void {
    for (let i = 0; i < list.length; i++) {
      const node = list[i];
      if (node) list[i] = this.visit(node, name);
    }
  }

  /** Walks what stands under the given keys of a node. */
  visitKeys(node: t.Node, keys: readonly string[]): void {
    const record = fields(node);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!;
      const child = record[key] as t.Node | t.Node[] | null | undefined;
      if (child === null || child === undefined) continue;
      if (Array.isArray(child)) this.visitAll(child, '');
      else {
        const result = this.visit(child, '');
        if (result !== child) record[key] = result;
      }
    }
  }

  /** Walks all that is below a node. */
  visitChildren(node: t.Node): void {
    this.visitKeys(node, RUNNING_KEYS[node.type] ?? []);
  }

  /** Walks a function's or module's inside with a frame of its own. */
  inside(frame: Frame, walkInside: () => void): void {
    const outer = this.frame;
    this.frame = frame;
    walkInside();
    this.frame = outer;
  }

  /** Walks with all functions that start inside left bare. */
  leavingBare(walkInside: () => void): void {
    const outer = this.bareZone;
    this.bareZone = true;
    walkInside();
    this.bareZone = outer;
  }

  #apply<N extends t.Node>(node: N, entry: Entry, name: string): N {
    if (entry.rule !== undefined) return entry.rule(node, this, name) as N;
    this.visitKeys(node, entry.keys);
    return node;
  }

  #bare<N extends t.Node>(node: N, entry: Entry, name: string): N {
    let result = node;
    this.leavingBare(() => {
      result = this.#apply(node, entry, name);
    });
    return result;
  }

  #unknown<N extends t.Node>(node: N): N {
    if (node.type.startsWith('TS')) return node;
    this.frame.unknown = true;
    warn(this.unit, node, `${node.type} is not known to tsprof; the function around it is not profiled`);
    return node;
  }
}

/** Joins rules and the children of nodes to one table, looked up once a node. */
export function createEntries(rules: Rules): Readonly<Record<string, Entry | undefined>> {
  const entries = Object.create(null) as Record<string, Entry>;
  const known = rules as Readonly<Record<string, Rule | undefined>>;
  for (const [type, keys] of Object.entries(RUNNING_KEYS))
    entries[type] = { keys: keys ?? [], rule: known[type] };
  return entries;
}
