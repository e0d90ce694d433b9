const AWAITS = 1_000_000;

async function next(number) {
  return number + 1;
}

async function count(awaits) {
  let number = 0;
  while (number < awaits) number = await next(number);
  return number;
}

/** As many awaits, however many coroutines are alive at a time. */
export async function run(live) {
  const numbers = await Promise.all(Array.from({ length: live }, () => count(AWAITS / live)));
  return numbers.reduce((total, number) => total + number, 0);
}
