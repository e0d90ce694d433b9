import type * as t from '@babel/types';
import { declaredNames } from '../bindings.ts';
import type { Frame } from '../frame.ts';
import { warn } from '../unit.ts';
import type { Walk } from '../walk.ts';

/** Notes the names of a `var`. */
export function collectVars(node: t.VariableDeclaration, frame: Frame): void {
  if (node.kind === 'var') declaredNames(node, frame.vars);
}

/** `var`, `let`, `const`, `using`. */
export function variableRule(node: t.VariableDeclaration, walk: Walk): t.Node {
  if (node.declare) return node;
  collectVars(node, walk.frame);
  for (const declarator of node.declarations) walk.visit(declarator, '');
  return node;
}

/** Inside `with`, each of our names would be looked up on the object first: nothing there gets probes. */
export function withRule(node: t.WithStatement, walk: Walk): t.Node {
  node.object = walk.visit(node.object, '');
  warn(walk.unit, node, 'functions inside `with` are not profiled');
  walk.leavingBare(() => {
    node.body = walk.visit(node.body, '');
  });
  return node;
}
