import type * as t from '@babel/types';
import { block, letAll } from '../emit/nodes.ts';
import { leaveCallStatement } from '../emit/builtins.ts';
import { again, ownName } from '../emit/probes.ts';
import type { Unit } from '../unit.ts';
import type { Walk } from '../walk.ts';
import { withoutKept } from './promises.ts';
import { isProbed } from './suspensions.ts';

/**
 * A rejected await, or a generator's `throw()` or `return()`, goes straight to a catch or finally block: the
 * first thing there says that the coroutine runs again. Only where the block before contains a suspension.
 */
export function tryRule(node: t.TryStatement, walk: Walk): t.Node {
  const { frame, unit } = walk;
  const before = frame.suspensions;
  const calls = frame.calls;
  const { kept } = frame;
  node.block = walk.visit(node.block, '');
  const keepsInBlock = frame.kept > kept;
  const leavesInHandler = frame.calls > calls;
  const reachesHandler = frame.suspensions > before;
  if (node.handler) node.handler = walk.visit(node.handler, '');
  const keepsBefore = frame.kept > kept;
  const leavesInFinalizer = frame.calls > calls;
  const reachesFinalizer = frame.suspensions > before;
  if (node.finalizer) {
    frame.finalizers++;
    node.finalizer = walk.visit(node.finalizer, '');
    frame.finalizers--;
  }
  if (keepsBefore) withoutKept(node, walk, keepsInBlock);
  const isTold = isProbed(frame);
  if (node.handler) {
    const { handler } = node;
    const first = leavesInHandler ? [leaveCallStatement(unit)] : [];
    // What a finally block catches does not keep a `return()` from ending the generator.
    if (isTold && reachesHandler) first.push(again(unit, frame.generator && frame.finalizers === 0));
    if (first.length > 0) beginHandler(handler, first, unit);
  }
  if (node.finalizer) {
    if (isTold && reachesFinalizer) node.finalizer.body.unshift(again(unit));
    if (leavesInFinalizer) node.finalizer.body.unshift(leaveCallStatement(unit));
  }
  return node;
}

/** A catch pattern is evaluated before the block, and may call anything: it moves in, after what comes first. */
function beginHandler(handler: t.CatchClause, first: t.Statement[], unit: Unit): void {
  const { param, body } = handler;
  if (!param || param.type === 'Identifier') {
    body.body.unshift(...first);
    return;
  }
  handler.param = {
    ...ownName(unit, 'v'),
    ...(param.typeAnnotation && { typeAnnotation: param.typeAnnotation }),
  };
  delete param.typeAnnotation;
  handler.body = block([...first, letAll([[param, ownName(unit, 'v')]]), body]);
}
