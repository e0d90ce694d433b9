import type * as t from '@babel/types';
import { againWithCalls } from '../emit/builtins.ts';
import { tryFinally } from '../emit/nodes.ts';
import type { Walk } from '../walk.ts';

/** The try statements that `wrapLoop` has made. */
const wrapped = new WeakSet<t.Node>();

/** Puts the loop into `try { … } finally { again(T) }`. */
export function wrapLoop(loop: t.Statement, walk: Walk): t.TryStatement {
  const result = tryFinally([loop], againWithCalls(walk.unit, walk.frame));
  wrapped.add(result);
  return result;
}

/** A label stays with its loop when the loop has moved into a try block: `continue` must still find it. */
export function labelRule(node: t.LabeledStatement, walk: Walk): t.Node {
  node.body = walk.visit(node.body, '');
  const { body } = node;
  if (body.type !== 'TryStatement' || !wrapped.has(body)) return node;
  node.body = body.block.body.at(-1)!;
  body.block.body[body.block.body.length - 1] = node;
  return body;
}
