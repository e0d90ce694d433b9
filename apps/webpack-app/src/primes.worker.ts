/** The sieve of Eratosthenes. */
function strike(sieve: Uint8Array, prime: number): void {
  for (let multiple = prime * prime; multiple < sieve.length; multiple += prime) sieve[multiple] = 1;
}

function countPrimes(limit: number): number {
  const sieve = new Uint8Array(limit);
  let primes = 0;
  for (let number = 2; number < limit; number++) {
    if (sieve[number]) continue;
    primes++;
    strike(sieve, number);
  }
  return primes;
}

self.onmessage = function onQuestion({ data: { id, limit } }: MessageEvent<{ id: number; limit: number }>) {
  self.postMessage({ id, primes: countPrimes(limit) });
};
