// Generators that feed each other: numbers, those that are left of them, and a queue for the shortest paths in a grid.

function* numbers(limit) {
  for (let number = 2; number < limit; number++) yield number;
}

function* filtered(source, isWanted) {
  for (const item of source) if (isWanted(item)) yield item;
}

function* mapped(source, change) {
  for (const item of source) yield change(item);
}

function isPrime(number) {
  for (let divisor = 2; divisor * divisor <= number; divisor++) if (number % divisor === 0) return false;
  return true;
}

function* neighbours(cell, size) {
  const column = cell % size;
  if (column > 0) yield cell - 1;
  if (column < size - 1) yield cell + 1;
  if (cell >= size) yield cell - size;
  if (cell < size * (size - 1)) yield cell + size;
}

function distances(size) {
  const found = new Int32Array(size * size).fill(-1);
  const queue = [0];
  found[0] = 0;
  for (let at = 0; at < queue.length; at++) {
    const cell = queue[at];
    for (const next of neighbours(cell, size)) {
      if (found[next] >= 0 || (next * 7) % 5 === 0) continue;
      found[next] = found[cell] + 1;
      queue.push(next);
    }
  }
  return found.reduce((sum, distance) => sum + distance, 0);
}

export function run() {
  let sum = 0;
  const squares = mapped(filtered(numbers(20_000), isPrime), (number) => number * number);
  for (const square of squares) sum = (sum + square) % 1_000_003;
  return sum + distances(90);
}
