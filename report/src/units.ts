import type { Sums } from '@tsprof/runtime/profile';

const NS_PER_S = 1e9;
const NANOSECONDS = 9;
const DIGITS = 3;

/** Units of times by how many ns they have, the greatest first. */
const UNITS = [
  [NS_PER_S, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [1, 'ns'],
] as const;

/** What stands where a figure is not known. */
export const UNKNOWN = '–';

/** A time with three significant digits, in the unit that suits it: `4.00 s`, `12.3 ms`, `820 µs`, `42.0 ns`. */
export function duration(ns: number): string {
  if (ns === 0) return '0';
  // By the rounded value: 999.9 µs are 1.00 ms.
  const rounded = Number(ns.toPrecision(DIGITS));
  const [size, unit] = UNITS.find(([least]) => rounded >= least) ?? UNITS.at(-1)!;
  return `${significant(ns / size)} ${unit}`;
}

/** Three significant digits, and all before the point. */
function significant(value: number): string {
  return value >= 10 ** DIGITS ? value.toFixed(0) : value.toPrecision(DIGITS);
}

/** A time in seconds to the nanosecond, for machines: `0.000000042`. */
export function seconds(ns: number): string {
  return (ns / NS_PER_S).toFixed(NANOSECONDS);
}

/** A time in seconds, as JSON has it. */
export const inSeconds = (ns: number): number => ns / NS_PER_S;

/** A part of something in per cent: `12.5%`. */
export function percentage(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)}%`;
}

/** A part of something in whole per cent; nothing where there is none of it. */
export const wholePercent = (part: number, whole: number): string =>
  part === 0 ? '' : part * 200 < whole ? '<1%' : `${Math.round((100 * part) / whole)}%`;

/** Calls, and behind a stroke those not nested in the same function, where these are fewer: `9/1`. */
export function calls({ ncall, nactualcall }: Pick<Sums, 'ncall' | 'nactualcall'>): string {
  return ncall === nactualcall ? String(ncall) : `${ncall}/${nactualcall}`;
}

/** Units of sizes by how many bytes they have, the greatest first. */
const SIZES = [
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
] as const;

/** A size with three significant digits, in the unit that suits it: `1.20 GB`, `12.3 MB`, `820 kB`, `42 B`. */
export function size(bytes: number): string {
  const rounded = Number(bytes.toPrecision(DIGITS));
  const found = SIZES.find(([least]) => rounded >= least);
  if (found !== undefined) return `${significant(bytes / found[0])} ${found[1]}`;
  return `${bytes >= 10 || Number.isInteger(bytes) ? Math.round(bytes) : significant(bytes)} B`;
}
