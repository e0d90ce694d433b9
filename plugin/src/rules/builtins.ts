import type * as t from '@babel/types';
import { entering, enteringBefore, leaving } from '../emit/builtins.ts';
import { unwrapped } from '../syntax.ts';
import type { Walk } from '../walk.ts';
import type { Call } from '../wrappers.ts';

/** What is called at a node, if its calls are counted there. It is asked before the node is walked. */
export function countedName(node: t.Node, { unit, frame }: Walk): string | null {
  return frame.counts && frame.elsewhere === 0 ? (unit.builtins?.get(node) ?? null) : null;
}

/** A call, walked by now, that is counted by this name; as it is where there is no place to enter what is called. */
export function counted(node: Call, name: string, walk: Walk): t.Expression {
  const { unit, frame } = walk;
  const { early } = frame;
  const last = node.arguments.at(-1);
  if (last === undefined) return countedWithoutArguments(node, name, walk);
  frame.calls++;
  if (last.type === 'SpreadElement') last.argument = entering(unit, last.argument, name, early);
  else node.arguments[node.arguments.length - 1] = entering(unit, last as t.Expression, name, early);
  return leaving(unit, node);
}

/** What is called must be known, as far as anything is called to know it. */
function countedWithoutArguments(node: Call, name: string, walk: Walk): t.Expression {
  const { unit, frame } = walk;
  if (node.type === 'OptionalCallExpression') return node;
  if (isChainOfNames(node.callee)) {
    frame.calls++;
    return leaving(unit, enteringBefore(unit, node, name, frame.early));
  }
  const { callee } = node;
  if (callee.type !== 'MemberExpression' || callee.computed || callee.object.type === 'Super') return node;
  frame.calls++;
  callee.object = entering(unit, callee.object, name, frame.early);
  return leaving(unit, node);
}

/** `a`, `a.b.c`, `'text'.b` */
function isChainOfNames(expression: t.Node): boolean {
  const node = unwrapped(expression);
  if (node.type === 'MemberExpression') return !node.computed && isChainOfNames(node.object);
  return node.type === 'Identifier' || (node.type !== 'TemplateLiteral' && /Literal$/.test(node.type));
}

/** A tagged template, walked by now, whose tag is counted by this name: `` String.raw`… ${x}` ``. */
export function countedTag(node: t.TaggedTemplateExpression, name: string, walk: Walk): t.Expression {
  const { unit, frame } = walk;
  const { expressions } = node.quasi;
  const last = expressions.at(-1);
  if (last === undefined) {
    if (!isChainOfNames(node.tag)) return node;
    frame.calls++;
    return leaving(unit, enteringBefore(unit, node, name, frame.early));
  }
  frame.calls++;
  expressions[expressions.length - 1] = entering(unit, last as t.Expression, name, frame.early);
  return leaving(unit, node);
}
