import type { Entry } from './history';

const share = ({ limit, primes }: Entry): string => `${Math.round((100 * primes) / limit)} %`;

export function explanation(entries: readonly Entry[]): string {
  return `Primes become rarer: ${entries.map(share).join(', ')}`;
}
