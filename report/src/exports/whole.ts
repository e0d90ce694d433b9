/** The largest number that signed 64 bits and a float can both hold. */
const MOST_INT64 = 2 ** 63 - 1024;

/** A time or count as digits, however large. */
export function wholeText(value: number): string {
  const rounded = Math.round(value);
  return Number.isSafeInteger(rounded) ? String(rounded) : String(BigInt(rounded));
}

/** The same as a number for a format of 64 bits: a bigint where a number would be taken for fewer. */
export function int64(value: number): number | bigint {
  const rounded = Math.round(value);
  return Number.isSafeInteger(rounded) ? rounded : BigInt(Math.min(rounded, MOST_INT64));
}
