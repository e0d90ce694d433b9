/** Rows one after the other. */
export function* rows(matrix) {
  for (const row of matrix) yield row;
}

export function transpose(matrix) {
  return matrix[0].map((_, column) => matrix.map((row) => row[column]));
}
