/** What no file system, and nobody who reads a list of files, should get from a profile. */
const UNSAFE = /[^\p{L}\p{N} ._-]+/gu;
const MOST = 80;

/** A name for a file without its ending, whatever the text is. */
const fileName = (text: string): string =>
  text
    .replace(UNSAFE, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[.\s-]+/, '')
    .slice(0, MOST)
    .replace(/[.\s-]+$/, '') || 'profile';

/** Has the browser save a file of that name and ending. */
export function save(name: string, ending: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = Object.assign(document.createElement('a'), { href: url, download: fileName(name) + ending });
  link.click();
  // The browser has opened it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
