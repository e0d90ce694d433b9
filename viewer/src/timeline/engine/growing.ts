type Column = Float64Array | Uint32Array | Uint16Array | Uint8Array;

/** The same column with room for a row; what it had stays. */
export function roomFor<T extends Column>(column: T, row: number): T {
  if (row < column.length) return column;
  const longer = new (column.constructor as new (length: number) => T)(
    Math.max(row + 1, Math.ceil(column.length * 1.5), 64),
  );
  longer.set(column as never);
  return longer;
}
