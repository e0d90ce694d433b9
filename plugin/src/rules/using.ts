import type * as t from '@babel/types';
import { declaredNames, identifiersIn } from '../bindings.ts';
import { tryFinally } from '../emit/nodes.ts';
import { again, disposer } from '../emit/probes.ts';
import type { Walk } from '../walk.ts';
import { wrapLoop } from './for-of.ts';
import { isProbed } from './suspensions.ts';

const isUsing = (node: t.Statement): boolean =>
  node.type === 'VariableDeclaration' && (node.kind === 'using' || node.kind === 'await using');
const isAwaitUsing = (node: t.Statement): boolean =>
  node.type === 'VariableDeclaration' && node.kind === 'await using';

/**
 * `await using` waits where its block ends. A resource of ours, declared right after it and so disposed of right
 * before it, says so; what follows the block says that the coroutine runs again.
 */
export function blockRule(node: t.BlockStatement, walk: Walk): t.Node {
  const disposes = walkStatements(node.body, walk);
  if (disposes) node.body = [tryFinally(node.body, again(walk.unit))];
  return node;
}

/** Walks a list of statements; says whether it declares resources whose disposal is awaited (and probed). */
export function walkStatements(list: t.Statement[], walk: Walk): boolean {
  if (!list.some(isUsing)) {
    walk.visitAll(list, '');
    return false;
  }
  const suspensions = list.map((node, i) => {
    list[i] = walk.visit(node, '');
    if (isAwaitUsing(node)) walk.frame.suspensions++;
    return walk.frame.suspensions;
  });
  if (!isProbed(walk.frame)) return false;
  const disposes = list.some(isAwaitUsing);
  for (let i = list.length - 1; i >= 0; i--) {
    if (isAwaitUsing(list[i]!)) list.splice(i + 1, 0, disposer(walk.unit, i));
    else if (isUsing(list[i]!) && walk.frame.suspensions > suspensions[i]!) guardRest(list, i + 1, walk);
  }
  return disposes;
}

/** After a rejected await a `using` is disposed of at once: what follows it goes where a finally block comes first. */
function guardRest(list: t.Statement[], from: number, walk: Walk): void {
  const rest = list.slice(from);
  if (rest.some((node) => node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration')) return;
  const names = new Set(
    rest.flatMap((node) => (node.type === 'VariableDeclaration' ? declaredNames(node) : [])),
  );
  const isSeenBefore = (node: t.Statement) => [...identifiersIn(node)].some((name) => names.has(name));
  if (list.slice(0, from).some(isSeenBefore)) return;
  list.splice(from, rest.length, tryFinally(rest, again(walk.unit)));
}

/** `for (await using x = …; …)` disposes of x when the loop ends: the declaration goes before it. */
export function forRule(node: t.ForStatement, walk: Walk): t.Node {
  walk.visitChildren(node);
  const { init } = node;
  if (init?.type !== 'VariableDeclaration' || init.kind !== 'await using') return node;
  walk.frame.suspensions++;
  if (!isProbed(walk.frame)) return node;
  node.init = null;
  const guarded = wrapLoop(node, walk);
  guarded.block.body.unshift(init, disposer(walk.unit, 0));
  return guarded;
}
