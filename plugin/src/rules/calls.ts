import type * as t from '@babel/types';
import { callName, expressionName } from '../expression-names.ts';
import { isNameable, keyName } from '../names.ts';
import { unwrapped } from '../syntax.ts';
import type { Walk } from '../walk.ts';
import { isInvoked, isWrapper, makesType, type Call } from '../wrappers.ts';
import { counted, countedName, countedTag } from './builtins.ts';
import { handedOver, handsOver } from './parents.ts';
import { isMock, testName } from './tests.ts';

/** `f(…)`, `a?.f(…)`, `new F(…)`: what is passed is called after the call. */
export function callRule(node: Call, walk: Walk, name: string): t.Node {
  noteEval(node, walk);
  if (walk.unit.tests && isMock(node.callee)) {
    walk.leavingBare(() => walk.visitChildren(node));
    return node;
  }
  const builtin = countedName(node, walk);
  const isHanding = handsOver(node, walk);
  const names = argumentNames(node, name, walk);
  node.callee = visitCallee(node, walk, name);
  node.arguments.forEach((argument, at) => {
    node.arguments[at] = walk.visit(argument, names[at] ?? '');
  });
  const call = builtin === null ? node : counted(node, builtin, walk);
  return isHanding ? handedOver(node, call, walk) : call;
}

/** A direct eval can see, and declare, any name around it. */
function noteEval({ type, callee }: Call, { frame }: Walk): void {
  if (type !== 'CallExpression' || callee.type !== 'Identifier' || callee.name !== 'eval') return;
  frame.evaluates = true;
  frame.usesArguments = true;
}

/** A function that is called, or bound, where it stands has to do with the result. */
function visitCallee(node: Call, walk: Walk, name: string): Call['callee'] {
  const { callee } = node;
  const written = writtenFunction(callee);
  if (written === null) return walk.visit(callee, '');
  if (isInvoked(node)) walk.invoked.add(written);
  if (callee.type !== 'MemberExpression') return walk.visit(callee, name);
  callee.object = walk.visit(callee.object, name);
  return callee;
}

function writtenFunction(callee: t.Node): t.Node | null {
  const node = unwrapped(callee);
  const inner = node.type === 'MemberExpression' ? unwrapped(node.object) : node;
  return inner.type === 'FunctionExpression' || inner.type === 'ArrowFunctionExpression' ? inner : null;
}

/** The names of the arguments of a call whose result is called `given`, as far as there is anything to name. */
function argumentNames(call: Call, given: string, { unit }: Walk): readonly string[] {
  const args = call.arguments;
  if (!args.some(isNameable)) return [];
  const own = (unit.tests && testName(call, unit.code)) || callName(call, unit.code);
  const extended = extendedName(call, unit.code);
  if (extended === '' && !isWrapper(call) && !makesType(call, given)) {
    const ofObjects = COMPILED.test(own) ? '' : own;
    return args.map((argument) => (isObject(argument) ? ofObjects : own));
  }
  const name = extended || given;
  const first = args.findIndex(isNameable);
  return args.map((argument, at) => {
    if (isObject(argument)) return name;
    return (at === first && name) || own;
  });
}

const isObject = (node: t.Node): boolean => unwrapped(node).type === 'ObjectExpression';

/** What a compiler has put around what was written: `_defineComponent({ setup() {} })`. */
const COMPILED = /^_[a-z]/;

/** Makes what is in an object that of another one. */
const EXTENDING = /^(?:Object|Reflect)\.(assign|definePropert(?:y|ies))$/;

/** `Foo` of `Object.assign(Foo.prototype, { … })`, `Foo.bar` of `Object.defineProperty(Foo, 'bar', { … })`. */
function extendedName({ callee, arguments: [target, key] }: Call, code: string): string {
  const node = unwrapped(callee);
  if (node.type !== 'MemberExpression' || target === undefined || key === undefined) return '';
  const [, method] = EXTENDING.exec(expressionName(node, code)) ?? [];
  const owner = method === undefined ? '' : expressionName(target, code);
  if (owner === '' || method !== 'defineProperty') return owner;
  const name = keyName({ key, computed: key.type !== 'StringLiteral' }, code);
  return name.startsWith('[') ? owner + name : `${owner}.${name}`;
}

/** `` tag`… ${…}` ``: functions in it are passed to the tag. */
export function taggedRule(node: t.TaggedTemplateExpression, walk: Walk): t.Node {
  const { expressions } = node.quasi;
  const builtin = countedName(node, walk);
  const tag = expressions.some(isNameable) ? expressionName(node.tag, walk.unit.code) : '';
  node.tag = walk.visit(node.tag, '');
  walk.visitAll(expressions, tag && `${tag}()`);
  return builtin === null ? node : countedTag(node, builtin, walk);
}
