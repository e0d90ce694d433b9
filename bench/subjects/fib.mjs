const NUMBER = 30;

/** Calls and nothing else. */
function fib(number) {
  return number < 2 ? number : fib(number - 1) + fib(number - 2);
}

export function run() {
  return fib(NUMBER);
}
