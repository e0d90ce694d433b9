import type * as t from '@babel/types';
import { anonymousClass, joined, keyName } from '../names.ts';
import { parameterDecorators, type FunctionNode } from '../syntax.ts';
import type { Walk } from '../walk.ts';

/*
 * Classes and their members. Heritage, decorators and computed keys run while the class is made, so they belong to the
 * function around the class; the values of fields and the bodies of methods do not.
 */

type Field = t.ClassProperty | t.ClassAccessorProperty | t.ClassPrivateProperty;
type Method = t.ObjectMethod | t.ClassMethod | t.ClassPrivateMethod;

/** Members are called after their class: `Class.member`. */
export function classRule(node: t.ClassDeclaration | t.ClassExpression, walk: Walk, name: string): t.Node {
  if ('declare' in node && node.declare) return node;
  if (node.decorators) walk.visitAll(node.decorators, '');
  if (node.superClass) node.superClass = walk.visit(node.superClass, '');
  walk.visitAll(node.body.body, node.id?.name ?? (name || anonymousClass(node)));
  return node;
}

/** The functions in a field's value are called `Class.field`. */
export function fieldRule(node: Field, walk: Walk, name: string): t.Node {
  if ('declare' in node && node.declare) return node;
  // As the key is written: what stands in its place after the walk is nowhere in the source.
  const own = joined(name, '.', keyName(node, walk.unit.code));
  walkMemberHead(node, walk);
  walk.frame.elsewhere++;
  if (node.value) node.value = walk.visit(node.value, own);
  walk.frame.elsewhere--;
  return node;
}

/** What of a member runs while its class or object is made: decorators, then a computed key. */
export function walkMemberHead(node: Field | Method, walk: Walk): void {
  if (node.decorators) walk.visitAll(node.decorators, '');
  if ('computed' in node && node.computed) node.key = walk.visit(node.key, '') as t.Expression;
}

/** The decorators of a method's parameters run while the class is made, too. */
export function walkParameterDecorators(node: FunctionNode, walk: Walk): void {
  for (const decorators of parameterDecorators(node)) walk.visitAll(decorators, '');
}
