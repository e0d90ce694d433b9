import type * as t from '@babel/types';
import { declaredNames, identifiersIn } from '../bindings.ts';
import { constants, tryFinally } from '../emit/nodes.ts';
import { againWithCalls } from '../emit/builtins.ts';
import { disposable, disposer } from '../emit/probes.ts';
import type { Walk } from '../walk.ts';
import { wrapLoop } from './loop.ts';
import { SUSPENSION } from '../table.ts';
import { suspensionNumber } from '../unit.ts';
import { addSuspension, isProbed } from './suspensions.ts';

const isUsing = (node: t.Statement): boolean =>
  node.type === 'VariableDeclaration' && (node.kind === 'using' || node.kind === 'await using');
const isSyncUsing = (node: t.Statement): boolean => isUsing(node) && !isAwaitUsing(node);
const isAwaitUsing = (node: t.Statement): boolean =>
  node.type === 'VariableDeclaration' && node.kind === 'await using';

/**
 * `await using` calls disposers, and waits for them, where its block ends. Something of ours stands for each resource: the
 * coroutine runs while it is called, and waits for what comes of it. Where there is no resource, the engine waits
 * nevertheless, so one more of ours, disposed of before all others, says so. What follows the block says that the
 * coroutine runs again.
 *
 *     { await using x = e; … }
 *     { try { const x = e; await using _U0 = disposable(T, x); using _U = dispose(T, _U0); … } finally { again(T) } }
 */
export function blockRule(node: t.BlockStatement, walk: Walk): t.Node {
  const disposes = walkStatements(node.body, walk);
  if (disposes) node.body = [tryFinally(node.body, againWithCalls(walk.unit, walk.frame))];
  return node;
}

/** Walks a list of statements; says whether it declares resources whose disposal is awaited (and probed). */
export function walkStatements(list: t.Statement[], walk: Walk): boolean {
  if (!list.some(isUsing)) {
    walk.visitAll(list, '');
    return false;
  }
  // An error that a call has thrown would dispose of them before the call is left.
  const waits = list.some(isAwaitUsing) ? 1 : 0;
  walk.frame.elsewhere += waits;
  const suspensions = list.map((node, i) => {
    list[i] = walk.visit(node, '');
    if (isAwaitUsing(node)) walk.frame.suspensions++;
    return walk.frame.suspensions;
  });
  walk.frame.elsewhere -= waits;
  if (!isProbed(walk.frame)) return false;
  const disposes = list.some(isAwaitUsing);
  const isLeftOpen = list.map((node, i) => isSyncUsing(node) && walk.frame.suspensions > suspensions[i]!);
  guardDisposal(list, isLeftOpen, walk);
  return disposes;
}

/**
 * After a rejected await a `using` is disposed of at once: what follows it goes where a finally block comes first.
 * `isLeftOpen` says which statements are one with a suspension behind it.
 */
function guardDisposal(list: t.Statement[], isLeftOpen: readonly boolean[], walk: Walk): void {
  const at = list.findIndex((_, i) => isLeftOpen[i]! && canMove(list, i + 1));
  if (at < 0) return awaitDisposal(list, walk);
  const rest = list.splice(at + 1);
  awaitDisposal(list, walk);
  guardDisposal(rest, isLeftOpen.slice(at + 1), walk);
  list.push(tryFinally(rest, againWithCalls(walk.unit, walk.frame)));
}

/** Whether all statements from an index on can go into a block of their own: nothing before them sees their names. */
function canMove(list: readonly t.Statement[], from: number): boolean {
  const rest = list.slice(from);
  if (rest.some((node) => node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration'))
    return false;
  const names = new Set(
    rest.flatMap((node) => (node.type === 'VariableDeclaration' ? declaredNames(node) : [])),
  );
  const isSeenBefore = (node: t.Statement) => [...identifiersIn(node)].some((name) => names.has(name));
  return !list.slice(0, from).some(isSeenBefore);
}

/** Puts what stands for its resources behind each `await using` of a block, and after the last one what waits without any. */
function awaitDisposal(list: t.Statement[], walk: Walk): void {
  const last = list.findLastIndex(isAwaitUsing);
  if (last < 0) return;
  let count = 0;
  const declared = list.splice(0, last + 1).flatMap((node) => {
    if (!isAwaitUsing(node)) return [node];
    const statements = resources(node as t.VariableDeclaration, count, walk);
    count += statements.length / 2;
    return statements;
  });
  const place = walk.frame.places.length - 1;
  list.unshift(...declared, disposer(walk.unit, count, suspensionNumber(place)));
}

/** `const x = e; await using _U0 = disposable(T, x)`, for each name of a declaration; the first has this number. */
function resources(declaration: t.VariableDeclaration, number: number, walk: Walk): t.Statement[] {
  return constants(declaration).flatMap((constant, at) => {
    const place = addSuspension(walk, SUSPENSION.awaitUsing, declaration);
    return [constant, disposable(walk.unit, number + at, declaredNames(constant)[0]!, place)];
  });
}

/** The same for one that stands alone in a block, and what waits without a resource. */
export const awaitUsing = (declaration: t.VariableDeclaration, walk: Walk): t.Statement[] => {
  const list: t.Statement[] = [declaration];
  awaitDisposal(list, walk);
  return list;
};

/** `for (await using x = …; …)` disposes of x when the loop ends: the declaration goes before it. */
export function forRule(node: t.ForStatement, walk: Walk): t.Node {
  walk.visitChildren(node);
  const { init } = node;
  if (init?.type !== 'VariableDeclaration' || init.kind !== 'await using') return node;
  walk.frame.suspensions++;
  if (!isProbed(walk.frame)) return node;
  node.init = null;
  const guarded = wrapLoop(node, walk);
  guarded.block.body.unshift(...awaitUsing(init, walk));
  return guarded;
}
