/** Nobody's page uses it: it must not be in the page's bundle. */
export function determinant(matrix) {
  if (matrix.length === 1) return matrix[0][0];
  return matrix[0].reduce(
    (sum, value, column) => sum + (-1) ** column * value * determinant(minor(matrix, column)),
    0,
  );
}

function minor(matrix, column) {
  return matrix.slice(1).map((row) => row.filter((_, index) => index !== column));
}
