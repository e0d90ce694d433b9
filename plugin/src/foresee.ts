import type * as t from '@babel/types';
import { childrenOf, isFunction, parameterDecorators, RUNNING_KEYS } from './syntax.ts';

/** Reasons to leave a coroutine bare: the first node of each sort, if any. */
export interface Obstacles {
  /** Syntax we do not know: it may hold suspensions that we would miss. */
  unknown: t.Node | null;
  /** A suspension directly inside a `with`: its probes' names would be offered to the object. */
  suspendedWith: t.Node | null;
}

const SUSPENSIONS = new Set(['AwaitExpression', 'YieldExpression']);

/** Looks ahead through a coroutine's own code, since its probes are placed before its end has been seen. */
export function foresee(nodes: readonly t.Node[]): Obstacles {
  const obstacles: Obstacles = { unknown: null, suspendedWith: null };
  for (const node of nodes) look(node, false, obstacles);
  return obstacles;
}

function look(node: t.Node, inWith: boolean, found: Obstacles): void {
  if (RUNNING_KEYS[node.type] === undefined && !node.type.startsWith('TS')) found.unknown ??= node;
  if (inWith && isSuspension(node)) found.suspendedWith ??= node;
  for (const child of ownChildren(node)) {
    look(child, inWith || (node.type === 'WithStatement' && child === node.body), found);
  }
}

/** What of a node belongs to the function around it: of functions and class members what runs as the class is made. */
function ownChildren(node: t.Node): readonly t.Node[] {
  if (node.type === 'StaticBlock') return [];
  const isField = FIELDS.has(node.type);
  if (!isField && !isFunction(node)) return childrenOf(node);
  const { decorators, computed, key } = node as Partial<t.ClassMethod>;
  const ofParameters = isFunction(node) ? parameterDecorators(node).flat() : [];
  return [...(decorators ?? []), ...ofParameters, ...(computed && key ? [key] : [])];
}

const FIELDS = new Set(['ClassProperty', 'ClassAccessorProperty', 'ClassPrivateProperty']);

const isSuspension = (node: t.Node): boolean =>
  SUSPENSIONS.has(node.type) ||
  (node.type === 'ForOfStatement' && node.await) ||
  (node.type === 'VariableDeclaration' && node.kind === 'await using');
