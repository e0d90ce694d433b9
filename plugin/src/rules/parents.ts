import type * as t from '@babel/types';
import { handed, handing } from '../emit/probes.ts';
import type { Walk } from '../walk.ts';
import type { Call } from '../wrappers.ts';

const METHODS: ReadonlySet<string> = new Set(['then', 'catch', 'finally']);

/**
 * Whether a call hands a callback to a promise, by the looks of it, in code whose callbacks are followed: `x.then(f)`. What an
 * optional chain leaves out does not get there.
 */
export function handsOver({ type, callee, arguments: args }: Call, { unit, frame }: Walk): boolean {
  if (!unit.parents || frame.bare || type !== 'CallExpression' || args.length === 0) return false;
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier')
    return false;
  return METHODS.has(callee.property.name);
}

/** `handed(x.then(f, handing(g)))`: `call` is what became of the node. */
export function handedOver({ arguments: args }: Call, call: t.Expression, { unit }: Walk): t.Expression {
  const last = args.at(-1)!;
  if (last.type === 'SpreadElement') last.argument = handing(unit, last.argument);
  else args[args.length - 1] = handing(unit, last as t.Expression);
  return handed(unit, call);
}
