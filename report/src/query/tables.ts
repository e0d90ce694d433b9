import { BLOCKING, DELAYS } from './blocking-tables.ts';
import { AWAITS, COROUTINES, INSTANCES, REQUESTS } from './coroutine-tables.ts';
import { CALLERS, EDGES, FUNCTIONS } from './function-tables.ts';
import { PROFILES, THREADS } from './profile-tables.ts';
import type { Table } from './table.ts';

/** All tables that SQL can ask for, by name, in the order in which help lists them. */
export const TABLES: Readonly<Record<string, Table>> = {
  profiles: PROFILES,
  threads: THREADS,
  functions: FUNCTIONS,
  callers: CALLERS,
  edges: EDGES,
  awaits: AWAITS,
  coroutines: COROUTINES,
  instances: INSTANCES,
  requests: REQUESTS,
  blocking: BLOCKING,
  delays: DELAYS,
};

/** Functions of SQL that make tables of texts, in which names may be put together. */
const BY_TEXT = /\bquery(?:_table)?\b/i;

/**
 * The tables that a query may need the rows of: those whose names are in it. Where none is, or it asks for tables by texts,
 * that is all of them.
 */
export function tablesIn(sql: string): readonly string[] {
  const names = Object.keys(TABLES);
  const named = names.filter((name) => new RegExp(`\\b${name}\\b`, 'i').test(sql));
  return BY_TEXT.test(sql) || named.length === 0 ? names : named;
}
