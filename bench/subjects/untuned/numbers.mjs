// Long loops between few calls, and some calls of a few nanoseconds: a matrix product, a transform, a checksum.

const SIZE = 120;

function fill(seed) {
  const matrix = new Float64Array(SIZE * SIZE);
  for (let at = 0; at < matrix.length; at++) matrix[at] = ((at * seed) % 17) / 17;
  return matrix;
}

function cell(left, right, row, column) {
  let sum = 0;
  for (let at = 0; at < SIZE; at++) sum += left[row * SIZE + at] * right[at * SIZE + column];
  return sum;
}

function product(left, right) {
  const result = new Float64Array(SIZE * SIZE);
  for (let row = 0; row < SIZE; row++) {
    for (let column = 0; column < SIZE; column++)
      result[row * SIZE + column] = cell(left, right, row, column);
  }
  return result;
}

function fourier(real, imaginary, from, length, step) {
  if (length === 1) return;
  const half = length / 2;
  fourier(real, imaginary, from, half, step);
  fourier(real, imaginary, from + half, half, step);
  for (let at = from; at < from + half; at++) {
    const angle = (-Math.PI * (at - from)) / half;
    const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
    const other = at + half;
    const x = real[other] * cosine - imaginary[other] * sine;
    const y = real[other] * sine + imaginary[other] * cosine;
    real[other] = real[at] - x;
    imaginary[other] = imaginary[at] - y;
    real[at] += x;
    imaginary[at] += y;
  }
}

function mix(hash, value) {
  hash = Math.imul(hash ^ value, 16777619);
  return hash ^ (hash >>> 13);
}

export function run() {
  const result = product(fill(3), fill(5));
  const [real, imaginary] = [result.slice(0, 8192), new Float64Array(8192)];
  fourier(real, imaginary, 0, 8192, 1);
  let hash = 1;
  for (const value of real) hash = mix(hash, Math.round(value));
  return hash;
}
