import type { DuckDBResult, DuckDBValue } from '@duckdb/node-api';
import { asQueryError } from './database.ts';

/** What a query gives: names of its columns, no two of which are the same, and its rows as they come. */
export interface Result {
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<readonly Cell[]>;
}

/** A value as JSON can have it: numbers that it cannot hold are texts, and so are moments, intervals and the like. */
export type Cell = string | number | boolean | null | readonly Cell[] | { readonly [name: string]: Cell };

/** The result of DuckDB in values of ours. */
export const resultOf = (result: DuckDBResult): Result => ({
  columns: result.deduplicatedColumnNames(),
  rows: rowsOf(result),
});

async function* rowsOf(result: DuckDBResult): AsyncIterable<readonly Cell[]> {
  for (;;) {
    const chunk = await result.fetchChunk().catch((error: Error) => Promise.reject(asQueryError(error)));
    if (chunk === null || chunk.rowCount === 0) return;
    for (const row of chunk.getRows()) yield row.map(cellOf);
  }
}

function cellOf(value: DuckDBValue): Cell {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if ('items' in value) return value.items.map(cellOf);
  if ('toDouble' in value) return value.toDouble();
  if (!('entries' in value) || Array.isArray(value.entries)) return String(value);
  return Object.fromEntries(Object.entries(value.entries).map(([name, of]) => [name, cellOf(of)]));
}
