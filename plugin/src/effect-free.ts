import type * as t from '@babel/types';
import { unwrapped, type FunctionNode } from './syntax.ts';

type Parameter = FunctionNode['params'][number] | t.Node;

/** A plain name, which needs no evaluation at all. */
export const isSimpleParameter = (param: Parameter): boolean => param.type === 'Identifier';

/** Whether evaluating a parameter calls nothing: names with effect-free defaults, rest into a name. */
export function isEffectFreeParameter(param: Parameter): boolean {
  if (param.type === 'TSParameterProperty') return isEffectFreeParameter(param.parameter);
  if (param.type === 'RestElement') return param.argument.type === 'Identifier';
  if (param.type === 'AssignmentPattern')
    return param.left.type === 'Identifier' && isEffectFree(param.right);
  return param.type === 'Identifier';
}

const EFFECT_FREE = new Set([
  ...['Identifier', 'ThisExpression', 'NullLiteral', 'BooleanLiteral', 'NumericLiteral', 'StringLiteral'],
  ...['BigIntLiteral', 'RegExpLiteral', 'FunctionExpression', 'ArrowFunctionExpression', 'MetaProperty'],
]);

/** Whether an expression is one of literals, names and functions, or made of such. */
export function isEffectFree(expression: t.Node): boolean {
  const node = unwrapped(expression);
  switch (node.type) {
    case 'UnaryExpression':
      return isQuietUnary(node);
    case 'LogicalExpression':
      return isEffectFree(node.left) && isEffectFree(node.right);
    case 'ConditionalExpression':
      return isEffectFree(node.test) && isEffectFree(node.consequent) && isEffectFree(node.alternate);
    case 'ArrayExpression':
      return node.elements.every((element) => element === null || isEffectFree(element));
    case 'ObjectExpression':
      return node.properties.every(
        (property) =>
          property.type === 'ObjectProperty' && !property.computed && isEffectFree(property.value),
      );
    case 'TemplateLiteral':
      return node.expressions.length === 0;
    default:
      return EFFECT_FREE.has(node.type);
  }
}

/** `!x`, `void x`, `typeof x` call nothing; `-x` asks an object for its value. */
function isQuietUnary({ operator, argument }: t.UnaryExpression): boolean {
  if (!isEffectFree(argument)) return false;
  if (operator === '!' || operator === 'void' || operator === 'typeof') return true;
  return argument.type === 'NumericLiteral' || argument.type === 'BigIntLiteral';
}

/** Whether taking a module apart by a pattern calls nothing: names of exports, with effect-free defaults. */
export const isQuietPattern = (pattern: t.ObjectPattern): boolean =>
  isNamedPattern(pattern) &&
  pattern.properties.every((property) =>
    isEffectFreeParameter(property.type === 'ObjectProperty' ? property.value : property),
  );

/** Whether a pattern names all that it takes: `{ a: …, 'b': …, ...others }`. In an object, `__proto__` is no name. */
export const isNamedPattern = ({ properties }: t.ObjectPattern): boolean =>
  properties.every((property) => property.type === 'RestElement' || isNamed(property));

const isNamed = ({ key, computed }: t.ObjectProperty): boolean =>
  key.type === 'StringLiteral'
    ? key.value !== '__proto__'
    : key.type === 'Identifier' && !computed && key.name !== '__proto__';
