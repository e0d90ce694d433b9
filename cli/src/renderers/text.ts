/** A half of a character that takes two. */
const SURROGATE = /[\ud800-\udfff]/;

/**
 * The text in at most `width` characters: what does not fit is taken from within, where `…` says so. `ending`
 * is the share that its end gets of what is left.
 */
export function elide(text: string, width: number, ending = 0.5): string {
  const characters = [...text];
  if (characters.length <= width) return text;
  const kept = Math.max(0, width - 1);
  const tail = Math.floor(kept * ending);
  return [...characters.slice(0, kept - tail), '…', ...characters.slice(characters.length - tail)].join('');
}

/** How many characters a text has, which is how wide a terminal shows it (but for wide scripts). */
export function widthOf(text: string): number {
  return SURROGATE.test(text) ? [...text].length : text.length;
}

/** `1 thread`, `2 threads`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
