import type { File } from '@babel/types';
import type { BuiltinCalls } from '../../plugin/src/builtins/calls.ts';
import { findBuiltinCalls } from '../../plugin/src/builtins/find.ts';
import { traverse } from '../../plugin/src/builtins/traverse.ts';

/** Calls that are something else than the call of a function. */
const OTHERS = new Set(['Super', 'Import']);

/** Every call that can be counted is, those of functions with probes, too: more than any user can ask for. */
export const everyCall = (file: File): BuiltinCalls =>
  findBuiltinCalls(file, traverse, (callee) => {
    if (OTHERS.has(callee.type) || (callee.type === 'Identifier' && callee.name === 'eval')) return null;
    return 'called';
  });
