async function next(number) {
  return number + 1;
}

export async function run() {
  let number = 0;
  while (number < 1_000_000) number = await next(number);
  return number;
}
