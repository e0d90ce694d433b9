/** Slow on purpose: so many calls that nobody guesses them right. */
export function fibonacci(n) {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}
