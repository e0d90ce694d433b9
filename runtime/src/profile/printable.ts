/** Taken at load time: the program may put its own in their place. */
const { stringify } = JSON;
const { apply } = Reflect;
const { replace } = String.prototype;

/**
 * What would move a terminal's cursor, colour, turn round or hide text: control characters (C0, DEL, C1), format
 * characters (bidi controls and all others), line separators and half characters.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** The same but for what makes lines and columns of a text of many lines. */
const UNPRINTABLE_IN_LINES = /[^\P{Cc}\n\t]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Text from a source, a profile or a file's name as a terminal may safely show it: the rest as `\x1b`, `\u202e`. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, escaped);
}

/** The same for a text of many lines. */
export function printableLines(text: string): string {
  return text.replace(UNPRINTABLE_IN_LINES, escaped);
}

/** The value as JSON that a terminal may safely show. */
export function jsonText(value: unknown): string {
  return apply(replace, stringify(value), [UNPRINTABLE, jsonEscaped]) as string;
}

function escaped(character: string): string {
  const code = character.codePointAt(0)!;
  const digits = code.toString(16);
  if (code > 0xffff) return `\\u{${digits}}`;
  return code > 0xff ? `\\u${digits.padStart(4, '0')}` : `\\x${digits.padStart(2, '0')}`;
}

/** One escape for each half of a character that has two. */
function jsonEscaped(character: string): string {
  let escapes = '';
  for (let at = 0; at < character.length; at++)
    escapes += `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
  return escapes;
}
