import type * as t from '@babel/types';
import { bindingNames } from '../bindings.ts';
import { letAll } from '../emit/nodes.ts';
import { taken } from '../emit/imports.ts';
import { defaulted, iteratedParameters, namedDefault, placeholder, unusedRest } from '../emit/parameters.ts';
import { ownName } from '../emit/probes.ts';
import type { Frame } from '../frame.ts';
import { unwrapped, type FunctionNode } from '../syntax.ts';
import type { Unit } from '../unit.ts';
import type { Walk } from '../walk.ts';
import { canMove } from './movable.ts';
import { isEffectFreeParameter, isQuietPattern, isSimpleParameter } from '../effect-free.ts';
import { isNamedInTypes, isPlainSyntax } from './signature.ts';

type Parameter = FunctionNode['params'][number];

/**
 * Patterns and defaults that may call something: what they call belongs to the function, not to its caller.
 * They move into the body (the declaration returned goes first there); in generators, and where a move would be
 * seen, they are evaluated through an iterator; where neither can be, they stay.
 */
export function moveOrIterate(
  node: FunctionNode,
  walk: Walk,
  frame: Frame,
  site: () => t.Expression,
): t.VariableDeclaration | null {
  const from = node.params.findIndex((param) => !isSimpleParameter(param));
  if (from < 0 || node.params.slice(from).every(isEffectFreeParameter)) return null;
  if (walk.unit.imports?.callbacks.has(node)) {
    const pattern = node.params[0] as t.ObjectPattern;
    if (isQuietPattern(pattern)) return null;
    if (canMove(node, from, frame)) return takeExports(node, pattern, walk.unit);
  }
  if (canMove(node, from, frame)) return moveParameters(node, from, walk.unit, frame);
  iterateParameters(node, walk.unit, site);
  return null;
}

/** `({ a = f() }) => …` of a module: `({ a: _I0 }) => { let { a = f() } = { a: _I0 }; … }`, see VisibleImports. */
function takeExports(node: FunctionNode, pattern: t.ObjectPattern, unit: Unit): t.VariableDeclaration {
  const { names, values } = taken(unit, pattern);
  node.params = [names] as typeof node.params;
  return letAll([[pattern, values]]);
}

/**
 *     function f(a, b = h(), {c}, ...r) { body }
 *     function f(a, _1 = void 0, _2, ..._3) { let b = _1 === void 0 ? h() : _1, {c} = _2, r = _3; { body } }
 */
function moveParameters(node: FunctionNode, from: number, unit: Unit, frame: Frame): t.VariableDeclaration {
  const moved = node.params.slice(from);
  const firstDefault = node.params.findIndex((param) => param.type === 'AssignmentPattern');
  const stays = node.params.slice(0, from);
  const placeholders = moved.map((param, i) => {
    const hasDefault = param.type === 'AssignmentPattern' && (unit.typescript || from + i === firstDefault);
    return placeholder(
      unit,
      from + i,
      param.type === 'AssignmentPattern' ? cloneSignature(param.left) : param,
      hasDefault,
    );
  });
  const declarators = moved.map((param, i) => declarator(param, from + i, unit));
  node.params = [...stays, ...placeholders] as typeof node.params;
  const isSimple = placeholders.every((param) => param.type === 'Identifier');
  const isSetter = 'kind' in node && node.kind === 'set';
  if (isSimple && frame.usesArguments && !isSetter && node.type !== 'ArrowFunctionExpression') {
    (node.params as t.Node[]).push(unusedRest(unit));
  }
  return letAll(declarators);
}

function declarator(
  param: Parameter,
  index: number,
  unit: Unit,
): [target: t.VariableDeclarator['id'], value: t.Expression] {
  if (param.type === 'AssignmentPattern') {
    const target = param.left as t.Identifier | t.ObjectPattern;
    if (target.type === 'Identifier') target.optional = null;
    if (isAnonymousFunction(param.right)) return namedDefault(unit, index, param);
    return [target, defaulted(unit, index, param.right)];
  }
  const target = (param.type === 'RestElement' ? param.argument : param) as t.Identifier;
  delete target.typeAnnotation;
  delete target.optional;
  return [target, ownName(unit, index)];
}

function isAnonymousFunction(value: t.Expression): boolean {
  const node = unwrapped(value);
  if (node.type === 'ArrowFunctionExpression') return true;
  return (node.type === 'FunctionExpression' || node.type === 'ClassExpression') && !node.id;
}

/** The declared type is needed twice: by the callers, and by the pattern that has moved. */
function cloneSignature(node: t.Node): t.Node {
  const { typeAnnotation } = node as t.Identifier;
  return { type: 'Identifier', name: '', typeAnnotation: structuredClone(typeAnnotation) };
}

/**
 *     function* g(a, b = h(), ...r) { body }
 *     function* g(a, ...{ [PARAMETERS]: [b = h(), ...r] = parameters(site, arguments, 1, 1) }) { body }
 *
 * The list starts at the first default or rest: what is before it counts in `length`, a rest does not.
 */
function iterateParameters(node: FunctionNode, unit: Unit, site: () => t.Expression): void {
  const isSetter = 'kind' in node && node.kind === 'set';
  if (node.type === 'ArrowFunctionExpression' || isSetter || !node.params.every(isPlainSyntax)) return;
  const from = node.params.findIndex(
    (param) => param.type === 'AssignmentPattern' || param.type === 'RestElement',
  );
  if (from < 0 || node.params.slice(from).every(isEffectFreeParameter)) return;
  const moved = node.params.slice(from) as t.ArrayPattern['elements'];
  if (node.params.flatMap((param) => bindingNames(param)).includes('arguments')) return;
  if (isNamedInTypes(node, new Set(moved.flatMap((param) => bindingNames(param))))) return;
  for (const param of moved) stripTypes(param as t.Node);
  const hasThis = isThis(node.params[0]!);
  const rest = moved.findIndex((param) => param?.type === 'RestElement');
  const list = iteratedParameters(unit, moved, site(), hasThis ? from - 1 : from, rest);
  node.params = [...node.params.slice(0, from), list] as typeof node.params;
}

const isThis = (param: Parameter): boolean => param.type === 'Identifier' && param.name === 'this';

/** Types cannot be written inside a pattern. */
function stripTypes(param: t.Node): void {
  const target = param.type === 'AssignmentPattern' ? param.left : param;
  delete (target as t.Identifier).typeAnnotation;
  delete (target as t.Identifier).optional;
}
