import type * as t from '@babel/types';
import { assignedImport, calledImport, declaredImport, importStatement } from '../emit/imports.ts';
import { readImport, suspendInside, takenImport } from '../emit/imports.ts';
import type { Rule, Rules, Walk } from '../walk.ts';
import { isQuietPattern } from '../effect-free.ts';
import { callRule } from './calls.ts';
import { variableRule } from './scopes.ts';
import { SUSPENSION } from '../table.ts';
import { addSuspension, awaitRule, isProbed } from './suspensions.ts';
import { isFixed, sourceOf } from '../visible-imports.ts';

/** The awaited import that a node has the probes of; null: none, or there are to be no probes. */
function importIn(node: t.Node, { unit, frame }: Walk): t.AwaitExpression | null {
  return (isProbed(frame) && unit.imports?.around.get(node)) || null;
}

/** Whether something inside of an awaited import suspends: then nothing before it does. */
const isSuspended = (node: t.AwaitExpression): boolean => !isFixed(sourceOf(node));

/** The number of the suspension; null where something inside suspends. */
const placeOf = (node: t.AwaitExpression, walk: Walk): number | null =>
  isSuspended(node) ? null : addSuspension(walk, SUSPENSION.await, node);

/** `await import('x')`, which has its probes around it, or inside of its name */
function awaitImportRule(node: t.AwaitExpression, walk: Walk): t.Node {
  if (!isProbed(walk.frame) || !walk.unit.imports?.awaits.has(node)) return awaitRule(node, walk);
  walk.visitChildren(node);
  walk.frame.suspensions++;
  if (!isSuspended(node)) return node;
  suspendInside(walk.unit, sourceOf(node), addSuspension(walk, SUSPENSION.await, node), isFixed);
  return node;
}

/** `const { a } = await import('x')` */
function declarationRule(node: t.VariableDeclaration, walk: Walk): t.Node {
  variableRule(node, walk);
  node.declarations = node.declarations.flatMap((declarator) => {
    const found = importIn(declarator, walk);
    if (found === null) return [declarator];
    const { id } = declarator;
    const declare = id.type === 'ObjectPattern' && !isQuietPattern(id) ? takenImport : declaredImport;
    return declare(walk.unit, declarator, placeOf(found, walk));
  });
  return node;
}

/** `await import('x');` and `({ a } = await import('x'));` */
function statementRule(node: t.ExpressionStatement, walk: Walk): t.Node {
  walk.visitChildren(node);
  const found = importIn(node, walk);
  if (found === null) return node;
  const { expression, leadingComments } = node;
  if (expression.type !== 'AssignmentExpression')
    return importStatement(walk.unit, node, placeOf(found, walk));
  return { ...assignedImport(walk.unit, expression, placeOf(found, walk)), leadingComments };
}

/** `(await import('x')).a` */
function memberRule(node: t.MemberExpression | t.OptionalMemberExpression, walk: Walk): t.Node {
  walk.visitChildren(node);
  const found = importIn(node, walk);
  return found === null ? node : readImport(walk.unit, node, placeOf(found, walk));
}

/** `(await import('x')).a(b)` */
const calling =
  <N extends t.CallExpression | t.OptionalCallExpression>(rule: Rule<N>): Rule<N> =>
  (node, walk, name) => {
    const found = importIn(node, walk);
    const result = rule(node, walk, name);
    return found === null ? result : calledImport(walk.unit, node, placeOf(found, walk));
  };

/** What stands in the place of other rules in files that have such imports. */
export const IMPORT_RULES = {
  AwaitExpression: awaitImportRule,
  VariableDeclaration: declarationRule,
  ExpressionStatement: statementRule,
  MemberExpression: memberRule,
  OptionalMemberExpression: memberRule,
  CallExpression: calling(callRule),
  OptionalCallExpression: calling(callRule),
} satisfies Rules;
