import { FLIPPED_ALIAS_KEYS, VISITOR_KEYS } from '@babel/types';
import type * as t from '@babel/types';

/** TypeScript nodes that hold code which runs; all others of them are types. */
const RUNNING_TYPESCRIPT = new Set([
  ...['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion'],
  ...['TSInstantiationExpression', 'TSEnumDeclaration', 'TSEnumBody', 'TSEnumMember', 'TSModuleDeclaration'],
  ...['TSModuleBlock', 'TSExportAssignment', 'TSParameterProperty'],
]);

const RUNNING_FLOW = new Set(['TypeCastExpression', 'EnumDeclaration']);

/** Children that hold types, and identifiers that are neither read nor called. */
const PASSIVE_KEYS = new Set([
  ...['typeAnnotation', 'typeParameters', 'typeArguments', 'returnType', 'predicate', 'variance', 'label'],
  ...['superTypeParameters', 'implements', 'mixins', 'specifiers'],
]);

/** What a parameter can be: its decorators run around the function, and are none of its children here. */
const PARAMETERS = new Set([
  'Identifier',
  'AssignmentPattern',
  'ObjectPattern',
  'ArrayPattern',
  'TSParameterProperty',
]);

const isPassive = (type: string, key: string): boolean =>
  PASSIVE_KEYS.has(key) || (key === 'decorators' && PARAMETERS.has(type));

/** Syntax whose meaning our shapes could change: completion values, programs within programs. */
const UNKNOWN = new Set(['DoExpression', 'ModuleExpression']);

const flow: ReadonlySet<string> = new Set(FLIPPED_ALIAS_KEYS['Flow']);
const isTypeOnly = (type: string): boolean =>
  type.startsWith('TS') ? !RUNNING_TYPESCRIPT.has(type) : flow.has(type) && !RUNNING_FLOW.has(type);

/** The children of each known type of node that hold running code; none for types. A type it lacks is unknown. */
export const RUNNING_KEYS: Readonly<Record<string, readonly string[] | undefined>> = Object.assign(
  Object.create(null) as Record<string, readonly string[]>,
  Object.fromEntries(
    Object.entries(VISITOR_KEYS)
      .filter(([type]) => !UNKNOWN.has(type))
      .map(([type, keys]) => [type, isTypeOnly(type) ? [] : keys.filter((key) => !isPassive(type, key))]),
  ),
);

/** A function with a body: what a site is made of, save for module bodies and static blocks. */
export type FunctionNode =
  | t.FunctionDeclaration
  | t.FunctionExpression
  | t.ArrowFunctionExpression
  | t.ObjectMethod
  | t.ClassMethod
  | t.ClassPrivateMethod;

const FUNCTIONS = new Set([
  ...['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'],
  ...['ObjectMethod', 'ClassMethod', 'ClassPrivateMethod'],
]);

/** Whether a node is a function: its awaits and variables are its own. */
export const isFunction = (node: t.Node): node is FunctionNode => FUNCTIONS.has(node.type);

/** A node with decorators, lists of which are changed in place. */
interface Decorated {
  readonly decorators?: t.Decorator[] | null;
}

/** The lists of decorators of a function's parameters. */
export function parameterDecorators({ params }: FunctionNode): t.Decorator[][] {
  const lists: t.Decorator[][] = [];
  const look = (param: t.Node): void => {
    const { decorators } = param as Decorated;
    if (decorators) lists.push(decorators);
    if (param.type === 'AssignmentPattern') look(param.left);
    if (param.type === 'TSParameterProperty') look(param.parameter);
  };
  params.forEach(look);
  return lists;
}

/** A node read by key; nothing is known of what stands there. */
export const fields = (node: t.Node): Record<string, unknown> => node as unknown as Record<string, unknown>;

const isNode = (value: unknown): value is t.Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

/** The nodes directly below a node that hold running code. */
export function childrenOf(node: t.Node): t.Node[] {
  const children: t.Node[] = [];
  for (const key of RUNNING_KEYS[node.type] ?? []) {
    const value = fields(node)[key];
    if (Array.isArray(value)) children.push(...value.filter(isNode));
    else if (isNode(value)) children.push(value);
  }
  return children;
}

/** Expressions that only say something about the types of the one inside. */
const TRANSPARENT = new Set([
  ...['ParenthesizedExpression', 'TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression'],
  ...['TSTypeAssertion', 'TSInstantiationExpression', 'TypeCastExpression'],
]);

/** Whether a node is nothing but parentheses or a type around an expression. */
export const isTransparent = ({ type }: t.Node): boolean => TRANSPARENT.has(type);

/** The expression below parentheses and type assertions. */
export function unwrapped(node: t.Node): t.Node {
  let inner = node;
  while (isTransparent(inner)) inner = fields(inner)['expression'] as t.Node;
  return inner;
}
