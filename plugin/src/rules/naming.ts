import type * as t from '@babel/types';
import { anonymousClass, isNameable, joined, keyName, targetName } from '../names.ts';
import type { Walk } from '../walk.ts';

/** `const name = …` */
export function declaratorRule(node: t.VariableDeclarator, walk: Walk): t.Node {
  node.id = walk.visit(node.id, '');
  if (node.init) node.init = walk.visit(node.init, node.id.type === 'Identifier' ? node.id.name : '');
  return node;
}

/** `name = …`, `exports.name = …` */
export function assignmentRule(node: t.AssignmentExpression, walk: Walk): t.Node {
  node.left = walk.visit(node.left, '');
  node.right = walk.visit(node.right, isNameable(node.right) ? targetName(node.left) : '');
  return node;
}

/** `{ name = … }`, `(name = …) => …` */
export function defaultRule(node: t.AssignmentPattern, walk: Walk): t.Node {
  node.left = walk.visit(node.left, '');
  node.right = walk.visit(node.right, isNameable(node.right) ? targetName(node.left) : '');
  return node;
}

/** `{ … }`: members are called after what the object is called. */
export function objectRule(node: t.ObjectExpression, walk: Walk, name: string): t.Node {
  walk.visitAll(node.properties, name);
  return node;
}

/** `key: …` in an object. */
export function propertyRule(node: t.ObjectProperty, walk: Walk, name: string): t.Node {
  const own = isNameable(node.value) ? joined(name, '.', keyName(node, walk.unit.code)) : '';
  if (node.computed) node.key = walk.visit(node.key, '');
  node.value = walk.visit(node.value, own);
  return node;
}

/** Classes: their members are called after them. Heritage and decorators run in the function around. */
export function classRule(node: t.ClassDeclaration | t.ClassExpression, walk: Walk, name: string): t.Node {
  if ('declare' in node && node.declare) return node;
  if (node.decorators) walk.visitAll(node.decorators, '');
  if (node.superClass) node.superClass = walk.visit(node.superClass, '');
  walk.visitAll(node.body.body, node.id?.name ?? (name || anonymousClass(node)));
  return node;
}

/** Fields: the functions in them are called `Class.field`. */
export function fieldRule(
  node: t.ClassProperty | t.ClassAccessorProperty | t.ClassPrivateProperty,
  walk: Walk,
  name: string,
): t.Node {
  if ('declare' in node && node.declare) return node;
  if (node.decorators) walk.visitAll(node.decorators, '');
  const own = joined(name, '.', keyName(node, walk.unit.code));
  if ('computed' in node && node.computed) node.key = walk.visit(node.key, '') as typeof node.key;
  if (node.value) node.value = walk.visit(node.value, own);
  return node;
}

/** `export default …` */
export function defaultExportRule(node: t.ExportDefaultDeclaration, walk: Walk): t.Node {
  node.declaration = walk.visit(node.declaration, 'default');
  return node;
}

/** `<a onClick={…} />` */
export function attributeRule(node: t.JSXAttribute, walk: Walk): t.Node {
  const name = typeof node.name.name === 'string' ? node.name.name : node.name.name.name;
  if (node.value) node.value = walk.visit(node.value, name);
  return node;
}

/** Parentheses, type assertions and braces hand the name on to the expression inside. */
export function transparentRule(node: t.Node & { expression: t.Node }, walk: Walk, name: string): t.Node {
  node.expression = walk.visit(node.expression, name);
  return node;
}

/** `a ? b : c`: either branch may be what is named. */
export function conditionalRule(node: t.ConditionalExpression, walk: Walk, name: string): t.Node {
  node.test = walk.visit(node.test, '');
  node.consequent = walk.visit(node.consequent, name);
  node.alternate = walk.visit(node.alternate, name);
  return node;
}

/** `a || b` */
export function logicalRule(node: t.LogicalExpression, walk: Walk, name: string): t.Node {
  node.left = walk.visit(node.left, name);
  node.right = walk.visit(node.right, name);
  return node;
}
