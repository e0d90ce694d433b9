import type * as t from '@babel/types';
import { RUNTIME } from './unit.ts';

/** Whether a program gets its probes at its top already: an import, a require, or the realm's in scripts. */
export function isInstrumented(program: t.Program, runtime: string): boolean {
  const isRuntime = (node: t.Node | undefined | null): boolean =>
    node?.type === 'StringLiteral' && (node.value === runtime || node.value === RUNTIME);
  return program.body.some((statement) => {
    if (statement.type === 'ImportDeclaration') return isRuntime(statement.source);
    if (statement.type !== 'VariableDeclaration') return false;
    return statement.declarations.some(({ init }) => isRuntime(requiredModule(init)) || isRealm(init));
  });
}

/** The argument of `require(…)`. */
function requiredModule(node: t.Node | null | undefined): t.Node | null {
  const isRequire =
    node?.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'require';
  return isRequire ? (node.arguments[0] ?? null) : null;
}

/** `globalThis[Symbol.for('tsprof.realm')].probes` */
function isRealm(node: t.Node | null | undefined): boolean {
  if (node?.type !== 'MemberExpression' || node.object.type !== 'MemberExpression') return false;
  const { property } = node.object;
  const argument = property.type === 'CallExpression' ? property.arguments[0] : null;
  return argument?.type === 'StringLiteral' && argument.value === 'tsprof.realm';
}
