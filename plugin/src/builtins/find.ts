import type { NodePath, TraverseOptions } from '@babel/traverse';
import type * as t from '@babel/types';
import type { Call } from '../wrappers.ts';
import type { BuiltinCalls } from './calls.ts';

/** `traverse` of @babel/traverse. */
export type Traverse = (file: t.File, options: TraverseOptions) => void;

/** The name by which calls of something are counted; null: they are not. */
export type CalleeName = (callee: t.Node, scope: NodePath['scope']) => string | null;

/**
 * Finds the calls of what has a name by `nameOf`. Whose binding a name is, the scopes of @babel/traverse say; they are asked
 * before the walk changes the tree.
 */
export function findBuiltinCalls(file: t.File, traverse: Traverse, nameOf: CalleeName): BuiltinCalls {
  const calls = new Map<t.Node, string>();
  const look = (path: NodePath<Call>): void => {
    const { callee, type } = path.node;
    const name = isLeftAlone(path) ? null : nameOf(callee, path.scope);
    if (name !== null) calls.set(path.node, type === 'NewExpression' ? `new ${name}` : name);
  };
  traverse(file, {
    CallExpression: look,
    OptionalCallExpression: look,
    NewExpression: look,
    TaggedTemplateExpression({ node, scope }) {
      const name = nameOf(node.tag, scope);
      if (name !== null) calls.set(node, name);
    },
    // What compilers and frameworks read in the source.
    Decorator: (path) => path.skip(),
  });
  return calls;
}

/** What bundlers, and Node where it looks for the exports of CommonJS, read in the source; and what is inside an optional chain. */
function isLeftAlone(path: NodePath<Call>): boolean {
  const { node, parent } = path;
  if (node.arguments.some(readsImportMeta)) return true;
  const { callee } = node;
  const isOfObject =
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name === 'Object';
  if (isOfObject && path.getFunctionParent() === null) return true;
  return isInChain(node, parent);
}

const readsImportMeta = (argument: t.Node): boolean =>
  argument.type === 'MetaProperty' ||
  (argument.type === 'MemberExpression' && argument.object.type === 'MetaProperty') ||
  (argument.type === 'NewExpression' && argument.arguments.some(readsImportMeta));

/** `a?.b(x)` in `a?.b(x).c`: what is around it is not evaluated where a is null. */
function isInChain(node: t.Node, parent: t.Node): boolean {
  if (node.type !== 'OptionalCallExpression') return false;
  if (parent.type === 'OptionalMemberExpression') return parent.object === node;
  return parent.type === 'OptionalCallExpression' && parent.callee === node;
}
