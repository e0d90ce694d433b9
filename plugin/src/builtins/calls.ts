import type * as t from '@babel/types';

/** Calls of functions without probes, by the name of what is called. */
export type BuiltinCalls = ReadonlyMap<t.Node, string>;

/** Whether what a module exports has no probes, by the specifier that it is imported by. */
export type IsForeign = (specifier: string) => boolean;
