/** Reads numbers from JSON bytes; the greater part of a profile consists of them. */

const ZERO = 0x30;
const NINE = 0x39;
const MINUS = 0x2d;
const PLUS = 0x2b;
const DOT = 0x2e;

/** With so many digits a number is a whole one below 2 ** 53, divided by a power of ten that a number holds exactly. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => 10 ** power);

const JSON_NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$/;

/** Where the number that begins at `start` ends: behind all that may stand in one. */
export function numberEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && isPart(bytes[at]!)) at++;
  return at;
}

function isPart(byte: number): boolean {
  if (byte >= ZERO && byte <= NINE) return true;
  return byte === DOT || byte === MINUS || byte === PLUS || byte === 0x65 || byte === 0x45;
}

/** The number in these bytes, as `JSON.parse` reads it; NaN if it is none. */
export function numberIn(bytes: Uint8Array, start: number, end: number): number {
  const isNegative = bytes[start] === MINUS;
  let at = isNegative ? start + 1 : start;
  const first = at;
  let digits = 0;
  while (at < end && bytes[at]! >= ZERO && bytes[at]! <= NINE) digits = digits * 10 + bytes[at++]! - ZERO;
  const whole = at - first;
  if (whole === 0 || (whole > 1 && bytes[first] === ZERO)) return NaN;
  let decimals = 0;
  if (bytes[at] === DOT && at < end) {
    const dot = at++;
    while (at < end && bytes[at]! >= ZERO && bytes[at]! <= NINE) digits = digits * 10 + bytes[at++]! - ZERO;
    decimals = at - dot - 1;
    if (decimals === 0) return NaN;
  }
  if (at < end) return withExponent(bytes, start, end);
  // More digits than can be computed with exactly.
  if (whole + decimals > EXACT_DIGITS) return Number(textOf(bytes, start, end));
  const value = decimals === 0 ? digits : digits / POWERS_OF_TEN[decimals]!;
  return isNegative ? -value : value;
}

function withExponent(bytes: Uint8Array, start: number, end: number): number {
  const text = textOf(bytes, start, end);
  return JSON_NUMBER.test(text) ? Number(text) : NaN;
}

const decoder = new TextDecoder();

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end));
}
