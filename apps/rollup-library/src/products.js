import { transpose } from './shape.js';

function dot(left, right) {
  return left.reduce((sum, value, index) => sum + value * right[index], 0);
}

export function identity(size) {
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => +(row === column)),
  );
}

export function multiply(left, right) {
  const columns = transpose(right);
  return left.map((row) => columns.map((column) => dot(row, column)));
}

/** By repeated squaring. */
export function power(matrix, exponent) {
  if (exponent === 0) return identity(matrix.length);
  const half = power(matrix, exponent >> 1);
  const square = multiply(half, half);
  return exponent % 2 === 0 ? square : multiply(square, matrix);
}
