import type * as t from '@babel/types';
import { unwrapped, type FunctionNode } from '../syntax.ts';

type Parameter = FunctionNode['params'][number] | t.Node;

/** A plain name, which needs no evaluation at all. */
export const isSimpleParameter = (param: Parameter): boolean => param.type === 'Identifier';

/** Whether evaluating a parameter calls nothing: names with quiet defaults, rest into a name. */
export function isQuietParameter(param: Parameter): boolean {
  if (param.type === 'TSParameterProperty') return isQuietParameter(param.parameter);
  if (param.type === 'RestElement') return param.argument.type === 'Identifier';
  if (param.type === 'AssignmentPattern') return param.left.type === 'Identifier' && isQuiet(param.right);
  return param.type === 'Identifier';
}

const QUIET = new Set([
  ...['Identifier', 'ThisExpression', 'NullLiteral', 'BooleanLiteral', 'NumericLiteral', 'StringLiteral'],
  ...['BigIntLiteral', 'RegExpLiteral', 'FunctionExpression', 'ArrowFunctionExpression', 'MetaProperty'],
]);

/** Whether an expression is one of literals, names and functions, or made of such. */
function isQuiet(expression: t.Node): boolean {
  const node = unwrapped(expression);
  switch (node.type) {
    case 'UnaryExpression':
      return isQuietUnary(node);
    case 'LogicalExpression':
      return isQuiet(node.left) && isQuiet(node.right);
    case 'ConditionalExpression':
      return isQuiet(node.test) && isQuiet(node.consequent) && isQuiet(node.alternate);
    case 'ArrayExpression':
      return node.elements.every((element) => element === null || isQuiet(element));
    case 'ObjectExpression':
      return node.properties.every(
        (property) => property.type === 'ObjectProperty' && !property.computed && isQuiet(property.value),
      );
    case 'TemplateLiteral':
      return node.expressions.length === 0;
    default:
      return QUIET.has(node.type);
  }
}

/** `!x`, `void x`, `typeof x` call nothing; `-x` asks an object for its value. */
function isQuietUnary({ operator, argument }: t.UnaryExpression): boolean {
  if (!isQuiet(argument)) return false;
  if (operator === '!' || operator === 'void' || operator === 'typeof') return true;
  return argument.type === 'NumericLiteral' || argument.type === 'BigIntLiteral';
}
