import type * as t from '@babel/types';
import { cloneNode } from '@babel/types';
import type { Unit } from '../unit.ts';
import { anyType, assign, assigned, call, statement, undefinedValue, variable } from './nodes.ts';
import { ownName, probe, token } from './probes.ts';

/** `V`: the variable that keeps what a function is about to return. */
const kept = (unit: Unit): t.Identifier => ownName(unit, 'V');

/** `let V`; in TypeScript of the type that the function declares. */
export function keptVariable(unit: Unit, declared: t.Node | null | undefined): t.VariableDeclaration {
  if (!unit.typescript) return variable('let', [kept(unit), null]);
  const typeAnnotation = declared?.type === 'TSTypeAnnotation' ? orUndefined(declared) : anyType();
  return variable('let', [{ ...kept(unit), typeAnnotation }, null]);
}

/** `: T | undefined` */
const orUndefined = ({ typeAnnotation }: t.TSTypeAnnotation): t.TSTypeAnnotation => ({
  type: 'TSTypeAnnotation',
  typeAnnotation: {
    type: 'TSUnionType',
    types: [
      { type: 'TSParenthesizedType', typeAnnotation: cloneNode(typeAnnotation, true, true) },
      { type: 'TSUndefinedKeyword' },
    ],
  },
});

/** `V = x` */
export const keeping = (unit: Unit, value: t.Expression): t.Expression => assign(kept(unit), value);

/** `V = void 0` */
export const keepingNothing = (unit: Unit): t.Statement => assigned(kept(unit), undefinedValue());

/** `let O = V; V = void 0`, and `V = O`: what a finally block holds back unless it ends otherwise than at its end. */
export const holdingBack = (unit: Unit): [t.Statement[], t.Statement] => [
  [variable('let', [ownName(unit, 'O'), kept(unit)]), keepingNothing(unit)],
  assigned(kept(unit), ownName(unit, 'O')),
];

/** `leaveWith(T, V)` */
export const leaveWith = (unit: Unit): t.Statement =>
  statement(call(probe(unit, 'leaveWith'), [token(unit), kept(unit)]));

/** `awaiting(x)` */
export const awaiting = (unit: Unit, value: t.Expression): t.Expression =>
  call(probe(unit, 'awaiting'), [value]);
