import type * as t from '@babel/types';
import { bindingNames } from '../bindings.ts';
import { block, returned, statement, thrown, tryCatchFinally, tryFinally } from '../emit/nodes.ts';
import { withCalls } from '../emit/builtins.ts';
import { begin, end, enter, leave, outcome, ownName as named, siteNumber } from '../emit/probes.ts';
import { keptVariable, leaveWith } from '../emit/promises.ts';
import { foresee } from '../foresee.ts';
import { createFrame, type Frame } from '../frame.ts';
import { INVOKED, joined, ownName, returnedName } from '../names.ts';
import type { FunctionNode } from '../syntax.ts';
import { addSite, KIND, UNNAMED, type Site } from '../table.ts';
import { siteFor, warn } from '../unit.ts';
import type { Walk } from '../walk.ts';
import { arrange } from './body.ts';
import { markFunction, toldLines } from './lines.ts';
import { moveOrIterate } from './parameters.ts';
import { mayReturnPromise, walkReturned } from './promises.ts';
import { walkMemberHead, walkParameterDecorators } from './class.ts';
import { walkStatements } from './using.ts';

/** Functions of every kind: walks them, then puts enter and leave (or begin and end) around their body. */
export function functionRule(node: FunctionNode, walk: Walk, name: string): t.Node {
  if (node.type === 'FunctionDeclaration') {
    if (node.declare) return node;
    if (node.id) walk.frame.functions.push(node.id.name);
  }
  const isInvoked = walk.invoked.has(node);
  const own = ownName(node, isInvoked ? joined(name, '/', INVOKED) : name, walk.unit.code);
  // Where the key is written: what stands in its place after the walk is nowhere in the source.
  const start = 'key' in node ? node.key : node;
  if ('key' in node) walkMemberHead(node, walk);
  walkParameterDecorators(node, walk);
  const frame = functionFrame(node, walk, own, start, isInvoked ? name : '');
  walk.inside(frame, () => walkFunction(node, walk));
  if (node.type === 'ArrowFunctionExpression' && frame.usesArguments) walk.frame.usesArguments = true;
  if (!frame.bare && !frame.unknown && frame.site) instrumentFunction(node, walk, frame, frame.site);
  return node;
}

function walkFunction(node: FunctionNode, walk: Walk): void {
  walk.frame.elsewhere++;
  walk.visitAll(node.params, '');
  walk.frame.elsewhere--;
  markFunction(node, walk);
  if (node.body.type !== 'BlockStatement') {
    node.body = walkReturned(node.body, walk, returnedName(node.body, walk.frame.returns));
    return;
  }
  walkStatements(node.body.body, walk);
}

/** `result`: the name of what calling it gives, where that is known. */
function functionFrame(node: FunctionNode, walk: Walk, own: string, start: t.Node, result: string): Frame {
  const parent = walk.frame;
  const generator = 'generator' in node && node.generator === true;
  const async = node.async === true;
  const coroutine = generator || async;
  const path = own === '' ? parent.path : joined(parent.path, '/', own);
  const counting = walk.unit.builtins !== null;
  const keeping = mayReturnPromise(node, walk);
  const obstructs = coroutine || counting || keeping;
  const bare = walk.bareZone || parent.bare || (obstructs && isObstructed(node, walk));
  const form = kindOf(async, generator) + unnamed(node, own);
  const site = siteFor(walk.unit, form, { path, own }, start, node, bare);
  return createFrame({
    ...{ parent, site, bare, generator, async },
    // What a file, or a variable's value, is wrapped in says nothing about what is inside.
    path: own.endsWith(INVOKED) ? parent.path : path,
    returns: coroutine ? '' : result,
    token: coroutine && site !== null,
    counts: counting && !bare && site !== null,
    keepsReturned: keeping && !bare && site !== null,
    declared: Boolean(node.returnType),
    early: parent.early || walk.hoisted.has(node),
  });
}

function isObstructed(node: FunctionNode, walk: Walk): boolean {
  const { unknown, suspendedWith } = foresee([...node.params, node.body]);
  if (unknown)
    warn(
      walk.unit,
      unknown,
      `${unknown.type} is not known to tsprof; the function around it is not profiled`,
    );
  if (suspendedWith)
    warn(walk.unit, suspendedWith, 'a function that awaits or yields inside `with` is not profiled');
  return unknown !== null || suspendedWith !== null;
}

const kindOf = (async: boolean, generator: boolean): number =>
  generator ? (async ? KIND.asyncGenerator : KIND.generator) : async ? KIND.async : KIND.function;

function unnamed({ type }: FunctionNode, own: string): number {
  if (own !== '') return 0;
  return type === 'ArrowFunctionExpression' ? UNNAMED.arrow : UNNAMED.function;
}

function instrumentFunction(node: FunctionNode, walk: Walk, frame: Frame, placed: Site): void {
  const { unit } = walk;
  const number = addSite(unit.table, {
    ...placed,
    suspensions: frame.places,
    lines: toldLines(frame),
  });
  const site = () => siteNumber(unit, number, frame.early);
  const taken =
    frame.vars.length + frame.functions.length > 0 ? node.params.flatMap((param) => bindingNames(param)) : [];
  const moved = moveOrIterate(node, walk, frame, site);
  if (node.body.type !== 'BlockStatement')
    node.body = block([{ ...returned(node.body), loc: node.body.loc ?? null }]);
  const { body } = node.body;
  const { before, inside } = arrange(body, frame, taken, moved !== null);
  const tried = moved === null ? inside : [moved, block(inside)];
  const keeps = frame.kept > 0 ? [keptVariable(unit, node.returnType)] : [];
  node.body.body = [...before, ...keeps, ...around(walk, frame, site, tried)];
}

/**
 * A coroutine's end, and which: `try { … } catch (v) { throw outcome(T, v) } finally { end(T) }`. Where a generator throws it
 * does so in its caller, and Node shows where an uncaught error was thrown last: so there it is the other ends that
 * are told, by `return outcome(T, x)`.
 */
function ended({ unit }: Walk, frame: Frame, body: t.Statement[]): t.TryStatement {
  if (body.length === 0 && frame.async) return tryFinally(body, end(unit));
  const error = () => named(unit, 'v');
  if (frame.async) return tryCatchFinally(body, error(), thrown(outcome(unit, error())), end(unit));
  const isOver = ['ReturnStatement', 'ThrowStatement'].includes(body.at(-1)?.type ?? '');
  return tryFinally(isOver ? body : [...body, statement(outcome(unit))], end(unit));
}

/** `enter; try { … } finally { leave }`. The probe stands outside: an overflow in it must not run an unpaired leave. */
function around(walk: Walk, frame: Frame, site: () => t.Expression, body: t.Statement[]): t.Statement[] {
  const { unit } = walk;
  if (frame.token) return [begin(unit, site()), ...withCalls(unit, frame, ended(walk, frame, body))];
  const last = frame.kept > 0 ? leaveWith(unit) : leave(unit);
  return [enter(unit, site()), ...withCalls(unit, frame, tryFinally(body, last))];
}
