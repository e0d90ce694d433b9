import truncatedWidth from 'fast-string-truncated-width';

/** Text of characters that are one column wide each. */
const NARROW = /^[\x20-\x7e]*$/;

/** So much of each end of a long text is looked at to shorten it; more fits no line. */
const MOST_SHOWN = 2000;

/**
 * The text in at most `width` columns of a terminal: what does not fit is taken from within, where `…` says so. `ending`
 * is the share that its end gets of what is left.
 */
export function elide(text: string, width: number, ending = 0.5): string {
  if (widthOf(text) <= width) return text;
  const kept = Math.max(0, width - 1);
  const tail = Math.floor(kept * ending);
  const last = charactersOf(text.slice(-MOST_SHOWN)).reverse();
  const head = fitting(charactersOf(text.slice(0, MOST_SHOWN)), kept - tail);
  return `${head.join('')}…${fitting(last, tail).reverse().join('')}`;
}

/** How many columns of a terminal a text takes: two for characters of wide scripts, none for marks that combine. */
export function widthOf(text: string): number {
  return NARROW.test(text) ? text.length : truncatedWidth(text).width;
}

/** What is seen as one character may be several in the text. */
function charactersOf(text: string): string[] {
  return [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
}

/** As many of the first ones as fit. */
function fitting(characters: readonly string[], width: number): string[] {
  let room = width;
  const end = characters.findIndex((character) => (room -= widthOf(character)) < 0);
  return characters.slice(0, end === -1 ? undefined : end);
}

/** `1 thread`, `2 threads`; `nouns` where more than an `s` makes it several. */
export function counted(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}
