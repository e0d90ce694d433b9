/** Whether a file that imports and exports is CommonJS all the same, as TypeScript written for it is. */
import { isReferenced } from '@babel/types';
import type * as t from '@babel/types';
import { bindingNames } from './bindings.ts';
import { childrenOf, fields, isFunction } from './syntax.ts';

/** What only the function around a CommonJS module declares. */
const WORDS: ReadonlySet<string> = new Set(['require', 'exports', 'module', '__filename', '__dirname']);
const WORTH_A_WALK = /\b(?:require|exports|module|__filename|__dirname)\b/;

/**
 * Whether a file uses what CommonJS alone has, by its words or by TypeScript's `export =` and `import = require()`; not
 * where it uses what modules alone have (`import.meta`, an await at the top).
 */
export function usesCommonJs({ program }: t.File, code: string): boolean {
  if (!WORTH_A_WALK.test(code)) return program.body.some(isOldSyntax);
  const found = { words: program.body.some(isOldSyntax), moduleOnly: false };
  look(program, null, { isTop: true, hidden: declaredIn(program), found });
  return found.words && !found.moduleOnly;
}

function isOldSyntax(statement: t.Statement): boolean {
  if (statement.type === 'TSExportAssignment') return true;
  return (
    statement.type === 'TSImportEqualsDeclaration' &&
    statement.moduleReference.type === 'TSExternalModuleReference'
  );
}

interface Surroundings {
  /** Outside of all functions. */
  readonly isTop: boolean;
  /** Words that the file itself declares around here. */
  readonly hidden: ReadonlySet<string>;
  readonly found: { words: boolean; moduleOnly: boolean };
}

function look(node: t.Node, parent: t.Node | null, around: Surroundings): void {
  const { isTop, hidden, found } = around;
  if (isModuleOnly(node, isTop)) found.moduleOnly = true;
  // Asking for its type is what files do that run as either.
  if (node.type === 'UnaryExpression' && node.operator === 'typeof' && node.argument.type === 'Identifier')
    return;
  if (node.type === 'Identifier' && WORDS.has(node.name) && !hidden.has(node.name)) {
    if (parent !== null && isReferenced(node, parent)) found.words = true;
  }
  const inside = isFunction(node)
    ? { found, isTop: false, hidden: new Set([...hidden, ...declaredIn(node)]) }
    : around;
  for (const child of childrenOf(node)) look(child, node, inside);
}

function isModuleOnly(node: t.Node, isTop: boolean): boolean {
  if (node.type === 'MetaProperty') return node.meta.name === 'import';
  if (!isTop) return false;
  if (node.type === 'ForOfStatement') return node.await;
  return (
    node.type === 'AwaitExpression' || (node.type === 'VariableDeclaration' && node.kind === 'await using')
  );
}

/** The words that a program or a function declares, in whichever of its blocks. What is said to be there is not. */
function declaredIn(scope: t.Node, node: t.Node = scope, into = new Set<string>()): Set<string> {
  if (fields(node)['declare'] === true) return into;
  for (const name of namesOf(node, node === scope)) if (WORDS.has(name)) into.add(name);
  if (node !== scope && isFunction(node)) return into;
  for (const child of childrenOf(node)) declaredIn(scope, child, into);
  return into;
}

function namesOf(node: t.Node, isScope: boolean): readonly string[] {
  switch (node.type) {
    case 'VariableDeclarator':
      return bindingNames(node.id);
    case 'CatchClause':
      return bindingNames(node.param ?? null);
    case 'ImportDeclaration':
      return node.importKind === 'type' ? [] : node.specifiers.map(({ local }) => local.name);
    case 'TSImportEqualsDeclaration':
    case 'ClassDeclaration':
    case 'TSEnumDeclaration':
    case 'TSModuleDeclaration':
      return node.id?.type === 'Identifier' ? [node.id.name] : [];
  }
  if (!isFunction(node)) return [];
  if (isScope) return node.params.flatMap((param) => bindingNames(param));
  return node.type === 'FunctionDeclaration' && node.id ? [node.id.name] : [];
}
