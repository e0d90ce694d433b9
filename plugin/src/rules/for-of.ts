import type * as t from '@babel/types';
import { bindingNames, mentions } from '../bindings.ts';
import { againWithCalls, leaveCallStatement } from '../emit/builtins.ts';
import { assigned, block, declared, loopVariable, tryFinally } from '../emit/nodes.ts';
import { again, iterated, ownName } from '../emit/probes.ts';
import type { Walk } from '../walk.ts';
import { wrapLoop } from './loop.ts';
import { collectVars } from './scopes.ts';
import { SUSPENSION } from '../table.ts';
import { addSuspension, isProbed } from './suspensions.ts';
import { awaitUsing } from './using.ts';

/** `for (… of …)`, with or without `await`. */
export function forOfRule(node: t.ForOfStatement, walk: Walk): t.Node {
  const { frame } = walk;
  if (node.left.type === 'VariableDeclaration') collectVars(node.left, frame);
  const before = frame.suspensions;
  const { calls } = frame;
  const disposes = node.left.type === 'VariableDeclaration' && node.left.kind === 'await using';
  if (disposes) frame.elsewhere++;
  walk.visitChildren(node);
  if (disposes) frame.elsewhere--;
  const suspends = frame.suspensions > before;
  if (node.await || disposes) frame.suspensions++;
  if (!isProbed(frame)) return node;
  if (disposes) disposeInBody(node, walk);
  if (node.await) return forAwait(node, walk, frame.calls > calls);
  if (suspends || disposes)
    node.body = block([tryFinally(blockBody(node.body), againWithCalls(walk.unit, frame))]);
  return node;
}

/**
 *     L: for await (const {a = h()} of x) body
 *     try { L: for await (const _v of iterate(T, x)) { again(T); const {a = h()} = _v; body } } finally { again(T) }
 *
 * The finally block covers every way out, labelled jumps too; that is why labels go inside (see `labelRule` in loop.ts).
 */
function forAwait(node: t.ForOfStatement, walk: Walk, hasCalls: boolean): t.Node {
  const { unit } = walk;
  const moved = moveTarget(node, walk);
  const rest = moved ? [moved, node.body] : blockBody(node.body);
  // Before the loop closes its iterator.
  const left = hasCalls ? [tryFinally(rest, leaveCallStatement(unit))] : rest;
  node.body = block([again(unit), ...left]);
  node.right = iterated(unit, node.right, addSuspension(walk, SUSPENSION.forAwait, node));
  return wrapLoop(node, walk);
}

/** A pattern or member in the head runs code of the subject before the body's first probe: it moves in. */
function moveTarget(node: t.ForOfStatement, walk: Walk): t.Statement | null {
  const { left } = node;
  const value = ownName(walk.unit, 'v');
  if (left.type !== 'VariableDeclaration') {
    if (left.type === 'Identifier') return null;
    node.left = loopVariable(ownName(walk.unit, 'v'));
    return assigned(left, value);
  }
  const [declarator] = left.declarations;
  if (left.kind === 'using' || left.kind === 'await using' || declarator!.id.type === 'Identifier')
    return null;
  // In the head the names are in their dead zone while `x` is evaluated; moved away they would not be.
  if (left.kind !== 'var' && mentions([node.right], new Set(bindingNames(declarator!.id)))) return null;
  node.left = loopVariable(ownName(walk.unit, 'v'));
  return declared(left, value);
}

/** `for (await using x of y)` waits at the end of each round: the declaration moves in, where it can be followed. */
function disposeInBody(node: t.ForOfStatement, walk: Walk): void {
  const { unit } = walk;
  const declaration = node.left as t.VariableDeclaration;
  if (mentions([node.right], new Set(bindingNames(declaration.declarations[0]!.id)))) return;
  node.left = loopVariable(ownName(unit, 'v'));
  const using = declared(declaration, ownName(unit, 'v'));
  const inner = block([...awaitUsing(using, walk), node.body]);
  node.body = node.await ? block([tryFinally([inner], againWithCalls(unit, walk.frame))]) : inner;
}

/** A statement's own list if it is a block, which then serves as the new block's. */
const blockBody = (body: t.Statement): t.Statement[] =>
  body.type === 'BlockStatement' && body.directives.length === 0 ? body.body : [body];
