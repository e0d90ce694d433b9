import type { Binding, NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import { unwrapped } from '../syntax.ts';
import type { IsForeign } from './calls.ts';
import { GLOBAL_OBJECTS, GLOBALS } from './globals.ts';
import type { CalleeName } from './find.ts';
import { kindOf } from './value-kind.ts';

type Scope = NodePath['scope'];

/** Names functions without probes: those of the language and its host, and those of modules that are foreign. */
export const namesOfForeign =
  (isForeign: IsForeign): CalleeName =>
  (callee, scope) =>
    calleeName(callee, scope, isForeign);

/** The name of a function without probes as users know it, `JSON.parse`, `fs.readFileSync`, `Array.map`; null: it is none. */
function calleeName(callee: t.Node, scope: Scope, isForeign: IsForeign): string | null {
  const node = unwrapped(callee);
  if (node.type === 'Identifier') return rootName(node.name, scope, isForeign);
  if (node.type !== 'MemberExpression' && node.type !== 'OptionalMemberExpression') return null;
  const key = keyOf(node);
  if (key === null) return null;
  const object = unwrapped(node.object);
  if (object.type === 'Identifier' && isGlobalObject(object.name, scope))
    return GLOBALS.has(key) ? key : null;
  const owner = calleeName(object, scope, isForeign);
  if (owner !== null) return `${owner}.${key}`;
  const kind = kindOf(object, scope);
  return kind === null ? null : `${kind}.${key}`;
}

function keyOf({ property, computed }: t.MemberExpression | t.OptionalMemberExpression): string | null {
  if (property.type === 'StringLiteral') return property.value;
  return property.type === 'Identifier' && !computed ? property.name : null;
}

const isGlobalObject = (name: string, scope: Scope): boolean =>
  GLOBAL_OBJECTS.has(name) && !scope.hasBinding(name, true);

/** Of a name that a file does not declare itself, or that it has from a module. */
function rootName(name: string, scope: Scope, isForeign: IsForeign): string | null {
  const binding = scope.getBinding(name);
  if (binding === undefined) return GLOBALS.has(name) ? name : null;
  const source = importedFrom(binding) ?? requiredFrom(binding);
  if (source === null || !isForeign(source.specifier)) return null;
  return [moduleName(source.specifier), ...source.path].join('.');
}

/** `fs` of `node:fs`. */
const moduleName = (specifier: string): string => specifier.replace(/^node:/, '');

/** Where a binding comes from: what of what module. */
interface Source {
  readonly specifier: string;
  readonly path: readonly string[];
}

function importedFrom({ path }: Binding): Source | null {
  const { node, parent } = path;
  if (parent?.type !== 'ImportDeclaration') return null;
  const specifier = parent.source.value;
  if (node.type !== 'ImportSpecifier') return { specifier, path: [] };
  const { imported } = node;
  const name = imported.type === 'Identifier' ? imported.name : imported.value;
  return { specifier, path: name === 'default' ? [] : [name] };
}

/** `const fs = require('fs')`, `const { readFile: read } = await import('fs')` */
function requiredFrom({ path, identifier, constant }: Binding): Source | null {
  const { node } = path;
  if (!constant || node.type !== 'VariableDeclarator' || !node.init) return null;
  const specifier = requiredModule(node.init, path.scope);
  if (specifier === null) return null;
  if (node.id === identifier) return { specifier, path: [] };
  if (node.id.type !== 'ObjectPattern') return null;
  for (const property of node.id.properties) {
    if (property.type !== 'ObjectProperty' || property.value !== identifier) continue;
    if (property.computed || property.key.type !== 'Identifier') return null;
    return { specifier, path: property.key.name === 'default' ? [] : [property.key.name] };
  }
  return null;
}

function requiredModule(init: t.Node, scope: Scope): string | null {
  const node = unwrapped(init);
  if (node.type === 'AwaitExpression') return importOf(unwrapped(node.argument));
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return null;
  if (node.callee.name !== 'require' || scope.hasBinding('require', true)) return null;
  return textOf(node.arguments[0]);
}

function importOf(node: t.Node): string | null {
  if (node.type === 'ImportExpression') return textOf(node.source);
  return node.type === 'CallExpression' && node.callee.type === 'Import' ? textOf(node.arguments[0]) : null;
}

const textOf = (node: t.Node | undefined): string | null =>
  node?.type === 'StringLiteral' ? node.value : null;
