/** The rows of a column whose values are accepted. */
export function rowsWhere(
  column: readonly number[],
  accepts: (value: number, row: number) => boolean,
): number[] {
  return column.flatMap((value, row) => (accepts(value, row) ? [row] : []));
}

/** These rows of a table whose columns are all numbers. */
export function pickRows<T extends object>(table: T, rows: readonly number[]): T {
  const columns = Object.entries(table) as [string, readonly number[]][];
  return Object.fromEntries(columns.map(([name, column]) => [name, rows.map((row) => column[row]!)])) as T;
}
