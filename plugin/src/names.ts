import type * as t from '@babel/types';
import type { FunctionNode } from './syntax.ts';
import { unwrapped } from './syntax.ts';

/** What can take the name of the place where it stands. */
const NAMEABLE = new Set([
  ...['FunctionExpression', 'ArrowFunctionExpression', 'ClassExpression', 'ObjectExpression'],
  ...['ParenthesizedExpression', 'TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression'],
  ...['TSTypeAssertion', 'TypeCastExpression', 'ConditionalExpression', 'LogicalExpression'],
  ...['AssignmentExpression', 'FunctionDeclaration', 'ClassDeclaration', 'JSXExpressionContainer'],
]);

/** Whether a name is worth making up for a node. */
export const isNameable = (node: t.Node): boolean => NAMEABLE.has(node.type);

/** `outer` and `name` with a separator, or just the one that is there. */
export const joined = (outer: string, separator: string, name: string): string =>
  outer === '' ? name : outer + separator + name;

/** The name of what is assigned to a target: `a`, `a.b`, `exports.x`, `Foo.bar` for `Foo.prototype.bar`. */
export function targetName(target: t.Node): string {
  const node = unwrapped(target);
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression') return '';
  const key = memberKey(node);
  if (key === '') return '';
  const object = unwrapped(node.object);
  if (object.type === 'ThisExpression' || object.type === 'Super') return key;
  const owner = targetName(object);
  if (owner === '') return object.type === 'Identifier' ? '' : key;
  if (key === 'prototype') return owner;
  return owner === 'module' && key === 'exports' ? 'exports' : `${owner}.${key}`;
}

function memberKey({ property, computed }: t.MemberExpression): string {
  if (property.type === 'PrivateName') return `#${property.id.name}`;
  if (property.type === 'Identifier' && !computed) return property.name;
  return property.type === 'StringLiteral' ? property.value : '';
}

type Keyed = { readonly key: t.Node; readonly computed?: boolean | null };

/** The name of an object's or class's member: `list`, `#secret`, `[Symbol.iterator]`. */
export function keyName({ key, computed }: Keyed, code: string): string {
  if (key.type === 'StringLiteral') return key.value;
  if (key.type === 'NumericLiteral' || key.type === 'BigIntLiteral') return String(key.value);
  if (key.type === 'PrivateName') return `#${key.id.name}`;
  if (!computed && key.type === 'Identifier') return key.name;
  return `[${sourceOf(key, code)}]`;
}

/** Computed keys are shown as written, unless that would be longer than a name should be. */
function sourceOf(node: t.Node, code: string): string {
  if (typeof node.start !== 'number' || typeof node.end !== 'number') return '…';
  return node.end - node.start > 40 ? '…' : code.slice(node.start, node.end);
}

/** A method's name within its class or object: accessors say so. */
export function methodName(
  method: t.ObjectMethod | t.ClassMethod | t.ClassPrivateMethod,
  code: string,
): string {
  const key = keyName(method, code);
  return method.kind === 'get' || method.kind === 'set' ? `${method.kind} ${key}` : key;
}

/** `<class:12>`: a class without a name goes by its line, as functions do (see UNNAMED). */
export const anonymousClass = (node: t.Class): string => `<class:${node.loc?.start.line ?? 1}>`;

/** The name of a function before that of what surrounds it; '' if it has none. */
export function ownName(node: FunctionNode, given: string, code: string): string {
  switch (node.type) {
    case 'ObjectMethod':
    case 'ClassMethod':
    case 'ClassPrivateMethod':
      return joined(given, '.', methodName(node, code));
    case 'ArrowFunctionExpression':
      return given;
    default:
      return node.id?.name ?? given;
  }
}
