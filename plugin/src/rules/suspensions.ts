import type * as t from '@babel/types';
import { awaited, delegated, suspended, yielded } from '../emit/probes.ts';
import type { Frame } from '../frame.ts';
import type { Walk } from '../walk.ts';

/** Whether suspensions in this frame get probes. */
export const isProbed = (frame: Frame): boolean => frame.token && !frame.bare;

/** `await x` */
export function awaitRule(node: t.AwaitExpression, walk: Walk): t.Node {
  walk.visitChildren(node);
  walk.frame.suspensions++;
  return isProbed(walk.frame) ? awaited(walk.unit, node) : node;
}

/** `yield x` and `yield* x` */
export function yieldRule(node: t.YieldExpression, walk: Walk): t.Node {
  walk.visitChildren(node);
  walk.frame.suspensions++;
  if (!isProbed(walk.frame)) return node;
  if (node.delegate) return delegated(walk.unit, node, walk.frame.async);
  return yielded(walk.unit, node, walk.unit.typescript && !walk.frame.declared);
}

/** `return x` in async generators awaits its value before any finally block runs. */
export function returnRule(node: t.ReturnStatement, walk: Walk): t.Node {
  walk.visitChildren(node);
  const { frame, unit } = walk;
  if (!node.argument || !frame.async || !frame.generator) return node;
  frame.suspensions++;
  if (isProbed(frame)) node.argument = suspended(unit, node.argument);
  return node;
}
