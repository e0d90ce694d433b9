/**
 * Syntax as plain objects, since validating builders cost 130 ns a node. Each call makes new ones: no node may
 * stand in two places. Only the files of this folder build nodes.
 */
import type * as t from '@babel/types';

/** `name` */
export const id = (name: string): t.Identifier => ({ type: 'Identifier', name });
/** `3` */
export const num = (value: number): t.NumericLiteral => ({ type: 'NumericLiteral', value });
/** `3`, `-3` */
export const signed = (value: number): t.Expression =>
  value < 0 ? { type: 'UnaryExpression', operator: '-', argument: num(-value), prefix: true } : num(value);
/** `'text'` */
export const str = (value: string): t.StringLiteral => ({ type: 'StringLiteral', value });
/** `expression;` */
export const statement = (expression: t.Expression): t.ExpressionStatement => ({
  type: 'ExpressionStatement',
  expression,
});
/** `callee(args)` */
export const call = (callee: t.Expression, args: t.Expression[]): t.CallExpression => ({
  type: 'CallExpression',
  callee,
  arguments: args,
});
/** `left = right`, or with `+=` and the like */
export const assign = (left: t.LVal, right: t.Expression, operator = '='): t.AssignmentExpression => ({
  type: 'AssignmentExpression',
  operator,
  left,
  right,
});
/** `left || right` */
export const or = (left: t.Expression, right: t.Expression): t.LogicalExpression => ({
  type: 'LogicalExpression',
  operator: '||',
  left,
  right,
});
/** `left ?? right` */
export const orElse = (left: t.Expression, right: t.Expression): t.LogicalExpression => ({
  type: 'LogicalExpression',
  operator: '??',
  left,
  right,
});
/** `left - right` */
export const minus = (left: t.Expression, right: number): t.BinaryExpression => ({
  type: 'BinaryExpression',
  operator: '-',
  left,
  right: num(right),
});
/** `left / right` */
export const divided = (left: t.Expression, right: number): t.BinaryExpression => ({
  ...minus(left, right),
  operator: '/',
});
/** `a, b, c` */
export const sequence = (expressions: t.Expression[]): t.SequenceExpression => ({
  type: 'SequenceExpression',
  expressions,
});
/** `void 0` */
export const undefinedValue = (): t.UnaryExpression => ({
  type: 'UnaryExpression',
  operator: 'void',
  argument: num(0),
  prefix: true,
});
/** `: any` */
export const anyType = (): t.TSTypeAnnotation => ({
  type: 'TSTypeAnnotation',
  typeAnnotation: { type: 'TSAnyKeyword' },
});

/** `{ … }` */
export const block = (body: t.Statement[]): t.BlockStatement => ({
  type: 'BlockStatement',
  body,
  directives: [],
});

/** `try { … } finally { … }` */
export const tryFinally = (body: t.Statement[], last: t.Statement): t.TryStatement => ({
  type: 'TryStatement',
  block: block(body),
  handler: null,
  finalizer: block([last]),
});

/** `try { … } catch (name) { … } finally { … }` */
export const tryCatchFinally = (
  body: t.Statement[],
  name: t.Identifier,
  caught: t.Statement,
  last: t.Statement,
): t.TryStatement => ({
  ...tryFinally(body, last),
  handler: { type: 'CatchClause', param: name, body: block([caught]) },
});

/** `throw x` */
export const thrown = (argument: t.Expression): t.ThrowStatement => ({ type: 'ThrowStatement', argument });

/** `return x` */
export const returned = (argument: t.Expression): t.ReturnStatement => ({
  type: 'ReturnStatement',
  argument,
});

/** `var a, b = …` and the like */
export const variable = (
  kind: t.VariableDeclaration['kind'],
  ...pairs: [target: t.VariableDeclarator['id'], value: t.Expression | null][]
): t.VariableDeclaration => ({
  type: 'VariableDeclaration',
  kind,
  declarations: pairs.map(([target, init]) => ({ type: 'VariableDeclarator', id: target, init })),
});

/** `let a = …, b = …` */
export const letAll = (
  pairs: [target: t.VariableDeclarator['id'], value: t.Expression][],
): t.VariableDeclaration => variable('let', ...pairs);

/** `var a, b` */
export const varNames = (names: readonly string[]): t.VariableDeclaration =>
  variable('var', ...names.map((name): [t.Identifier, null] => [id(name), null]));

/** `await using x = value` and the like: a declaration of one binding in a loop's head gets its value. */
export const declared = (declaration: t.VariableDeclaration, value: t.Expression): t.VariableDeclaration => {
  declaration.declarations[0]!.init = value;
  return declaration;
};

/** `const a = …; const b = …`: a statement for each name of a declaration. */
export const constants = ({ declarations, ...others }: t.VariableDeclaration): t.VariableDeclaration[] =>
  declarations.map((declarator, at) => ({
    ...(at === 0 ? others : { type: others.type }),
    kind: 'const',
    declarations: [declarator],
  }));

/** `target = value` as a statement. */
export const assigned = (target: t.LVal, value: t.Expression): t.ExpressionStatement =>
  statement(assign(target, value));

/** `g = function () { … }`, of the function declaration of `g`. */
export function functionAssigned(declaration: t.FunctionDeclaration): t.ExpressionStatement {
  const name = declaration.id!.name;
  const expression: t.FunctionExpression = { ...declaration, type: 'FunctionExpression', id: null } as never;
  return assigned(id(name), expression);
}

/** `: number` */
export const numberType = (): t.TSTypeAnnotation => ({
  type: 'TSTypeAnnotation',
  typeAnnotation: { type: 'TSNumberKeyword' },
});

/** `const v`, for the head of a loop. */
export const loopVariable = (name: t.Identifier): t.VariableDeclaration => variable('const', [name, null]);

/** `x satisfies unknown` */
export const ofUnknown = (expression: t.Expression): t.Expression => ({
  type: 'TSSatisfiesExpression',
  expression,
  typeAnnotation: { type: 'TSUnknownKeyword' },
});
