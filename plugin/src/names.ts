import type * as t from '@babel/types';
import { unwrapped, type FunctionNode } from './syntax.ts';
import { isCall, isInvoked, isWrapper } from './wrappers.ts';

/*
 * What functions are called: docs/names.md has the rules. Names are part of the code that is made, so they are short. The `name`
 * that a function has in the program is another matter, and stays as it was.
 */

/** What can take the name of the place where it stands; calls can if they hand it on. */
const NAMEABLE = new Set([
  ...['FunctionExpression', 'ArrowFunctionExpression', 'ClassExpression', 'ObjectExpression'],
  ...['ParenthesizedExpression', 'TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression'],
  ...['TSTypeAssertion', 'TypeCastExpression', 'ConditionalExpression', 'LogicalExpression'],
  ...['AssignmentExpression', 'FunctionDeclaration', 'ClassDeclaration', 'JSXExpressionContainer'],
  ...['ArrayExpression', 'SequenceExpression'],
]);

/** Whether a name is worth making up for a node. */
export const isNameable = (node: t.Node): boolean =>
  NAMEABLE.has(node.type) || (isCall(node) && (isInvoked(node) || isWrapper(node)));

/** A function that is called where it stands. */
export const INVOKED = '<iife>';
/** A function that another one returns. */
const RETURNED = '<return>';

/** The name of what a function returns, where `result` is that of what calling it gives. */
export function returnedName(returned: t.Node, result: string): string {
  if (result !== '') return result;
  const node = unwrapped(returned);
  if (node.type === 'ConditionalExpression')
    return returnedName(node.consequent, '') || returnedName(node.alternate, '');
  return node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression' ? RETURNED : '';
}

/** `outer` and `name` with a separator, or just the one that is there. */
export const joined = (outer: string, separator: string, name: string): string =>
  outer === '' ? name : outer + separator + name;

/** So many characters of a text become part of a name. */
const LONGEST = 60;

/** A text as part of a name: cut where it is too long, between two characters. */
export const capped = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '')}…`;

/** An expression as it is written. */
export function sourceOf({ start, end }: t.Node, code: string): string {
  return typeof start === 'number' && typeof end === 'number' ? capped(code.slice(start, end)) : '…';
}

type Keyed = { readonly key: t.Node; readonly computed?: boolean | null };

/** The name of an object's or class's member: `list`, `#secret`, `[Symbol.iterator]`. */
export function keyName({ key, computed }: Keyed, code: string): string {
  if (key.type === 'StringLiteral') return capped(key.value);
  if (key.type === 'NumericLiteral' || key.type === 'BigIntLiteral') return String(key.value);
  if (key.type === 'PrivateName') return `#${key.id.name}`;
  if (!computed && key.type === 'Identifier') return key.name;
  return `[${sourceOf(key, code)}]`;
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
