import type * as t from '@babel/types';
import { childrenOf } from './syntax.ts';

/** Appends the names that a binding target (pattern, rest element, parameter …) declares. */
export function bindingNames(target: t.Node | null, into: string[] = []): string[] {
  switch (target?.type) {
    case 'Identifier':
      into.push(target.name);
      break;
    case 'AssignmentPattern':
      return bindingNames(target.left, into);
    case 'RestElement':
      return bindingNames(target.argument, into);
    case 'ObjectPattern':
      for (const property of target.properties) {
        bindingNames(property.type === 'ObjectProperty' ? property.value : property, into);
      }
      break;
    case 'ArrayPattern':
      for (const element of target.elements) bindingNames(element, into);
      break;
    case 'TSParameterProperty':
      return bindingNames(target.parameter, into);
  }
  return into;
}

/** The names declared by the declarators of a variable declaration. */
export function declaredNames(declaration: t.VariableDeclaration, into: string[] = []): string[] {
  for (const { id } of declaration.declarations) bindingNames(id, into);
  return into;
}

/** Whether an identifier of one of these names occurs anywhere in the nodes, nested functions included. */
export function mentions(nodes: readonly t.Node[], names: ReadonlySet<string>): boolean {
  return nodes.some(
    (node) => (node.type === 'Identifier' && names.has(node.name)) || mentions(childrenOf(node), names),
  );
}

/** Every identifier that occurs in a node, nested functions included. */
export function identifiersIn(node: t.Node, into = new Set<string>()): Set<string> {
  if (node.type === 'Identifier') into.add(node.name);
  for (const child of childrenOf(node)) identifiersIn(child, into);
  return into;
}
