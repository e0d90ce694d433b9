import { add, charCodeAt, indexOf, slice } from '../../intrinsics.ts';

/*
 * A route's pattern as frameworks write them, to tell whether a path may be of it: `/users/:id`, `/files/*`, `/a-:b.:c`. What it may
 * say besides (expressions, optional parts) fits anything within its segment.
 */

/** What a segment of a path must be; null: anything. */
type Segment = string | null;

/** Of a pattern. `isOpen`: any number of segments may follow. */
export interface RoutePattern {
  readonly segments: readonly Segment[];
  readonly isOpen: boolean;
  /** How many segments must be what they are. */
  readonly fixed: number;
}

/** Reads one. */
export function routePattern(text: string): RoutePattern {
  const segments: Segment[] = [];
  const parts = segmentsOf(text);
  let fixed = 0;
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at]!;
    if (indexOf(part, '*', 0) >= 0) return { segments, isOpen: true, fixed };
    if (isPlain(part)) fixed++;
    add(segments, isPlain(part) ? part : null);
  }
  return { segments, isOpen: false, fixed };
}

/** Whether a path may be of this route. */
export function fits({ segments, isOpen }: RoutePattern, path: readonly string[]): boolean {
  if (isOpen ? path.length < segments.length : path.length !== segments.length) return false;
  for (let at = 0; at < segments.length; at++)
    if (segments[at] !== null && segments[at] !== path[at]) return false;
  return true;
}

/** What stands between slashes; a slash at the end is none. */
export function segmentsOf(path: string): string[] {
  const segments: string[] = [];
  let start = charCodeAt(path, 0) === SLASH ? 1 : 0;
  while (start < path.length) {
    const slash = indexOf(path, '/', start);
    const end = slash < 0 ? path.length : slash;
    add(segments, slice(path, start, end));
    start = end + 1;
  }
  return segments;
}

const SLASH = 47;
/** `:`, `(`, `{`, `[`, `?`, `+`, `$` and `\`. */
const SPECIAL: readonly number[] = [58, 40, 123, 91, 63, 43, 36, 92];

function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = charCodeAt(text, at);
    for (let which = 0; which < SPECIAL.length; which++) if (SPECIAL[which] === code) return false;
  }
  return true;
}
