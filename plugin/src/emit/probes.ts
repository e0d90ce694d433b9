import type * as t from '@babel/types';
import type { Unit } from '../unit.ts';
import { call, id, num, ofUnknown, or, orElse, statement, undefinedValue, variable } from './nodes.ts';

/** The aliases of the runtime's exports in instrumented code, after the file's prefix. */
export const ALIASES = {
  register: 'R',
  enter: 'e',
  leave: 'l',
  begin: 'E',
  end: 'L',
  suspend: 's',
  resume: 'r',
  park: 'p',
  unpark: 'u',
  again: 'g',
  delegate: 'd',
  delegateAsync: 'D',
  iterate: 'w',
  disposable: 'W',
  dispose: 'X',
  parameters: 'P',
  PARAMETERS: 'K',
  beginModule: 'M',
  endModule: 'N',
  line: 'i',
  coroutineLine: 'j',
  enterLater: 'e',
  beginLater: 'E',
  beginModuleLater: 'M',
  handing: 'h',
  handed: 'H',
  leaveWith: 'm',
  awaiting: 'a',
} as const;

/** A name of one of the runtime's probes. */
export type ProbeName = keyof typeof ALIASES;

/** Those that few modules need: the runtime has them in a module of their own, so that not every program loads them. */
const WRAPPERS: ReadonlySet<ProbeName> = new Set([
  'delegate',
  'delegateAsync',
  'iterate',
  'disposable',
  'dispose',
  'parameters',
  'PARAMETERS',
  'line',
  'coroutineLine',
  'enterLater',
  'beginLater',
  'beginModuleLater',
  'handing',
  'handed',
  'leaveWith',
  'awaiting',
]);

/**
 * The module that a probe comes from. The wrappers stand beside a module called `probes`, as in the runtime; one of any
 * other name has them, too.
 */
export const moduleOf = ({ runtime }: Unit, name: ProbeName): string =>
  WRAPPERS.has(name) ? runtime.replace(/([\\/])probes(\.[jt]s)?$/, '$1wrappers$2') : runtime;

/** A name of ours: the file's prefix and a suffix. */
export const ownName = (unit: Unit, suffix: string | number): t.Identifier => id(unit.prefix + suffix);

/** The alias of one of the runtime's exports, imported from now on. */
export const probe = (unit: Unit, name: ProbeName): t.Identifier => {
  const used = (unit.parents && LATER[name]) || name;
  unit.used.add(used);
  return ownName(unit, ALIASES[used]);
};

/** What functions enter by where what runs later is followed; the same alias stands for it. */
const LATER: Partial<Record<ProbeName, ProbeName>> = {
  enter: 'enterLater',
  begin: 'beginLater',
  beginModule: 'beginModuleLater',
};

/** `_T`: the constant that holds a coroutine's token, or what a plain function's `leave` is to be given. */
export const token = (unit: Unit): t.Identifier => ownName(unit, 'T');

/** `_G()`, which registers the file unless that has been done, and returns its first site. */
export function registerNow(unit: Unit): t.CallExpression {
  unit.isEarly = true;
  return call(ownName(unit, 'G'), []);
}

/** `_B + 3`; `(_B || _G()) + 3` where the file may not be registered yet. */
export function siteNumber(unit: Unit, site: number, early: boolean): t.Expression {
  const base = ownName(unit, 'B');
  const first = early ? or(base, registerNow(unit)) : base;
  return site === 0 ? first : { type: 'BinaryExpression', operator: '+', left: first, right: num(site) };
}

/** `let T = enter(site)` */
export const enter = (unit: Unit, site: t.Expression) => tokenFrom(unit, 'enter', site);
/** `leave(T)` */
export const leave = (unit: Unit) => statement(call(probe(unit, 'leave'), [token(unit)]));
/** `let T = begin(site)` */
export const begin = (unit: Unit, site: t.Expression) => tokenFrom(unit, 'begin', site);
/** `end(T)` */
export const end = (unit: Unit) => statement(call(probe(unit, 'end'), [token(unit)]));
/** `again(T)`; `again(T, 1)` where a generator has caught what was thrown. */
export const again = (unit: Unit, hasCaught = false) =>
  statement(call(probe(unit, 'again'), hasCaught ? [token(unit), num(CAUGHT)] : [token(unit)]));

/** What `again` is told of a coroutine, as the runtime's events.ts has it on top of AGAIN. */
const CAUGHT = 1;
const OUTCOME = 2;

/** `again(T, 2, x)`: the coroutine will end, with x or throwing it; without a value it only says so. */
export function outcome(unit: Unit, value?: t.Expression | null): t.CallExpression {
  const told = call(probe(unit, 'again'), [token(unit), num(OUTCOME)]);
  if (value) told.arguments.push(value);
  return told;
}

const tokenFrom = (unit: Unit, name: ProbeName, site: t.Expression) =>
  variable('let', [token(unit), call(probe(unit, name), [site])]);

const withToken = (unit: Unit, name: ProbeName, value: t.Expression): t.CallExpression =>
  call(probe(unit, name), [token(unit), value]);

/** `probe(T, x, 3)`, of the suspension with this number in its function; number 0 is left out. */
function atPlace(unit: Unit, name: ProbeName, value: t.Expression, place: number): t.CallExpression {
  const probed = withToken(unit, name, value);
  if (place > 0) probed.arguments.push(num(place));
  return probed;
}

/** `resume(T, await suspend(T, x, 3))` */
export function awaited(unit: Unit, node: t.AwaitExpression, place: number): t.Expression {
  node.argument = suspended(unit, node.argument, place);
  return resumed(unit, node);
}

/** `suspend(T, x, 3)` */
export const suspended = (unit: Unit, value: t.Expression, place: number) =>
  atPlace(unit, 'suspend', value, place);
/** `resume(T, x)` */
export const resumed = (unit: Unit, value: t.Expression) => withToken(unit, 'resume', value);

/**
 * `unpark(T, yield park(T, x, 3))`. Where no declared type says what a yield returns, TypeScript wants one from the
 * place where it stands, and an argument is none: `untyped` provides it.
 */
export function yielded(unit: Unit, node: t.YieldExpression, place: number, untyped: boolean): t.Expression {
  node.argument = atPlace(unit, 'park', node.argument ?? undefinedValue(), place);
  return withToken(unit, 'unpark', untyped ? ofUnknown(node) : node);
}

/** `unpark(T, yield* delegate(T, x))`: whatever yields the values says so. */
export function delegated(unit: Unit, node: t.YieldExpression): t.Expression {
  node.argument = inPlaceOf(node.argument!, node, withToken(unit, 'delegate', node.argument!));
  return withToken(unit, 'unpark', node);
}

/** `resume(T, yield* delegateAsync(T, x, 3))` in async generators */
export function delegatedAsync(unit: Unit, node: t.YieldExpression, place: number): t.Expression {
  node.argument = inPlaceOf(node.argument!, node, atPlace(unit, 'delegateAsync', node.argument!, place));
  return withToken(unit, 'resume', node);
}

/** `iterate(T, x, 3)` */
export const iterated = (unit: Unit, value: t.Expression, place: number) =>
  inPlaceOf(value, value, atPlace(unit, 'iterate', value, place));

/**
 * Gives a probe the place that V8 names in errors which come of iterating: that of the call or the property that
 * the iterable comes from, else of `otherwise`.
 */
function inPlaceOf(value: t.Expression, otherwise: t.Node, probed: t.CallExpression): t.CallExpression {
  const isCall = value.type === 'CallExpression' || value.type === 'OptionalCallExpression';
  const source = isCall ? value.callee : value;
  const isMember = source.type === 'MemberExpression' || source.type === 'OptionalMemberExpression';
  const place = isMember ? source.property : isCall ? source : otherwise;
  probed.callee.loc = place.loc ?? null;
  return probed;
}

/** The name of what stands for the resource of an `await using`; the number keeps several in one block apart. */
export const resourceName = (unit: Unit, number: number): t.Identifier => ownName(unit, `U${number}`);

/** `await using _U0 = disposable(T, x, 3)` */
export const disposable = (unit: Unit, number: number, name: string, place: number): t.VariableDeclaration =>
  variable('await using', [resourceName(unit, number), atPlace(unit, 'disposable', id(name), place)]);

/** `using _U = dispose(T, _U0 ?? _U1, 3)`, for so many resources of a block. */
export const disposer = (unit: Unit, count: number, place: number): t.VariableDeclaration => {
  let any: t.Expression = resourceName(unit, 0);
  for (let number = 1; number < count; number++) any = orElse(any, resourceName(unit, number));
  return variable('using', [ownName(unit, 'U'), atPlace(unit, 'dispose', any, place)]);
};

/** `handing(x)`: what follows hands a callback over. */
export const handing = (unit: Unit, value: t.Expression): t.CallExpression =>
  call(probe(unit, 'handing'), [value]);
/** `handed(x)`: it has. */
export const handed = (unit: Unit, value: t.Expression): t.CallExpression =>
  call(probe(unit, 'handed'), [value]);
