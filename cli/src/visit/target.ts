import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { TsprofError } from '@tsprof/report/command-line/errors';
import { isPage } from '../pages/plan.ts';

/** What is to be visited. */
export type Target =
  | { readonly kind: 'url'; readonly url: string }
  /** The folder as it was named, and the page in it, `''` for its index. */
  | { readonly kind: 'folder'; readonly folder: string; readonly page: string };

/** The URL, the folder or the page in a folder that the user has named; a TsprofError where it is none of these. */
export function findTarget(place: string, cwd: string): Target {
  if (/^https?:\/\//i.test(place)) return urlTarget(place);
  const path = resolve(cwd, place);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    const remedy = 'Name a folder, a page in one, or a URL, which begins with http:// or https://.';
    throw new TsprofError(`cannot open ${place}: there is no such file or directory`, { remedy });
  }
  if (found.isDirectory()) return { kind: 'folder', folder: place, page: indexOf(path, place) };
  if (isPage(path)) return { kind: 'folder', folder: dirname(place), page: basename(place) };
  throw new TsprofError(`cannot open ${place}: it is neither a folder nor a page`, {
    remedy: 'Pages end in .html.',
  });
}

function urlTarget(url: string): Target {
  if (URL.canParse(url)) return { kind: 'url', url };
  throw new TsprofError(`cannot open ${url}: it is no valid URL`);
}

/** Where there is no index, the only page there is will do. */
function indexOf(folder: string, name: string): string {
  if (existsSync(join(folder, 'index.html'))) return '';
  const pages = readdirSync(folder).filter(isPage);
  const [first] = pages;
  if (first !== undefined && pages.length === 1) return first;
  if (first === undefined) {
    const remedy = 'Name the folder that a build has written its index.html to.';
    throw new TsprofError(`there is no page in ${name}: no file that ends in .html`, { remedy });
  }
  const remedy = `Name one of them, such as ${join(name, first)}.`;
  throw new TsprofError(`${name} has no index.html, but ${pages.length} other pages`, { remedy });
}
