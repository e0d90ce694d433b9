import type { Body, Expression, Kind, LaterWay, Way } from './language.ts';
import { printAwait, printExpression } from './print-expression.ts';
import { printFunction } from './print-function.ts';
import { canAwait, variable, type Scope } from './scope.ts';

/** What a way to call a function implicitly is made of. */
interface Ingredients {
  /** The variable. */
  readonly o: string;
  /** A member called `key` of the object that it holds. */
  readonly member: (key: string, parameters?: string, tail?: string) => string;
  /** The function that it holds. */
  readonly called: (parameters?: string, tail?: string) => string;
  /** Something that is evaluated on the way. */
  readonly operand: string;
}

const proxy = ({ o, member }: Ingredients, trap: string, tail = 'return true;', target = '{}') =>
  `new Proxy(${target}, (${o} = { ${member(trap, '', tail)} }))`;

const IMPLICIT: Readonly<Record<Way, (parts: Ingredients) => string>> = {
  getter: ({ o, member }) => `(${o} = { ${member('get x')} }).x`,
  setter: ({ o, member, operand }) => `(${o} = { ${member('set x', 'v')} }).x = ${operand}`,
  update: ({ o, member, operand }) =>
    `(${o} = { ${member('get x')}, ${member('set x', 'v')} }).x += (${operand}, 1)`,
  logicalUpdate: ({ o, member, operand }) =>
    `(${o} = { ${member('get x')}, ${member('set x', 'v')} }).x ||= ${operand}`,
  valueOf: ({ o, member }) => `1 + (${o} = { ${member('valueOf', '', 'return 1;')} })`,
  toString: ({ o, member }) => `\`\${(${o} = { ${member('toString', '', "return '';")} })}\``,
  toPrimitive: ({ o, member }) => `+(${o} = { ${member('[Symbol.toPrimitive]', '', 'return 1;')} })`,
  proxyGet: (parts) => `${proxy(parts, 'get')}.x`,
  proxySet: (parts) => `${proxy(parts, 'set')}.x = ${parts.operand}`,
  proxyHas: (parts) => `(${parts.operand}, 'x') in ${proxy(parts, 'has')}`,
  proxyDelete: (parts) => `delete ${proxy(parts, 'deleteProperty')}.x`,
  proxyKeys: (parts) => `Object.keys(${proxy(parts, 'ownKeys', 'return [];')})`,
  apply: (parts) => `${proxy(parts, 'apply', '', '$noop')}(${parts.operand})`,
  construct: (parts) => `new (${proxy(parts, 'construct', 'return {};', '$noop')})(${parts.operand})`,
  hasInstance: ({ o, member, operand }) =>
    `${operand} instanceof (${o} = { ${member('[Symbol.hasInstance]')} })`,
  toJSON: ({ o, member }) => `JSON.stringify((${o} = { ${member('toJSON')} }))`,
  map: ({ called }) => `[1, 2].map(${called()})`,
  sort: ({ called }) => `[2, 1].sort(${called('', 'return 1;')})`,
  replace: ({ called }) => `'aa'.replace(/a/g, ${called()})`,
  from: ({ called }) => `Array.from({ length: 2 }, ${called()})`,
  reflect: ({ called, operand }) => `Reflect.apply(${called()}, null, [${operand}])`,
  bound: ({ called, operand }) => `${called()}.bind(null)(${operand})`,
  tag: ({ called, operand }) => `${called()}\`\${${operand}}\``,
  executor: ({ called }) => `quiet(new Promise(${called('resolve', 'resolve(1);')}))`,
};

/** An expression during which the engine calls a function whose body is given. */
export function printImplicit(
  scope: Scope,
  { way, body, operand }: Extract<Expression, { is: 'implicit' }>,
): string {
  const ingredients = createIngredients(scope, 'p', scope.me, body);
  return `(${IMPLICIT[way]({ ...ingredients, operand: printExpression(scope, operand) })})`;
}

function createIngredients(scope: Scope, kind: Kind, up: string, body: Body): Omit<Ingredients, 'operand'> {
  const o = variable(scope);
  const head = kind === 'a' ? 'async ' : '';
  const made = (name: string, parameters = '', tail = '') =>
    printFunction(scope, { kind, name, up, body, parameters, tail });
  return {
    o,
    member: (key, parameters, tail) => `${key}${made(`${o}.${key}`, parameters, tail)}`,
    called: (parameters, tail) => `(${o} = ${head}function ${made(o, parameters, tail)})`,
  };
}

const LATER: Readonly<Record<Exclude<LaterWay, 'thenable'>, (called: string) => string>> = {
  then: (called) => `quiet(Promise.resolve(1).then(${called}))`,
  catch: (called) => `quiet(Promise.reject(1).catch(${called}))`,
  finally: (called) => `quiet(Promise.resolve(1).finally(${called}))`,
  microtask: (called) => `soon(${called})`,
  timer: (called) => `later(1, ${called})`,
};

/** An expression that makes the event loop call a function whose body is given. */
export function printLater(
  scope: Scope,
  { way, isAsync, body }: Extract<Expression, { is: 'later' }>,
): string {
  // Nobody would look after the promise that an async `then` returned.
  if (way === 'thenable') return printThenable(scope, body);
  return LATER[way](createIngredients(scope, isAsync ? 'a' : 'p', 'null', body).called());
}

function printThenable(scope: Scope, body: Body): string {
  const { o, member } = createIngredients(scope, 'p', 'null', body);
  const made = `(${o} = { ${member('then', 'resolve', 'resolve(1);')} })`;
  return canAwait(scope) ? printAwait(scope, made) : `quiet(Promise.resolve(${made}))`;
}
