import type * as t from '@babel/types';
import { createFrame } from '../frame.ts';
import { joined } from '../names.ts';
import type { Walk } from '../walk.ts';

/** `namespace N { … }` becomes a function when compiled: it has variables of its own, and cannot be suspended. */
export function namespaceRule(node: t.TSModuleDeclaration, walk: Walk): t.Node {
  if (node.declare || node.global || node.id.type !== 'Identifier') return node;
  const { frame: outer } = walk;
  const path = joined(outer.path, '/', node.id.name);
  const frame = createFrame({ parent: outer, path, bare: outer.bare });
  walk.inside(frame, () => walk.visit(node.body, ''));
  return node;
}

/** `enum E { A = … }` */
export function enumRule(node: t.TSEnumDeclaration, walk: Walk): t.Node {
  if (!node.declare) walk.visitChildren(node);
  return node;
}
