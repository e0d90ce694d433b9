import type { Sums } from '../profile/sums.ts';

const NS_PER_MS = 1e6;
const NS_PER_S = 1e9;

/** A time in milliseconds, as all of its column are: `1,203.45`. */
export function milliseconds(ns: number): string {
  const [whole, fraction] = (ns / NS_PER_MS).toFixed(2).split('.') as [string, string];
  return `${grouped(whole)}.${fraction}`;
}

/** Calls, and behind a stroke those not nested in the same function, where these are fewer: `9/1`. */
export function calls({ ncall, nactualcall }: Pick<Sums, 'ncall' | 'nactualcall'>): string {
  return ncall === nactualcall
    ? grouped(String(ncall))
    : `${grouped(String(ncall))}/${grouped(String(nactualcall))}`;
}

/** A time that stands alone: `4.2 s`, `12.0 ms`, `5 µs`. */
export function duration(ns: number): string {
  if (ns >= NS_PER_S) return `${(ns / NS_PER_S).toFixed(1)} s`;
  return ns >= NS_PER_MS ? `${(ns / NS_PER_MS).toFixed(1)} ms` : `${Math.round(ns / 1000)} µs`;
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}
