import type * as t from '@babel/types';
import type { Unit } from '../unit.ts';
import { anyType, assign, block, call, id, returned, sequence, statement, variable } from './nodes.ts';
import { again, ownName, probe, siteNumber } from './probes.ts';

/*
 * `pass(f(a, pass(b, C = enter(site))), C = leave(C))`: of what `pass` is given it returns the first. So the call stays as it is
 * written, its `this` and its errors included; what is called is entered when all is evaluated that it is given, and left as soon
 * as it is back. Between these C has the depth at which it was entered, else nothing, which `leave` takes for nothing: what
 * catches an error leaves by it what has thrown it.
 */

/** `C`: the depth at which a call was entered that is not over. */
export const depth = (unit: Unit): t.Identifier => ownName(unit, 'C');

/** `C = leave(C)` */
export const leaveCall = (unit: Unit): t.Expression =>
  assign(depth(unit), call(probe(unit, 'leave'), [depth(unit)]));

/** `C = leave(C);` */
export const leaveCallStatement = (unit: Unit): t.Statement => statement(leaveCall(unit));

/** `pass(value, C = enter(site))`: what is called by this name is entered once the value is known. */
export const entering = (unit: Unit, value: t.Expression, name: string, early: boolean): t.Expression =>
  passed(unit, value, enterCall(unit, name, early));

/** `(C = enter(site), value)` */
export const enteringBefore = (unit: Unit, value: t.Expression, name: string, early: boolean): t.Expression =>
  sequence([enterCall(unit, name, early), value]);

/** `pass(value, C = leave(C))` */
export const leaving = (unit: Unit, value: t.Expression): t.Expression =>
  passed(unit, value, leaveCall(unit));

/** `again(T);`, and first of all `C = leave(C)` where a call that is counted may have thrown. */
export function againWithCalls(unit: Unit, { calls }: { readonly calls: number }): t.Statement {
  const runs = again(unit);
  return calls === 0 ? runs : statement(sequence([leaveCall(unit), runs.expression]));
}

/** `let C; try { … }`, in a body with calls that are counted: what one of them has thrown leaves it first of all. */
export function withCalls(
  unit: Unit,
  { calls }: { readonly calls: number },
  body: t.TryStatement,
): t.Statement[] {
  if (calls === 0) return [body];
  const first = body.handler?.body ?? body.finalizer!;
  first.body.unshift(leaveCallStatement(unit));
  return [depthVariable(unit), body];
}

/** `let C;` */
export function depthVariable(unit: Unit): t.Statement {
  const { typeAnnotation } = anyType();
  const typed: t.Identifier = {
    ...depth(unit),
    typeAnnotation: { type: 'TSTypeAnnotation', typeAnnotation },
  };
  return variable('let', [unit.typescript ? typed : depth(unit), null]);
}

const passed = (unit: Unit, value: t.Expression, then: t.Expression): t.CallExpression =>
  call(ownName(unit, 'k'), [value, then]);

function enterCall(unit: Unit, name: string, early: boolean): t.Expression {
  const site = siteNumber(unit, 1, early) as t.BinaryExpression;
  const uses = unit.builtinSites.get(name) ?? [];
  unit.builtinSites.set(name, uses);
  uses.push(site.right as t.NumericLiteral);
  return assign(depth(unit), call(probe(unit, 'enter'), [site]));
}

/** `function pass(x) { return x; }`: exists before the file's body runs. */
export function passFunction(unit: Unit): t.FunctionDeclaration {
  const value: t.Identifier = id(`${unit.prefix}x`);
  const made: t.FunctionDeclaration = {
    type: 'FunctionDeclaration',
    id: ownName(unit, 'k'),
    params: [value],
    body: block([returned(id(value.name))]),
    generator: false,
    async: false,
  };
  return unit.typescript ? generic(made, value) : made;
}

/** `function pass<T>(x: T, then: any): T` */
function generic(made: t.FunctionDeclaration, value: t.Identifier): t.FunctionDeclaration {
  const type = (): t.TSTypeAnnotation => ({
    type: 'TSTypeAnnotation',
    typeAnnotation: { type: 'TSTypeReference', typeName: id('T') },
  });
  made.params = [
    { ...value, typeAnnotation: type() },
    { ...id(`${value.name}x`), typeAnnotation: anyType() },
  ];
  made.typeParameters = {
    type: 'TSTypeParameterDeclaration',
    params: [{ type: 'TSTypeParameter', name: 'T' } as t.TSTypeParameter],
  };
  made.returnType = type();
  return made;
}
