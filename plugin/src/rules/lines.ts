import type * as t from '@babel/types';
import { block, call, num, returned, sequence, statement, variable } from '../emit/nodes.ts';
import { ownName, probe, token, type ProbeName } from '../emit/probes.ts';
import { foresee } from '../foresee.ts';
import type { Frame, FrameLines } from '../frame.ts';
import type { FunctionNode } from '../syntax.ts';
import { MOST_LINES } from '../table.ts';
import { positionIn, warn } from '../unit.ts';
import type { Walk } from '../walk.ts';

/*
 * Each statement says which line it begins on, unless that is the line of what comes right before it in its list, or of what
 * its list is part of: a line is told of once each time it is come to. What goes back to the head of a loop says so as well.
 *
 *     for (const x of xs)          i(T, 1); for (const x of xs) { i(T, 1);
 *       if (x) a();                  i(T, 2); if (x) a();
 *       else                         else {
 *         while (b) c();               i(T, 3); for (; b; i(T, 3)) c(); } }
 *
 * All of a function's statements are marked before the walk meets any of them: expressions have none but those of other
 * functions. Only calls are added, and blocks around single statements.
 */

/** A function's lines by their numbers, for its site. */
export const toldLines = ({ lines }: Frame): readonly number[] | undefined => lines?.list;

/** Marks a function's body. */
export function markFunction(node: FunctionNode, walk: Walk): void {
  const { frame, unit } = walk;
  if (!unit.lines || foresee([...node.params, node.body]).unknown) return;
  begin(frame, frame.token ? 'coroutineLine' : 'line');
  if (frame.lines === null) return;
  if (node.body.type !== 'BlockStatement')
    node.body = block([{ ...returned(node.body), loc: node.body.loc ?? null }]);
  markList(node.body.body, frame.lines.list[0]!, walk);
}

/** Marks the body of a static block. */
export function markLines(list: t.Statement[], walk: Walk): void {
  if (!walk.unit.lines || foresee(list).unknown) return;
  begin(walk.frame, 'line');
  if (walk.frame.lines !== null) markList(list, walk.frame.lines.list[0]!, walk);
}

/** Marks the body of a file, which begins at none of its lines. */
export function markModule({ body }: t.Program, walk: Walk): void {
  const { unit, frame } = walk;
  if (!unit.lines) return;
  const { format } = unit;
  begin(frame, format === 'commonjs' ? 'line' : 'coroutineLine', format === 'script');
  if (frame.lines === null) return;
  frame.lines.numbers.clear();
  markList(body, NO_LINE, walk);
}

const NO_LINE = 0;

function begin(frame: Frame, probe: ProbeName, isScript = false): void {
  const { site, bare } = frame;
  if (site === null || bare) return;
  frame.lines = { probe, isScript, list: [site.line], numbers: new Map([[site.line, 0]]) };
}

/** Marks the statements of a list that is come to from `line`. */
function markList(list: t.Statement[], line: number, walk: Walk): void {
  const marked: t.Statement[] = [];
  for (const node of list) {
    const own = lineOf(node, walk);
    if (own !== null && own !== line) marked.push(...told(own, walk));
    line = own ?? line;
    marked.push(markInside(node, line, walk));
    if (node.type === 'DoWhileStatement') line = lineOfNode(node.test, walk) ?? line;
  }
  list.length = 0;
  for (const node of marked) list.push(node);
}

/** Statements that do something themselves. Functions, imports and types are there before; blocks are what is in them. */
const ACTING = new Set([
  ...['ExpressionStatement', 'VariableDeclaration', 'ClassDeclaration', 'ExportDefaultDeclaration'],
  ...['IfStatement', 'SwitchStatement', 'TryStatement', 'WithStatement', 'DebuggerStatement'],
  ...['ForStatement', 'ForInStatement', 'ForOfStatement', 'WhileStatement', 'DoWhileStatement'],
  ...['ReturnStatement', 'ThrowStatement', 'BreakStatement', 'ContinueStatement'],
]);

/** The line that a statement begins on; null where it does nothing itself. */
function lineOf(node: t.Statement, walk: Walk): number | null {
  if (node.type === 'LabeledStatement') return lineOf(node.body, walk);
  if (node.type === 'ExportNamedDeclaration')
    return node.declaration && acts(node.declaration) ? lineOfNode(node, walk) : null;
  return acts(node) ? lineOfNode(node, walk) : null;
}

function acts(node: t.Statement): boolean {
  if (!ACTING.has(node.type) || ('declare' in node && node.declare)) return false;
  if (node.type === 'ExportDefaultDeclaration') return !/^(TS|Function)\w*Declar/.test(node.declaration.type);
  return node.type !== 'VariableDeclaration' || node.declarations.some(({ init }) => init);
}

/** The line of a node, if that is known. */
function lineOfNode(node: t.Node, { unit, frame }: Walk): number | null {
  return node.loc ? (positionIn(unit, node, frame.site!.file)?.line ?? null) : null;
}

/** Marks what is below a statement that stands on `line`; returns what stands in its place. */
function markInside(node: t.Statement, line: number, walk: Walk): t.Statement {
  switch (node.type) {
    case 'BlockStatement':
      markList(node.body, line, walk);
      break;
    case 'LabeledStatement':
      node.body = markInside(node.body, line, walk);
      break;
    case 'IfStatement':
      node.consequent = markBranch(node.consequent, line, walk);
      if (node.alternate) node.alternate = markBranch(node.alternate, line, walk);
      break;
    case 'SwitchStatement':
      for (const { consequent } of node.cases) markList(consequent, line, walk);
      break;
    case 'TryStatement':
      for (const part of [node.block, node.handler?.body, node.finalizer])
        if (part) markList(part.body, line, walk);
      break;
    default:
      return markLoop(node, line, walk);
  }
  return node;
}

function markLoop(node: t.Statement, line: number, walk: Walk): t.Statement {
  switch (node.type) {
    case 'ForStatement':
      node.body = markBranch(node.body, line, walk);
      node.update = alsoTold(line, node.update ?? null, walk);
      break;
    case 'WhileStatement':
      return markLoop({ ...node, type: 'ForStatement', init: null, update: null }, line, walk);
    case 'DoWhileStatement':
      node.body = markBranch(node.body, line, walk);
      node.test = alsoTold(lineOfNode(node.test, walk) ?? line, node.test, walk) ?? node.test;
      break;
    case 'ForInStatement':
    case 'ForOfStatement':
      node.body = block([...told(line, walk), ...inBlock(markBranch(node.body, line, walk))]);
      break;
    default:
  }
  return node;
}

const inBlock = (node: t.Statement): t.Statement[] =>
  node.type === 'BlockStatement' && node.directives.length === 0 ? node.body : [node];

/** What stands where there need not be a block. */
function markBranch(node: t.Statement, line: number, walk: Walk): t.Statement {
  const own = lineOf(node, walk);
  const marked = markInside(node, own ?? line, walk);
  const probes = own !== null && own !== line ? told(own, walk) : [];
  return probes.length > 0 ? block([...probes, marked]) : marked;
}

/** `line(T, 3);` of a line, as a statement; nothing where it has no number. */
function told(line: number, walk: Walk): t.Statement[] {
  const probed = toldBy(line, walk);
  if (probed === null) return [];
  const { unit, frame } = walk;
  return [frame.lines!.isScript ? variable('var', [ownName(unit, 'V'), probed]) : statement(probed)];
}

/** `line(T, 3), x` */
function alsoTold(line: number, value: t.Expression | null, walk: Walk): t.Expression | null {
  const probed = toldBy(line, walk);
  if (probed === null) return value;
  return value === null ? probed : sequence([probed, value]);
}

/** `line(T, 3)`; null where the function has too many lines. */
function toldBy(line: number, { unit, frame }: Walk): t.CallExpression | null {
  const number = numberOf(line, frame.lines!);
  if (number < MOST_LINES) return call(probe(unit, frame.lines!.probe), [token(unit), num(number)]);
  warn(
    unit,
    { type: 'Noop', loc: null },
    `lines of a function behind its first ${MOST_LINES - 1} are not told apart`,
  );
  return null;
}

/** The number of a line; MOST_LINES where there is none left. */
function numberOf(line: number, { list, numbers }: FrameLines): number {
  const known = numbers.get(line);
  if (known !== undefined || list.length === MOST_LINES) return known ?? MOST_LINES;
  numbers.set(line, list.length);
  return list.push(line) - 1;
}
