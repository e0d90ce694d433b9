import type * as t from '@babel/types';
import { RUNTIME } from './unit.ts';

/** Whether a program gets its probes at its top already: an import, a require, or the realm's in scripts. */
export function isInstrumented(program: t.Program, runtime: string): boolean {
  const isRuntime = (node: t.Node | undefined | null): boolean =>
    node?.type === 'StringLiteral' && (node.value === runtime || node.value === RUNTIME);
  return program.body.some((statement) => {
    if (statement.type === 'ImportDeclaration') return isRuntime(statement.source);
    if (statement.type !== 'VariableDeclaration') return false;
    return statement.declarations.some(({ init }) => isRuntime(requiredModule(init)) || isRealm(init));
  });
}

/** The argument of `require(…)`. */
function requiredModule(node: t.Node | null | undefined): t.Node | null {
  const isRequire =
    node?.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'require';
  return isRequire ? (node.arguments[0] ?? null) : null;
}

/** `globalThis[Symbol.for('tsprof.realm')].probes` */
function isRealm(node: t.Node | null | undefined): boolean {
  if (node?.type !== 'MemberExpression' || node.object.type !== 'MemberExpression') return false;
  const { property } = node.object;
  const argument = property.type === 'CallExpression' ? property.arguments[0] : null;
  return argument?.type === 'StringLiteral' && argument.value === 'tsprof.realm';
}

/**
 * What `register(file, names, spots)` looks like whatever a minifier calls it, where the first site is a module: no name,
 * line 1, column 0.
 */
const REGISTERS =
  /["'`]\s*,\s*(["'`])0(?:(?:\\n|\n)\d(?:\\[^]|(?!\1)[^\\])*)?\1\s*,\s*\[\s*1\s*,\s*4\s*[,\]]/;

/**
 * What no minifier changes in the parts of the runtime for pages, each of which may end up in a file of its own: names of
 * properties and exports, what is said, and shapes that no other code has.
 */
const RUNTIME_PARTS = [
  /tsprof\.(?:realm|parameters|settings)/,
  /["'`]tsprof(?:-overlay["'`]|: (?:no (?:profile|overlay): |profiling has ended|the (?:page was left|overlay)))/,
  /\[functions beyond the limit\]/,
  /format:\s*(["'`])tsprof\1,\s*version:/,
  // The probes, by their names.
  /\bunpark\b[^}]*\bbeginModule\b/,
  // Accounts that the page keeps by itself (host/browser/in-thread.ts).
  /\bkeepInThread\b/,
  // clock.ts
  /\.now\.bind\(\w+\)\s*:\s*\(\)\s*=>\s*0\b/,
  // pauses.ts
  /\bpause:[^}]{0,80}\bgoOn:/,
  // profile/identity.ts
  /\.line\[(\w+)\],\s*\w+\.column\[\1\],\s*\w+\.kind\[\1\]/,
  // profile/figures.ts
  /\bofPair:\s*(["'`])nactualcall\1/,
  // profile/error.ts
  /\bname\s*=\s*(["'`])ProfileError\1/,
];

/** Whether code is a bundle, or a part of one, that was made of instrumented files or has some of the runtime in it. */
export function isInstrumentedBundle(code: string): boolean {
  return REGISTERS.test(code) || RUNTIME_PARTS.some((part) => part.test(code));
}
