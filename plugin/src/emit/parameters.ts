import type * as t from '@babel/types';
import type { Unit } from '../unit.ts';
import { anyType, call, id, num, undefinedValue } from './nodes.ts';
import { ownName, probe } from './probes.ts';

/** The stand-in for a parameter that moves into the body: `_1`, `_1 = void 0`; its types stay. */
export function placeholder(
  unit: Unit,
  index: number,
  like: t.Node,
  hasDefault: boolean,
): t.FunctionParameter {
  const name: t.Identifier = { ...ownName(unit, index), ...signature(like) };
  if (like.type === 'RestElement') {
    const { typeAnnotation } = like;
    return { type: 'RestElement', argument: ownName(unit, index), ...(typeAnnotation && { typeAnnotation }) };
  }
  return hasDefault ? { type: 'AssignmentPattern', left: name, right: noValue(unit) } : name;
}

function signature(node: t.Node): Pick<t.Identifier, 'typeAnnotation' | 'optional'> {
  const { typeAnnotation, optional } = node as Pick<t.Identifier, 'typeAnnotation' | 'optional'>;
  return { ...(typeAnnotation && { typeAnnotation }), ...(optional && { optional }) };
}

/** `void 0`, which TypeScript takes for a value of the parameter's type only when told so. */
const noValue = (unit: Unit): t.Expression =>
  unit.typescript
    ? { type: 'TSAsExpression', expression: undefinedValue(), typeAnnotation: { type: 'TSAnyKeyword' } }
    : undefinedValue();

/** `..._rest`: keeps a parameter list non-simple, so that `arguments` does not become mapped. */
export const unusedRest = (unit: Unit): t.RestElement => ({
  type: 'RestElement',
  argument: ownName(unit, 'rest'),
});

/** `_1 === void 0 ? value : _1` */
export const defaulted = (unit: Unit, index: number, value: t.Expression): t.Expression => ({
  type: 'ConditionalExpression',
  test: { type: 'BinaryExpression', operator: '===', left: ownName(unit, index), right: undefinedValue() },
  consequent: value,
  alternate: ownName(unit, index),
});

/** `{v: target = value} = {v: _1}`, the form in which an anonymous function takes its name from the target. */
export function namedDefault(
  unit: Unit,
  index: number,
  target: t.AssignmentPattern,
): [target: t.ObjectPattern, value: t.Expression] {
  const property = (value: t.ObjectProperty['value']): t.ObjectProperty => ({
    type: 'ObjectProperty',
    key: id('v'),
    value,
    computed: false,
    shorthand: false,
  });
  return [
    { type: 'ObjectPattern', properties: [property(target)] },
    { type: 'ObjectExpression', properties: [property(ownName(unit, index))] },
  ];
}

/** `...{ [PARAMETERS]: [a, b = …] = parameters(site, arguments, from, rest) }` */
export function iteratedParameters(
  unit: Unit,
  elements: t.ArrayPattern['elements'],
  site: t.Expression,
  from: number,
  rest: number,
): t.RestElement {
  const args = [site, id('arguments'), num(from), ...(rest < 0 ? [] : [num(rest)])];
  const value: t.AssignmentPattern = {
    type: 'AssignmentPattern',
    left: { type: 'ArrayPattern', elements },
    right: call(probe(unit, 'parameters'), args),
  };
  const key = probe(unit, 'PARAMETERS');
  const property: t.ObjectProperty = { type: 'ObjectProperty', key, value, computed: true, shorthand: false };
  return {
    type: 'RestElement',
    argument: { type: 'ObjectPattern', properties: [property] },
    ...(unit.typescript && { typeAnnotation: anyType() }),
  };
}
