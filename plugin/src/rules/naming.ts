import type * as t from '@babel/types';
import { expressionName } from '../expression-names.ts';
import { isNameable, joined, keyName } from '../names.ts';
import type { Walk } from '../walk.ts';

/** `const name = …` */
export function declaratorRule(node: t.VariableDeclarator, walk: Walk): t.Node {
  node.id = walk.visit(node.id, '');
  if (node.init) node.init = walk.visit(node.init, node.id.type === 'Identifier' ? node.id.name : '');
  return node;
}

/** `name = …`, `exports.name ??= …`; in patterns and parameters `{ name = … }`, `(name = …) => …`. */
export function assignmentRule(node: t.AssignmentExpression | t.AssignmentPattern, walk: Walk): t.Node {
  const name = isNameable(node.right) ? expressionName(node.left, walk.unit.code) : '';
  node.left = walk.visit(node.left, '');
  node.right = walk.visit(node.right, name);
  return node;
}

/** `{ … }`: members are called after what the object is called. */
export function objectRule(node: t.ObjectExpression, walk: Walk, name: string): t.Node {
  walk.visitAll(node.properties, name);
  return node;
}

/** `[…]`: elements are called after what the array is called. */
export function arrayRule(node: t.ArrayExpression, walk: Walk, name: string): t.Node {
  let isCounted = true;
  node.elements.forEach((element, at) => {
    if (element === null) return;
    const own = name !== '' && isNameable(element) ? `${name}[${isCounted ? at : '…'}]` : '';
    node.elements[at] = walk.visit(element, own);
    isCounted &&= element.type !== 'SpreadElement';
  });
  return node;
}

/** `key: …` in an object. */
export function propertyRule(node: t.ObjectProperty, walk: Walk, name: string): t.Node {
  const own = isNameable(node.value) ? joined(name, '.', keyName(node, walk.unit.code)) : '';
  if (node.computed) node.key = walk.visit(node.key, '');
  node.value = walk.visit(node.value, own);
  return node;
}

/** `export default …` */
export function defaultExportRule(node: t.ExportDefaultDeclaration, walk: Walk): t.Node {
  node.declaration = walk.visit(node.declaration, 'default');
  return node;
}

/** `export = …` */
export function exportAssignmentRule(node: t.TSExportAssignment, walk: Walk): t.Node {
  node.expression = walk.visit(node.expression, 'exports');
  return node;
}

/** `<a onClick={…} />` */
export function attributeRule(node: t.JSXAttribute, walk: Walk): t.Node {
  const name = typeof node.name.name === 'string' ? node.name.name : node.name.name.name;
  if (node.value) node.value = walk.visit(node.value, name);
  return node;
}

/** `<List>{(row) => …}</List>`: what is between the tags is passed as `children`. */
export function elementRule(node: t.JSXElement, walk: Walk): t.Node {
  walk.visit(node.openingElement, '');
  walk.visitAll(node.children, 'children');
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

/** `a, b`: the last one is the value. */
export function sequenceRule(node: t.SequenceExpression, walk: Walk, name: string): t.Node {
  const last = node.expressions.length - 1;
  node.expressions.forEach((expression, at) => {
    node.expressions[at] = walk.visit(expression, at === last ? name : '');
  });
  return node;
}

/** `a || b` */
export function logicalRule(node: t.LogicalExpression, walk: Walk, name: string): t.Node {
  node.left = walk.visit(node.left, name);
  node.right = walk.visit(node.right, name);
  return node;
}
