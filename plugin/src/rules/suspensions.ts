import type * as t from '@babel/types';
import { calleeOf } from '../callee.ts';
import { awaited, delegated, delegatedAsync, outcome, suspended, yielded } from '../emit/probes.ts';
import { awaiting } from '../emit/promises.ts';
import type { Frame } from '../frame.ts';
import { returnedName } from '../names.ts';
import { walkReturned } from './promises.ts';
import { SUSPENSION } from '../table.ts';
import { suspensionAt, suspensionNumber } from '../unit.ts';
import type { Walk } from '../walk.ts';

/** Whether suspensions in this frame get probes. */
export const isProbed = (frame: Frame): boolean => frame.token && !frame.bare;

/** One more suspension of the function at hand, which is probed; returns its number. `callee`: as in `Suspension`. */
export function addSuspension({ frame, unit }: Walk, kind: number, node: t.Node, callee = 0): number {
  return suspensionNumber(frame.places.push(suspensionAt(unit, kind, node, frame.site!, callee)) - 1);
}

/** `await x` */
export function awaitRule(node: t.AwaitExpression, walk: Walk): t.Node {
  const callee = calleeOf(node.argument, walk.unit.imported);
  walk.visitChildren(node);
  walk.frame.suspensions++;
  if (!isProbed(walk.frame)) return node;
  if (walk.unit.promises) node.argument = awaiting(walk.unit, node.argument);
  return awaited(walk.unit, node, addSuspension(walk, SUSPENSION.await, node, callee));
}

/** `yield x` and `yield* x` */
export function yieldRule(node: t.YieldExpression, walk: Walk): t.Node {
  walk.visitChildren(node);
  walk.frame.suspensions++;
  if (!isProbed(walk.frame)) return node;
  if (node.delegate && !walk.frame.async) return delegated(walk.unit, node);
  const place = addSuspension(walk, node.delegate ? SUSPENSION.delegate : SUSPENSION.yield, node);
  if (node.delegate) return delegatedAsync(walk.unit, node, place);
  return yielded(walk.unit, node, place, walk.unit.typescript && !walk.frame.declared);
}

/**
 * `return x` in async generators awaits its value before any finally block runs. In other generators it tells their end from
 * that by an error, which must not be caught there (rules/function.ts).
 */
export function returnRule(node: t.ReturnStatement, walk: Walk): t.Node {
  const { frame, unit } = walk;
  if (node.argument)
    node.argument = walkReturned(node.argument, walk, returnedName(node.argument, frame.returns));
  if (!frame.generator) return node;
  if (!frame.async) {
    if (isProbed(frame)) node.argument = outcome(unit, node.argument);
    return node;
  }
  if (!node.argument) return node;
  frame.suspensions++;
  if (isProbed(frame))
    node.argument = suspended(unit, node.argument, addSuspension(walk, SUSPENSION.return, node));
  return node;
}
