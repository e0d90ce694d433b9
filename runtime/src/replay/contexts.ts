import { mapDelete, mapGet, mapSet } from '../intrinsics.ts';
import type { Stack } from './stack.ts';
import { topNode } from './stack.ts';
import { ROOT } from './tree.ts';

/**
 * Logical parents: what the event loop calls hangs below the node of the tree at which it was scheduled. While a context is known the
 * root's frame stands for that node:
 *
 *     start ──▶ setTimeout(tick)        SCHEDULE 7: context 7 is the node of `start`
 *     [event loop] ──▶ tick             CONTEXT 7: frame 0 has the node of `start`; tick is called from there
 *
 * The stack is empty all the same: nothing of `start` is on the path of `tick` where calls are counted as nested, or times as
 * covered. A timer that sets itself again is one node, as the edge from `tick` to `tick` leads back.
 */
export interface Contexts {
  /** Of those that run soon, by the last bits of their numbers: the number, and the node. */
  readonly soon: Int32Array;
  readonly soonNode: Int32Array;
  /** Nodes of those that may be long in coming, by number; what has not been used since `late` was last full is in `older`. */
  late: Map<number, number>;
  older: Map<number, number>;
}

/** So many of each sort are known at once, at least. */
const MOST_SOON = 2 ** 14;
const MOST_LATE = 2 ** 16;

/** None. */
export function createContexts(): Contexts {
  return {
    soon: new Int32Array(MOST_SOON),
    soonNode: new Int32Array(MOST_SOON),
    late: new Map(),
    older: new Map(),
  };
}

/** Something is scheduled by what is on top of the stack. `payload`: of SCHEDULE. */
export function schedule(contexts: Contexts, stack: Stack, payload: number): void {
  const context = payload >>> 1;
  const node = topNode(stack);
  if ((payload & 1) === 1) return keepLate(contexts, context, node);
  contexts.soon[context & (MOST_SOON - 1)] = context;
  contexts.soonNode[context & (MOST_SOON - 1)] = node;
}

/** What the event loop calls from now on belongs to this context. */
export function setContext(contexts: Contexts, stack: Stack, context: number): void {
  stack.node[0] = context === 0 ? ROOT : nodeOf(contexts, context);
}

function nodeOf(contexts: Contexts, context: number): number {
  const { soon, soonNode, late, older } = contexts;
  const node = mapGet(late, context);
  if (node !== undefined) return node;
  const old = mapGet(older, context);
  if (old !== undefined) {
    mapDelete(older, context);
    keepLate(contexts, context, old);
    return old;
  }
  const at = context & (MOST_SOON - 1);
  return soon[at] === context ? soonNode[at]! : ROOT;
}

function keepLate(contexts: Contexts, context: number, node: number): void {
  if (contexts.late.size === MOST_LATE) {
    contexts.older = contexts.late;
    contexts.late = new Map();
  }
  mapSet(contexts.late, context, node);
}
