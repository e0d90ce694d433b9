import { charCodeAt, indexOf, slice } from '../../intrinsics.ts';

/** No number or name of a thing is shorter than this, if it has letters. */
const LEAST_HEX = 16;
const LEAST_MIXED = 20;
const UUID = 36;
/** A segment that is longer names nothing that a route was written for. */
const MOST_LETTERS = 64;
/** Paths with more segments are cut. */
const MOST_SEGMENTS = 16;

/** The path of a request's URL: no query, no fragment, no host. */
export function pathOf(url: string): string {
  const scheme = charCodeAt(url, 0) === SLASH ? -1 : indexOf(url, '://', 0);
  const start = scheme < 0 ? 0 : indexOf(url, '/', scheme + 3);
  if (start < 0) return '/';
  let end = start;
  while (end < url.length && charCodeAt(url, end) !== QUERY && charCodeAt(url, end) !== FRAGMENT) end++;
  return slice(url, start, end);
}

const SLASH = 47;
const QUERY = 63;
const FRAGMENT = 35;
const DASH = 45;
const UNDERSCORE = 95;

/** The path with `:id` in place of what looks like the number or id of a thing: `/users/7/posts` is `/users/:id/posts`. */
export function foldedPath(path: string): string {
  let folded = '';
  let start = 0;
  for (let count = 0; start <= path.length; count++) {
    if (count === MOST_SEGMENTS) return `${folded}/*`;
    const slash = indexOf(path, '/', start);
    const end = slash < 0 ? path.length : slash;
    const segment = slice(path, start, end);
    if (count > 0) folded += '/';
    folded += isId(segment) ? ':id' : segment;
    start = end + 1;
  }
  return folded;
}

interface Letters {
  digits: number;
  hex: number;
  dashes: number;
  others: number;
}

function isId(segment: string): boolean {
  const { length } = segment;
  if (length === 0) return false;
  if (length > MOST_LETTERS) return true;
  const { digits, hex, dashes, others } = lettersOf(segment);
  if (digits === length) return true;
  if (digits === 0) return false;
  if (hex + dashes === length && (length === UUID ? dashes === 4 : dashes === 0 && length >= LEAST_HEX))
    return true;
  return others === 0 && dashes < 2 && length >= LEAST_MIXED;
}

/** Of what the text is made; `digits` are `hex` as well, `others` are none of letters, digits, dashes and underscores. */
function lettersOf(text: string): Letters {
  const letters = { digits: 0, hex: 0, dashes: 0, others: 0 };
  for (let at = 0; at < text.length; at++) {
    const code = charCodeAt(text, at);
    const lower = code | 32;
    const isDigit = code >= 48 && code <= 57;
    if (isDigit) letters.digits++;
    if (isDigit || (lower >= 97 && lower <= 102)) letters.hex++;
    else if (code === DASH) letters.dashes++;
    else if (code !== UNDERSCORE && (lower < 97 || lower > 122)) letters.others++;
  }
  return letters;
}
