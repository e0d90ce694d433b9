/** What no file system, and nobody who reads a list of files, should get from a profile. */
const UNSAFE = /[^\p{L}\p{N} ._-]+/gu;
const MOST = 80;

/** A name for a file, whatever the text is. */
export const fileName = (text: string): string =>
  text
    .replace(UNSAFE, '-')
    .replace(/^[.\s-]+/, '')
    .slice(0, MOST) || 'profile';

/** Has the browser save a file. */
export function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = Object.assign(document.createElement('a'), { href: url, download: fileName(name) });
  link.click();
  // The browser has opened it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
