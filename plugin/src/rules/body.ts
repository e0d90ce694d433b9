import type * as t from '@babel/types';
import { functionAssigned, varNames } from '../emit/nodes.ts';
import type { Frame } from '../frame.ts';

/** A body's statements, told apart by whether they go before the try block or into it. */
export interface Arranged {
  readonly before: t.Statement[];
  readonly inside: t.Statement[];
}

/** Declarations that bind in the block where they stand. */
const isLexical = (node: t.Statement): boolean =>
  (node.type === 'VariableDeclaration' && node.kind !== 'var') ||
  ['ClassDeclaration', 'TSEnumDeclaration', 'EnumDeclaration'].includes(node.type);

/** Declarations of types and overloads go where the functions go. */
const isType = (node: t.Statement): boolean =>
  ['TSDeclareFunction', 'TSInterfaceDeclaration', 'TSTypeAliasDeclaration'].includes(node.type);

/** The function a statement declares, also below labels. */
function declaredFunction(statement: t.Statement): t.FunctionDeclaration | null {
  let node = statement;
  while (node.type === 'LabeledStatement') node = node.body;
  return node.type === 'FunctionDeclaration' ? node : null;
}

/** Whether a body declares a function below a label at its top. */
export const hasLabelledFunction = (body: readonly t.Statement[]): boolean =>
  body.some((node) => node.type === 'LabeledStatement' && declaredFunction(node) !== null);

/**
 * The body moves one block in, and with it the functions declared at its top would become block-scoped:
 *
 * - without let, const or class beside them they go before the try block, where all is as before;
 * - else they stay with the names that they may close over;
 * - unless the name has another meaning in the body: then `var g` goes before and `g = function …` is the
 *   first thing inside.
 */
export function arrange(
  body: t.Statement[],
  frame: Frame,
  taken: readonly string[],
  moved: boolean,
): Arranged {
  if (!body.some((node) => declaredFunction(node) !== null)) return { before: [], inside: body };
  const isDeclaration = (node: t.Statement) => declaredFunction(node) !== null || isType(node);
  if (!moved && !body.some(isLexical)) {
    return { before: body.filter(isDeclaration), inside: body.filter((node) => !isDeclaration(node)) };
  }
  const clashing = clashes(body, frame, taken);
  if (clashing.size === 0) return { before: [], inside: body };
  const isOverload = (node: t.Statement) =>
    node.type === 'TSDeclareFunction' && clashing.has(node.id?.name ?? '');
  const clash = (node: t.Statement) => {
    const declaration = declaredFunction(node);
    return declaration !== null && clashing.has(declaration.id!.name) ? declaration : null;
  };
  const assignments = body.map(clash).filter((node) => node !== null);
  const rest = body.filter((node) => clash(node) === null && !isOverload(node));
  return { before: [varNames([...clashing])], inside: [...assignments.map(functionAssigned), ...rest] };
}

/** The functions at a body's top that cannot become block-scoped. */
function clashes(body: readonly t.Statement[], frame: Frame, taken: readonly string[]): Set<string> {
  const names = body.map((node) => declaredFunction(node)?.id?.name).filter((name) => name !== undefined);
  const others = new Set([...frame.vars, ...taken]);
  const isTwice = (name: string) => frame.functions.indexOf(name) !== frame.functions.lastIndexOf(name);
  return new Set(names.filter((name) => frame.evaluates || others.has(name) || isTwice(name)));
}
