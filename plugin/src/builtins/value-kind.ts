import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import { unwrapped } from '../syntax.ts';
import { GLOBALS, METHOD_RESULTS, STATIC_RESULTS, TYPES } from './globals.ts';

type Scope = NodePath['scope'];

/** How far a value is followed through variables and calls. */
const FARTHEST = 20;

/** What an expression is an instance of, as far as it says so by itself: `Array`, `String`, `Map`; null: not known. */
export function kindOf(expression: t.Node, scope: Scope, depth = 0): string | null {
  const node = unwrapped(expression);
  if (depth > FARTHEST) return null;
  switch (node.type) {
    case 'ArrayExpression':
      return 'Array';
    case 'StringLiteral':
    case 'TemplateLiteral':
      return 'String';
    case 'RegExpLiteral':
      return 'RegExp';
    case 'NewExpression':
      return globalName(node.callee, scope);
    case 'CallExpression':
      return resultKind(node, scope, depth + 1);
    case 'Identifier':
      return bindingKind(node.name, scope, depth + 1);
    default:
      return null;
  }
}

function globalName(node: t.Node, scope: Scope): string | null {
  if (node.type !== 'Identifier' || !GLOBALS.has(node.name)) return null;
  return scope.hasBinding(node.name, true) ? null : node.name;
}

/** Of what a function gives that the language has. */
function resultKind({ callee }: t.CallExpression, scope: Scope, depth: number): string | null {
  const name = globalName(callee, scope);
  if (name !== null) return STATIC_RESULTS[name] ?? null;
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier')
    return null;
  const owner = globalName(callee.object, scope);
  const method = callee.property.name;
  if (owner !== null) return STATIC_RESULTS[`${owner}.${method}`] ?? null;
  const kind = kindOf(callee.object, scope, depth);
  return (kind !== null && METHOD_RESULTS[kind]?.get(method)) || null;
}

/** Of a variable or parameter that is never assigned anew: by its type, or by its value. */
function bindingKind(name: string, scope: Scope, depth: number): string | null {
  const binding = scope.getBinding(name);
  if (!binding?.constant) return null;
  const declared = typeKind(binding.identifier.typeAnnotation);
  if (declared !== null) return declared;
  const { node } = binding.path;
  if (node.type !== 'VariableDeclarator' || node.id !== binding.identifier || !node.init) return null;
  return kindOf(node.init, binding.scope, depth);
}

function typeKind(annotation: t.Identifier['typeAnnotation']): string | null {
  if (annotation?.type !== 'TSTypeAnnotation') return null;
  const type = annotation.typeAnnotation;
  if (type.type === 'TSStringKeyword') return 'String';
  if (type.type === 'TSArrayType') return 'Array';
  if (type.type === 'TSTypeOperator') return type.typeAnnotation.type === 'TSArrayType' ? 'Array' : null;
  if (type.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier') return null;
  return TYPES[type.typeName.name] ?? null;
}
