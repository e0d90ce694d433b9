import { bindingNames, identifiersIn } from '../bindings.ts';
import type { Frame } from '../frame.ts';
import type { FunctionNode } from '../syntax.ts';
import { hasLabelledFunction } from './body.ts';
import { isNamedInTypes, isPlainSyntax } from './signature.ts';

/** Names that no `let` may declare, or that mean something else there. */
const UNMOVABLE = new Set(['arguments', 'let', 'eval', 'yield', 'await', 'static']);

/** Whether the parameters from index `from` on may become declarations in the body. */
export function canMove(node: FunctionNode, from: number, frame: Frame): boolean {
  if (frame.generator || frame.evaluates || !node.params.every(isPlainSyntax)) return false;
  const moved = node.params.slice(from);
  if (node.params.flatMap((param) => bindingNames(param)).some((name) => UNMOVABLE.has(name))) return false;
  if (node.body.type === 'BlockStatement' && hasLabelledFunction(node.body.body)) return false;
  // The body's own names are not seen by the parameters; moved next to each other they would be.
  const names = new Set<string>();
  for (const param of moved) identifiersIn(param, names);
  if ([...frame.vars, ...frame.functions].some((name) => names.has(name))) return false;
  return !isNamedInTypes(node, new Set(moved.flatMap((param) => bindingNames(param))));
}
