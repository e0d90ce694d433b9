import { posix } from 'node:path';
import type { HtmlPage } from './html-page.ts';

/** The folder in the copy of a page where the runtime's files lie. */
export const FOLDER = 'tsprof';

/** Stands for where a page will be served from. */
const ORIGIN = 'http://page.invalid/';

/** How a page gets at files of its tree. All paths are relative to the tree, with `/`. */
export interface PageUrls {
  /** The file of the tree that a URL in the page leads to; null: it leads elsewhere. */
  fileOf(url: string): string | null;
  /** The folder of the runtime's files, as seen from the top of the page's head. */
  readonly folderFromTop: string;
  /** The same for modules in the page, for which `<base>` counts. */
  readonly folderFromBase: string;
}

/**
 * Knows the URLs of one page. Where it is served from shows in how it names its scripts: `/app/main.js` for the
 * file main.js means that the tree is served from `/app/`.
 */
export function pageUrls(file: string, page: HtmlPage, files: ReadonlySet<string>): PageUrls {
  const own = new URL(encodeURI(file), ORIGIN);
  const base = page.base === null ? own : new URL(page.base, own);
  const find = (url: string): { file: string; prefix: string } | null => {
    const target = URL.canParse(url, base) ? new URL(url, base) : null;
    return target?.origin === own.origin ? fileBehind(target, files) : null;
  };
  const isRooted = (url: string): boolean => url.startsWith('/') || (page.base?.startsWith('/') ?? false);
  const sources = page.scripts.flatMap(({ attributes }) => attributes.get('src') ?? []);
  const prefix = sources.filter(isRooted).flatMap((url) => find(url)?.prefix ?? [])[0];
  const seenFrom = ({ pathname }: URL): string =>
    prefix === undefined ? relativeUrl(decodeURI(pathname).slice(1), `${FOLDER}/`) : `${prefix}${FOLDER}/`;
  return {
    fileOf: (url) => find(url)?.file ?? null,
    folderFromTop: seenFrom(own),
    folderFromBase: seenFrom(base),
  };
}

/** The longest end of a URL's path that is a file, and what stands before it. */
function fileBehind({ pathname }: URL, files: ReadonlySet<string>): { file: string; prefix: string } | null {
  const path = decodeURI(pathname);
  for (let start = 1; start > 0; start = path.indexOf('/', start) + 1) {
    const file = path.slice(start);
    if (files.has(file)) return { file, prefix: path.slice(0, start) };
  }
  return null;
}

/** The URL of a file as seen from another one, both relative to the tree; it begins with a dot. */
export function relativeUrl(from: string, to: string): string {
  const folder = from.slice(0, from.lastIndexOf('/') + 1);
  const path = posix.relative(folder, to) + (to.endsWith('/') ? '/' : '');
  const url = path.split('/').map(encodeURIComponent).join('/');
  return url.startsWith('.') ? url : `./${url}`;
}
