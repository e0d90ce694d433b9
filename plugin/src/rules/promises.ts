import type * as t from '@babel/types';
import { holdingBack, keeping, keepingNothing } from '../emit/promises.ts';
import { unwrapped, type FunctionNode } from '../syntax.ts';
import type { Walk } from '../walk.ts';

/*
 * Functions that may return promises without being async. What one returns is kept in a variable, and its last probe is given that:
 *
 *     let V; try { … return V = x; … } finally { leaveWith(T, V) }
 *
 * A finally block of its own can end it otherwise: there the variable is empty until that has come to its end.
 */

/** Whether what a function returns is kept: a plain one, of which its caller gets that, and whose declared type allows for a promise. */
export function mayReturnPromise(node: FunctionNode, { unit }: Walk): boolean {
  if (!unit.promises || node.async === true || ('generator' in node && node.generator === true)) return false;
  if ('kind' in node && (node.kind === 'constructor' || node.kind === 'set')) return false;
  return !isOtherType(node.returnType);
}

const OTHER_TYPES = new Set([
  ...['TSNumberKeyword', 'TSStringKeyword', 'TSBooleanKeyword', 'TSBigIntKeyword', 'TSSymbolKeyword'],
  ...[
    'TSNullKeyword',
    'TSUndefinedKeyword',
    'TSNeverKeyword',
    'TSArrayType',
    'TSTupleType',
    'TSFunctionType',
  ],
  ...['TSTypePredicate', 'TSLiteralType', 'TSTemplateLiteralType'],
]);

const isOtherType = (declared: t.Node | null | undefined): boolean =>
  declared?.type === 'TSTypeAnnotation' && OTHER_TYPES.has(declared.typeAnnotation.type);

const SOURCES = new Set([
  ...[
    'CallExpression',
    'OptionalCallExpression',
    'NewExpression',
    'TaggedTemplateExpression',
    'ImportExpression',
  ],
  ...['Identifier', 'MemberExpression', 'OptionalMemberExpression', 'AssignmentExpression'],
]);

/** Whether an expression can give a promise, by the looks of it. */
function canBePromise(expression: t.Node): boolean {
  const node = unwrapped(expression);
  switch (node.type) {
    case 'ConditionalExpression':
      return canBePromise(node.consequent) || canBePromise(node.alternate);
    case 'LogicalExpression':
      return canBePromise(node.left) || canBePromise(node.right);
    case 'SequenceExpression':
      return canBePromise(node.expressions.at(-1)!);
    case 'Identifier':
      return node.name !== 'undefined';
    default:
      return SOURCES.has(node.type);
  }
}

/** Walks what a function returns, which is called `name`. Inside `with` the variable's name would be the object's first. */
export function walkReturned(value: t.Expression, walk: Walk, name: string): t.Expression {
  const { unit, frame } = walk;
  const isKept = frame.keepsReturned && !walk.bareZone && canBePromise(value);
  const walked = walk.visit(value, name);
  if (!isKept) return walked;
  frame.kept++;
  return keeping(unit, walked);
}

/** What is kept in the block of a `try`, or in its handler, counts only if what comes next does not end the function otherwise. */
export function withoutKept({ handler, finalizer }: t.TryStatement, { unit }: Walk, inBlock: boolean): void {
  if (handler && inBlock) handler.body.body.unshift(keepingNothing(unit));
  if (!finalizer) return;
  const [first, last] = holdingBack(unit);
  finalizer.body = [...first, ...finalizer.body, last];
}
