import type * as t from '@babel/types';
import { fields, isFunction, isTransparent, RUNNING_KEYS, unwrapped, type FunctionNode } from './syntax.ts';
import { isNamedPattern, isEffectFree, isQuietPattern } from './effect-free.ts';

/**
 * Places where bundlers see which exports of a module are used: `const { a } = await import('x')`, `(await import('x')).a`,
 * `import('x').then(({ a }) => …)`. They leave out what is not used, so the syntax between `import(…)` and the names must
 * stay as it is.
 */
export interface VisibleImports {
  /** The awaits that stay as they are, and the nodes that get their probes instead. */
  readonly awaits: ReadonlySet<t.Node>;
  readonly around: ReadonlyMap<t.Node, t.AwaitExpression>;
  /** The functions that are called with a module and take it apart in their parameter. */
  readonly callbacks: ReadonlySet<t.Node>;
}

/** What a file with dynamic imports has in its text. */
const MENTIONED = /\bimport\s*(\(|\/[/*])/;

/** Looks for them in a whole file, since the walk does not know what is around a node; null: there are none. */
export function findVisibleImports(program: t.Program, code: string): VisibleImports | null {
  if (!MENTIONED.test(code)) return null;
  const around = new Map<t.Node, t.AwaitExpression>();
  const callbacks = new Set<t.Node>();
  walkWith(program, [], (node, above) => {
    if (node.type === 'AwaitExpression') {
      const place = isKnownImport(node.argument) ? placeOf(node, outward(above)) : null;
      if (place !== null) around.set(place, node);
    }
    const callback = node.type === 'CallExpression' ? callbackOf(node) : null;
    if (callback !== null) callbacks.add(callback);
  });
  if (around.size === 0 && callbacks.size === 0) return null;
  return { around, awaits: new Set(around.values()), callbacks };
}

/** Calls `see` for each node, with those above it, the program first. Files can be large: it makes no lists of its own. */
function walkWith(
  node: t.Node,
  above: t.Node[],
  see: (node: t.Node, above: readonly t.Node[]) => void,
): void {
  see(node, above);
  above.push(node);
  const record = fields(node);
  for (const key of RUNNING_KEYS[node.type] ?? []) {
    const value = record[key] as t.Node | (t.Node | null)[] | null | undefined;
    if (!value) continue;
    for (const child of Array.isArray(value) ? value : [value]) if (child) walkWith(child, above, see);
  }
  above.pop();
}

/** How many nodes around an await are of interest. */
const DEPTH = 4;

/** The nodes next above one, the nearest first; parentheses and types are left out. */
function outward(above: readonly t.Node[]): t.Node[] {
  const nearest: t.Node[] = [];
  for (let at = above.length - 1; at >= 0 && nearest.length < DEPTH; at--)
    if (!isTransparent(above[at]!)) nearest.push(above[at]!);
  return nearest;
}

/** The node that gets the probes of an await, if one can; `above` are those around it, parentheses and types left out. */
function placeOf(node: t.Node, [parent, ...above]: readonly t.Node[]): t.Node | null {
  switch (parent?.type) {
    case 'VariableDeclarator':
      return isDeclarable(parent, above) ? parent : null;
    case 'ExpressionStatement':
      return parent;
    case 'AssignmentExpression':
      return isAssignable(parent) && above[0]?.type === 'ExpressionStatement' ? above[0] : null;
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return unwrapped(parent.object) === node ? placeOfMember(parent, above) : null;
    default:
      return null;
  }
}

/** `const { a, b: { c } } = …`, `const x = …`, unless only one declarator can stand there, or names of ours were exported. */
function isDeclarable({ id }: t.VariableDeclarator, [declaration, around]: readonly t.Node[]): boolean {
  const { kind } = declaration as t.VariableDeclaration;
  if (kind === 'using' || kind === 'await using') return false;
  if (around?.type === 'ForInStatement' || around?.type === 'ForOfStatement') return false;
  if (id.type === 'Identifier') return true;
  if (id.type !== 'ObjectPattern') return false;
  return around?.type === 'ExportNamedDeclaration' ? isQuietPattern(id) : isNamedPattern(id);
}

const isAssignable = ({ operator, left }: t.AssignmentExpression): boolean =>
  operator === '=' && left.type === 'ObjectPattern' && isNamedPattern(left);

type Member = t.MemberExpression | t.OptionalMemberExpression;

/** `(await import('x')).a(…)` where it is called, else `(await import('x')).a` where its value is read. */
function placeOfMember(member: Member, above: readonly t.Node[]): t.Node | null {
  if (member.computed && member.property.type !== 'StringLiteral') return null;
  const [parent, ...outer] = above;
  const isCalled = isCall(parent) && !parent.optional && unwrapped(parent.callee) === member;
  const place = isCalled ? parent : member;
  if (goesOn(place, isCalled ? outer : above)) return null;
  if (isCalled) return parent.arguments[0]?.type === 'ArgumentPlaceholder' ? null : parent;
  return isReference(member, above) ? null : member;
}

const isCall = (node: t.Node | undefined): node is t.CallExpression | t.OptionalCallExpression =>
  node?.type === 'CallExpression' || node?.type === 'OptionalCallExpression';

/** Whether a node is a part of a longer optional chain. */
const goesOn = (node: t.Node, [parent]: readonly t.Node[]): boolean =>
  (parent?.type === 'OptionalMemberExpression' && unwrapped(parent.object) === node) ||
  (parent?.type === 'OptionalCallExpression' && unwrapped(parent.callee) === node);

/** Whether a node is more than read: assigned, deleted, or the tag of a template, which is called with its object. */
function isReference(node: t.Node, [parent, outer]: readonly t.Node[]): boolean {
  switch (parent?.type) {
    case 'AssignmentExpression':
    case 'AssignmentPattern':
    case 'ForInStatement':
    case 'ForOfStatement':
      return unwrapped(parent.left) === node;
    case 'TaggedTemplateExpression':
      return unwrapped(parent.tag) === node;
    case 'UnaryExpression':
      return parent.operator === 'delete';
    case 'ObjectProperty':
      return outer?.type === 'ObjectPattern' && unwrapped(parent.value) === node;
    default:
      return ['UpdateExpression', 'ArrayPattern', 'RestElement'].includes(parent?.type ?? '');
  }
}

/** `import('x').then(({ a }) => …)` */
function callbackOf({ callee, arguments: [first] }: t.CallExpression): FunctionNode | null {
  if (callee.type !== 'MemberExpression' || callee.computed || first === undefined) return null;
  if ((callee.property as t.Identifier).name !== 'then' || importOf(callee.object) === null) return null;
  const callback = unwrapped(first);
  if (!isFunction(callback) || callback.params.length !== 1) return null;
  const [param] = callback.params;
  return param?.type === 'ObjectPattern' && isNamedPattern(param) ? callback : null;
}

interface Import {
  readonly source: t.Node;
  readonly options: t.Node | null;
}

/** `import(source, options)` in either form of Babel's; `import.defer` runs the module only when an export is read. */
function importOf(node: t.Node): Import | null {
  const inner = unwrapped(node);
  if (inner.type === 'ImportExpression')
    return inner.phase ? null : { source: inner.source, options: inner.options ?? null };
  if (inner.type !== 'CallExpression' || inner.callee.type !== 'Import') return null;
  return { source: inner.arguments[0]!, options: inner.arguments[1] ?? null };
}

/** Whether bundlers know what is imported, at least where its name begins. */
function isKnownImport(node: t.Node): boolean {
  const found = importOf(node);
  return (
    found !== null && beginsKnown(found.source) && (found.options === null || isEffectFree(found.options))
  );
}

/** `'x'`, `` `./x/${y}.js` ``, `'./x/' + y`: each is a string. */
function beginsKnown(source: t.Node): boolean {
  if (source.type === 'BinaryExpression') return source.operator === '+' && beginsKnown(source.left);
  return source.type === 'StringLiteral' || source.type === 'TemplateLiteral';
}

/** Whether a name is fixed: evaluating it calls nothing. */
export const isFixed = (source: t.Node): boolean =>
  source.type === 'BinaryExpression'
    ? isFixed(source.left) && isFixed(source.right)
    : source.type === 'StringLiteral' ||
      (source.type === 'TemplateLiteral' && source.expressions.length === 0);

/** The name that an awaited import is given. */
export const sourceOf = ({ argument }: t.AwaitExpression): t.Expression =>
  importOf(argument)!.source as t.Expression;
