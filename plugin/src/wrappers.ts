import type * as t from '@babel/types';
import { isFunction, unwrapped } from './syntax.ts';

/** `f(…)`, `a?.f(…)`, `new F(…)` */
export type Call = t.CallExpression | t.OptionalCallExpression | t.NewExpression;

const CALLS = new Set(['CallExpression', 'OptionalCallExpression', 'NewExpression']);

/** Whether a node is a call. */
export const isCall = (node: t.Node): node is Call => CALLS.has(node.type);

/**
 * What gives back the function or object that it is given, or one that stands for it: what is passed has the name of the
 * result, as `Row` in `const Row = memo(forwardRef((props, ref) => …))`.
 */
const WRAPPERS = new Set([
  ...['memo', 'forwardRef', 'observer', 'useCallback', 'useEffectEvent', 'cache', 'createMemo', 'computed'],
  ...['debounce', 'throttle', 'memoize', 'memoise', 'once', 'curry', 'partial', 'promisify', 'callbackify'],
  ...['assign', 'freeze', 'seal', 'reactive', 'markRaw', 'catchAsync'],
]);
const WRAPPER = /^(?:with|wrap|define)[A-Z]|[a-z]Handler$/;

/** A class or component: not a constant, all of which is in capitals. */
const TYPE_NAME = /(?:^|\.)[A-Z]\w*[a-z]\w*$/;

/** Whether what is passed to a call has the name of its result. */
export function isWrapper({ type, callee }: Call): boolean {
  if (type === 'NewExpression') return false;
  const node = unwrapped(callee);
  if (isMethodOfFunction(node, BINDING)) return true;
  const name = lastName(node);
  return WRAPPERS.has(name) || WRAPPER.test(name);
}

/** The last name of a callee: `f` of `f` and `a.b.f`. */
function lastName(callee: t.Node): string {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression') return '';
  return callee.property.type === 'Identifier' && !callee.computed ? callee.property.name : '';
}

/** Whether a call gives the component `name`: `styled(…)`, `connect(…)(…)` and `React.memo(…)` may, `list.map(…)` does not. */
export function makesType({ type, callee }: Call, name: string): boolean {
  if (type === 'NewExpression' || !TYPE_NAME.test(name)) return false;
  let maker = unwrapped(callee);
  while (maker.type === 'CallExpression') maker = unwrapped(maker.callee);
  if (maker.type !== 'MemberExpression') return maker.type === 'Identifier';
  const owner = unwrapped(maker.object);
  return owner.type === 'Identifier' && /^[A-Z]/.test(owner.name);
}

const RUNNING: ReadonlySet<string> = new Set(['call', 'apply']);
const BINDING: ReadonlySet<string> = new Set(['bind']);

/** Whether what is called is a function written there: `(() => …)()`, `(function () { … }).call(this)`. */
export function isInvoked({ callee }: Call): boolean {
  const node = unwrapped(callee);
  return isFunction(node) || isMethodOfFunction(node, RUNNING);
}

/** Whether a node is one of these methods of a function written there: `(function () { … }).bind`. */
export function isMethodOfFunction(node: t.Node, methods: ReadonlySet<string>): node is t.MemberExpression {
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return false;
  return methods.has(node.property.name) && isFunction(unwrapped(node.object));
}
