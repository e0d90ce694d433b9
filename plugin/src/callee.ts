import type * as t from '@babel/types';
import { fnv1a } from './fnv.ts';

/** Callees that have no name of their own. */
const NONE = 0;
const HASH_BITS = 16;

/**
 * What stands for the name of the function that is called in `await f()`, or of the class in `await new C()`; 0: it is neither, or
 * that of something without a name. A table carries it, so that readers can tell whether a coroutine is what was awaited
 * (runtime/src/sites/callee.ts), or may be, as where a promise was stored.
 */
export function calleeOf(awaited: t.Expression, imported: ReadonlyMap<string, string>): number {
  const call = unwrapped(awaited);
  if (!isCall(call)) return NONE;
  const name = nameOf(unwrapped(call.callee as t.Expression), imported);
  return name === null ? NONE : calleeHash(name);
}

function isCall(node: t.Expression): node is t.CallExpression | t.OptionalCallExpression | t.NewExpression {
  const { type } = node;
  return type === 'CallExpression' || type === 'OptionalCallExpression' || type === 'NewExpression';
}

/** 16 bits of 32-bit FNV-1a; never 0. */
export function calleeHash(name: string): number {
  const value = fnv1a(name);
  return (value ^ (value >>> HASH_BITS)) & (2 ** HASH_BITS - 1) || 1;
}

/** Without what says nothing about the value. */
function unwrapped(node: t.Expression): t.Expression {
  switch (node.type) {
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TypeCastExpression':
    case 'TSInstantiationExpression':
      return unwrapped(node.expression);
    default:
      return node;
  }
}

/** The last name of a callee: `f`, `a.b.f`, `this.#f`, `a['f']`. */
function nameOf(callee: t.Expression, imported: ReadonlyMap<string, string>): string | null {
  if (callee.type === 'Identifier') return imported.get(callee.name) ?? callee.name;
  if (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression') return null;
  const { property, computed } = callee;
  if (property.type === 'PrivateName') return `#${property.id.name}`;
  if (property.type === 'StringLiteral') return property.value;
  return property.type === 'Identifier' && !computed ? property.name : null;
}

/** The names that a module's imports have where they come from, by the names that they have here. */
export function importedNames({ body }: t.Program): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const statement of body) {
    if (statement.type !== 'ImportDeclaration') continue;
    for (const specifier of statement.specifiers) {
      if (specifier.type !== 'ImportSpecifier') continue;
      const { imported, local } = specifier;
      names.set(local.name, imported.type === 'Identifier' ? imported.name : imported.value);
    }
  }
  return names;
}
