import type {
  CallExpression,
  Expression,
  File,
  Node,
  ObjectExpression,
  Statement,
  StringLiteral,
} from '@babel/types';
import type { Language } from 'babel-plugin-tsprof/language';
import type { SourceFormat } from 'babel-plugin-tsprof/source';

/** Without these words in the source no getter can be hidden, and the walk is spared. */
const WORTH_A_WALK =
  /\bdefineProperty\b(?:\s|\/\*[^]*?\*\/|\/\/.*)*\((?:\s|\/\*[^]*?\*\/|\/\/.*)*(?:module|exports)\b/;

/** The hints below, for `transformSource`: none of what is not CommonJS when it is read. */
export const exportHints =
  (language: Language, code: string) =>
  (file: File, format: SourceFormat): string =>
    format === 'commonjs' && language === 'js' ? hiddenExports(file, code) : '';

/**
 * Node finds the names that a CommonJS file exports by a scan for certain spellings. Probes break two of them:
 * a getter that returns another module's export, and `Object.keys(other).forEach(…)`. What they export, in a
 * spelling of statements that never run, to be put behind the instrumented code; empty when there is nothing.
 */
function hiddenExports(file: File, code: string): string {
  const names = new Set<string>();
  if (WORTH_A_WALK.test(code)) {
    forEachNode(file.program, (node) => {
      const name = getterExport(node);
      if (name === undefined) return;
      names.add(name);
      makeUnrecognisable(node as CallExpression);
    });
  }
  const hints = [
    ...[...names].map((name) => `(module.exports[${JSON.stringify(name)}] = 0)`),
    ...reexportedModules(file.program.body).map((name) => `__export(require(${JSON.stringify(name)}))`),
  ];
  return hints.map((hint) => `\n0 && ${hint};`).join('');
}

/** A getter that the scan does not understand takes the name away, hint or not: it must not see this one. */
function makeUnrecognisable({ callee }: CallExpression): void {
  if (callee.type !== 'MemberExpression') return;
  callee.computed = true;
  callee.property = { ...callee.property, type: 'StringLiteral', value: 'defineProperty' } as StringLiteral;
}

/** Calls `visit` for every node below `node`, itself included. */
function forEachNode(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const value of Object.values(node) as unknown[]) {
    if (Array.isArray(value)) {
      for (const child of value as unknown[]) if (isNode(child)) forEachNode(child, visit);
    } else if (isNode(value)) forEachNode(value, visit);
  }
}

/** Comments have a type too, but no place among the nodes' fields that matters here: they hold no nodes. */
function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string';
}

/** The name in `Object.defineProperty(exports, 'name', { enumerable: true, get() { return other.name } })`. */
function getterExport(node: Node): string | undefined {
  if (node.type !== 'CallExpression' || !isMethodOfObject(node, 'defineProperty')) return undefined;
  const [target, name, descriptor] = node.arguments;
  if (target === undefined || !isExports(target) || name?.type !== 'StringLiteral') return undefined;
  if (descriptor?.type !== 'ObjectExpression' || !hasPlainGetter(descriptor)) return undefined;
  return name.value;
}

function hasPlainGetter({ properties }: ObjectExpression): boolean {
  return properties.some((property) => {
    if (property.type === 'SpreadElement' || !isNamed(property.key, 'get')) return false;
    const body = property.type === 'ObjectMethod' ? property.body : functionBody(property.value);
    const [statement, ...others] = body?.body ?? [];
    return others.length === 0 && statement?.type === 'ReturnStatement' && isPlain(statement.argument);
  });
}

function functionBody(node: Node): { body: Statement[] } | undefined {
  return node.type === 'FunctionExpression' ? node.body : undefined;
}

function isPlain(node: Expression | null | undefined): boolean {
  if (node?.type === 'Identifier') return true;
  if (node?.type !== 'MemberExpression' || node.object.type !== 'Identifier') return false;
  return node.computed ? node.property.type === 'StringLiteral' : true;
}

/** Modules whose every export is copied by `Object.keys(variable).forEach(…)` at the top of the file. */
function reexportedModules(body: readonly Statement[]): string[] {
  const required = new Map<string, string>();
  const modules: string[] = [];
  for (const statement of body) {
    noteRequired(statement, required);
    const variable = copiedVariable(statement);
    const name = variable === undefined ? undefined : required.get(variable);
    if (name !== undefined) modules.push(name);
  }
  return modules;
}

function noteRequired(statement: Statement, required: Map<string, string>): void {
  if (statement.type !== 'VariableDeclaration') return;
  for (const { id, init } of statement.declarations) {
    const name = requiredModule(init);
    if (id.type === 'Identifier' && name !== undefined) required.set(id.name, name);
  }
}

/** The module in `require('module')`, also within a call such as `_interopRequireWildcard(…)`. */
function requiredModule(node: Node | null | undefined): string | undefined {
  if (node?.type !== 'CallExpression') return undefined;
  const [argument] = node.arguments;
  if (!isNamed(node.callee, 'require')) return requiredModule(argument);
  return argument?.type === 'StringLiteral' ? argument.value : undefined;
}

function copiedVariable(statement: Statement): string | undefined {
  if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'CallExpression') return;
  const { callee } = statement.expression;
  if (callee.type !== 'MemberExpression' || !isNamed(callee.property, 'forEach')) return;
  if (callee.object.type !== 'CallExpression' || !isMethodOfObject(callee.object, 'keys')) return;
  const [argument] = callee.object.arguments;
  return argument?.type === 'Identifier' ? argument.name : undefined;
}

function isMethodOfObject({ callee }: CallExpression, method: string): boolean {
  if (callee.type !== 'MemberExpression' || callee.computed) return false;
  return isNamed(callee.object, 'Object') && isNamed(callee.property, method);
}

function isExports(node: Node): boolean {
  if (isNamed(node, 'exports')) return true;
  return node.type === 'MemberExpression' && isNamed(node.object, 'module') && isExports(node.property);
}

function isNamed(node: Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}
