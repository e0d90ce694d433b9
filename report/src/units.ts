import type { Sums } from '@tsprof/runtime/profile';

const NS_PER_S = 1e9;
const NS_PER_US = 1e3;
const MICROSECONDS = 6;
const NANOSECONDS = 9;

/** A time in seconds to the microsecond: `4.002001`. */
export function seconds(ns: number, digits = MICROSECONDS): string {
  return (ns / NS_PER_S).toFixed(digits);
}

/** A time in seconds, as JSON has it. */
export const inSeconds = (ns: number): number => ns / NS_PER_S;

/** How many digits a column of times needs: nanoseconds where microseconds would show some of them as nothing. */
export function digitsFor(times: readonly number[]): number {
  return times.some((ns) => ns > 0 && ns < NS_PER_US) ? NANOSECONDS : MICROSECONDS;
}

/** Calls, and behind a stroke those not nested in the same function, where these are fewer: `9/1`. */
export function calls({ ncall, nactualcall }: Pick<Sums, 'ncall' | 'nactualcall'>): string {
  return ncall === nactualcall ? String(ncall) : `${ncall}/${nactualcall}`;
}

/** Where something is: `src/main.ts:12`; nothing for what is not in source. */
export function placeText({ file, line }: { readonly file: string; readonly line: number }): string {
  return file === '' ? '' : `${file}:${line}`;
}
