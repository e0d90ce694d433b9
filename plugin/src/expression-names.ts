import type * as t from '@babel/types';
import { capped, isNameable, joined, keyName, sourceOf } from './names.ts';
import { unwrapped } from './syntax.ts';
import { isCall, type Call } from './wrappers.ts';

/**
 * The name of what is assigned to or called: `a`, `a.b`, `exports.x`, `Foo.bar` for `Foo.prototype.bar`, `x` for `this.x`,
 * `handlers[key]`, `fetch(url).then` in a chain of calls; '' if it has none.
 */
export function expressionName(expression: t.Node, code: string): string {
  const node = unwrapped(expression);
  switch (node.type) {
    case 'Identifier':
      return node.name;
    case 'Super':
      return 'super';
    case 'Import':
      return 'import';
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return memberName(node, code);
    default:
      return isCall(node) ? callName(node, code) : '';
  }
}

type Member = t.MemberExpression | t.OptionalMemberExpression;

function memberName({ object, property: key, computed }: Member, code: string): string {
  const node = unwrapped(object);
  const owner = node.type === 'Super' ? '' : expressionName(chainStart(node), code);
  const name = key.type === 'NumericLiteral' ? `[${key.value}]` : keyName({ key, computed }, code);
  if (name.startsWith('[')) return owner + name;
  if (name === 'prototype' && owner !== '') return owner;
  return owner === 'module' && name === 'exports' ? 'exports' : joined(owner, '.', name);
}

/** The first call of a chain: `fetch(url)` of `fetch(url).then(…).then(…)`. */
function chainStart(object: t.Node): t.Node {
  const node = unwrapped(object);
  if (node.type === 'AwaitExpression') return chainStart(node.argument);
  if (!isCall(node)) return node;
  const callee = unwrapped(node.callee);
  if (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression') return node;
  const before = chainStart(callee.object);
  return isCall(before) ? before : node;
}

/** What compilers and bundlers add: `__export(exports, { … })`. */
const HELPER = /^__/;

/**
 * The name of what is passed to a call: the call without what does not tell it from others, as `router.get("/:id")`,
 * `new Promise()`, `rows.map()`; '' if what is called has no name.
 */
export function callName(call: Call, code: string): string {
  const callee = expressionName(call.callee, code);
  if (callee === '' || HELPER.test(callee)) return '';
  const made = call.type === 'NewExpression' ? `new ${callee}` : callee;
  return `${made}(${titleOf(call.arguments, code)})`;
}

/** A string, else what is first, if that is a constant: as far as it stands before the first function. */
function titleOf(args: readonly t.Node[], code: string): string {
  const end = args.findIndex(isNameable);
  const before = (end < 0 ? args : args.slice(0, end)).map(unwrapped);
  const text = before.find(({ type }) => type === 'StringLiteral' || type === 'TemplateLiteral');
  const title = text ?? before[0];
  return title === undefined ? '' : quoted(title, code);
}

/** A string in quotes, a template as it is written, a number, the name of a constant. */
function quoted(title: t.Node, code: string): string {
  switch (title.type) {
    case 'StringLiteral':
      return JSON.stringify(capped(title.value));
    case 'TemplateLiteral':
      return sourceOf(title, code);
    case 'NumericLiteral':
      return String(title.value);
    default:
      return isCall(title) ? '' : constantName(title, code);
  }
}

/** What does not change, and so tells calls apart: a type, a constant, a member of either. */
function constantName(title: t.Node, code: string): string {
  const name = expressionName(title, code);
  return /^[A-Z]/.test(name) ? name : '';
}
