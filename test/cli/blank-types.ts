import ts from 'typescript';

/** The program with spaces in place of its types: JavaScript, in which everything else stands where it stood. */
export function blankTypes(source: string): string {
  const file = ts.createSourceFile('blank.ts', source, ts.ScriptTarget.Latest, true);
  let code = source;
  const blank = (from: number, to: number): void => {
    code = code.slice(0, from) + code.slice(from, to).replace(/[^\n]/g, ' ') + code.slice(to);
  };
  const visit = (node: ts.Node): void => {
    for (const [from, to] of typeRanges(node, file)) blank(from, to);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return code;
}

type Range = readonly [from: number, to: number];

/** The parts of a node, without its children, that JavaScript does not have. */
function typeRanges(node: ts.Node, file: ts.SourceFile): readonly Range[] {
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
    return [[node.getStart(file), node.end]];
  }
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return [[node.expression.end, node.end]];
  if (ts.isNonNullExpression(node)) return [[node.end - 1, node.end]];
  if (ts.isParameter(node) && node.name.getText(file) === 'this')
    return [[node.getStart(file), node.end + 1]];
  return [...annotation(node), ...questionMark(node), ...typeLists(node), ...modifiers(node, file)];
}

/** `: T`; the type's full text begins behind the colon. */
function annotation(node: ts.Node): readonly Range[] {
  const { type } = node as { type?: ts.TypeNode };
  return type !== undefined && type.parent === node ? [[type.getFullStart() - 1, type.end]] : [];
}

function questionMark(node: ts.Node): readonly Range[] {
  return ts.isParameter(node) && node.questionToken
    ? [[node.questionToken.end - 1, node.questionToken.end]]
    : [];
}

/** `<T>`, of declarations and of calls. */
function typeLists(node: ts.Node): readonly Range[] {
  const lists = node as { typeParameters?: ts.NodeArray<ts.Node>; typeArguments?: ts.NodeArray<ts.Node> };
  return [lists.typeParameters, lists.typeArguments].flatMap((list) =>
    list ? [[list.pos - 1, list.end + 1]] : [],
  );
}

const TYPE_MODIFIERS = new Set([
  ts.SyntaxKind.PrivateKeyword,
  ts.SyntaxKind.ProtectedKeyword,
  ts.SyntaxKind.PublicKeyword,
  ts.SyntaxKind.ReadonlyKeyword,
]);

function modifiers(node: ts.Node, file: ts.SourceFile): readonly Range[] {
  if (!ts.canHaveModifiers(node)) return [];
  const found = ts.getModifiers(node)?.filter(({ kind }) => TYPE_MODIFIERS.has(kind)) ?? [];
  return found.map((modifier) => [modifier.getStart(file), modifier.end]);
}
